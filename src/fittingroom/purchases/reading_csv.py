"""CSV that anybody could have written, as cells by column."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from fittingroom.errors import FileRefused
from fittingroom.purchases.limits import LIMITS, Limits, too_much
from fittingroom.purchases.reading_lines import lines_of

DELIMITERS = (",", ";", "\t", "|")


def read_csv(
    path: Path, *, delimiter: str | None = None, limits: Limits = LIMITS
) -> dict[str, list[str]]:
    """Read a CSV in UTF-8 whose first line names the columns.

    Raises:
        FileRefused: too large, not UTF-8, a column named twice, or a row of other length.
    """
    lines = _decoded(path, limits)
    first = next(lines, "")
    sign = delimiter or max(DELIMITERS, key=first.count)
    try:
        names = [name.strip() for name in next(csv.reader([first], delimiter=sign, strict=True))]
        _check_names(path, names, limits)
        rows = csv.reader(lines, delimiter=sign, strict=True)
        columns: list[list[str]] = [[] for _ in names]
        for place, row in enumerate(rows, 2):
            _check_row(path, place, row, names, limits)
            for column, cell in zip(columns, row, strict=False):
                column.append(cell)
    except csv.Error as error:
        raise FileRefused(f"{path} isn't CSV: {error}", field="file", value=str(path)) from error
    if not columns[0]:
        raise FileRefused(f"{path} holds no row", field="file", value=str(path))
    return dict(zip(names, columns, strict=True))


def _decoded(path: Path, limits: Limits) -> Iterator[str]:
    for place, line in lines_of(path, limits):
        try:
            yield line.decode("utf-8-sig" if place == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise FileRefused(
                f"{path} line {place} isn't UTF-8: save the file as CSV UTF-8",
                field="file", value=str(path), allowed="UTF-8",
            ) from error  # fmt: skip


def _check_names(path: Path, names: list[str], limits: Limits) -> None:
    if not any(names):
        raise FileRefused(
            f"{path} names no column in its first line", field="file", value=str(path)
        )
    if len(names) > limits.columns:
        raise too_much(path, f"{len(names)} columns", f"at most {limits.columns}")
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise FileRefused(
            f"{path} names the column {twice[0]!r} twice; name each once",
            field="file", value=twice[0],
        )  # fmt: skip


def _check_row(path: Path, place: int, row: list[str], names: list[str], limits: Limits) -> None:
    if len(row) != len(names):
        raise FileRefused(
            f"{path} row {place} has {len(row)} cells and the first line names {len(names)}: "
            "quote cells that hold the delimiter",
            field="file", value=len(row), allowed=str(len(names)),
        )  # fmt: skip
    if place - 1 > limits.rows:
        raise too_much(path, "more rows", f"at most {limits.rows:,} rows")
