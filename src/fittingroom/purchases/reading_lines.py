"""JSON lines that anybody could have written, plain or gzipped, as cells by key."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from fittingroom.errors import FileRefused
from fittingroom.purchases.limits import LIMITS, Limits, check_file, too_much

GZIP = b"\x1f\x8b"


def read_lines(path: Path, limits: Limits = LIMITS) -> dict[str, list[Any]]:
    """Read a file of one JSON object a line into a list of cells for each key, None where a line
    has no such key.

    Raises:
        FileRefused: too large, too long a line, too many rows or keys, or not JSON objects.
    """
    check_file(path, limits)
    cells: dict[str, list[Any]] = {}
    rows = 0
    for place, line in lines_of(path, limits):
        row = _row(path, place, line)
        for key, cell in row.items():
            if key not in cells:
                if len(cells) >= limits.columns:
                    raise too_much(path, "more keys", f"at most {limits.columns} keys")
                cells[key] = [None] * rows
            cells[key].append(cell)
        rows += 1
        if rows > limits.rows:
            raise too_much(path, "more rows", f"at most {limits.rows:,} rows")
        if len(row) < len(cells):
            for key in cells.keys() - row.keys():
                cells[key].append(None)
    if not rows:
        raise FileRefused(f"{path} holds no row", field="file", value=str(path))
    return cells


def first_line(path: Path, limits: Limits = LIMITS) -> bytes:
    """Return the first line that says something, plain or unpacked."""
    check_file(path, limits)
    return next((line for _, line in lines_of(path, limits)), b"")


def lines_of(path: Path, limits: Limits) -> Iterator[tuple[int, bytes]]:
    """Give each line that says something with its number, plain or unpacked.

    Raises:
        FileRefused: a line or the whole is too long, or the gzip is damaged.
    """
    read, place = 0, 0
    with _opened(path) as file:
        try:
            while line := file.readline(limits.line_bytes + 1):
                place, read = place + 1, read + len(line)
                if len(line) > limits.line_bytes:
                    raise too_much(
                        path, f"a longer line, line {place},", f"{limits.line_bytes:,} bytes"
                    )
                if read > limits.file_bytes:
                    raise too_much(path, "more unpacked", f"at most {limits.file_bytes:,} bytes")
                if line.strip():
                    yield place, line
        except (gzip.BadGzipFile, zlib.error, EOFError) as error:
            raise FileRefused(
                f"{path} is a damaged gzip: {error}", field="file", value=str(path)
            ) from error


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    with path.open("rb") as raw:
        packed = raw.read(2) == GZIP
        raw.seek(0)
        if not packed:
            yield raw
            return
        with gzip.GzipFile(fileobj=raw) as unpacked:
            yield unpacked  # type: ignore[misc]


def _row(path: Path, place: int, line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise FileRefused(
            f"{path} line {place} isn't JSON: {error}", field="file", value=str(path)
        ) from error
    if not isinstance(row, dict):
        raise FileRefused(
            f"{path} line {place} isn't a JSON object: one {{…}} a line is read",
            field="file", value=str(path),
        )  # fmt: skip
    return row
