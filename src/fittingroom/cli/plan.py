"""plan.csv: the rows of a batch, read with limits and never trusted."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fittingroom.batch.job import Job
from fittingroom.body.poses import POSES
from fittingroom.cli.input import read_json_object
from fittingroom.errors import FileRefused, FittingRoomError, InvalidInput, UnknownName
from fittingroom.garment.catalogue import catalogue

PLAN_BYTES_MAX = 16 * 1024 * 1024
ROWS_MAX = 100_000
PERSONS_MAX = 20_000  # different person files: each is kept in memory
VERTICES = (500, 40_000)  # as `fittingroom try`
REQUIRED, OPTIONAL = ("person", "garment"), ("id", "size", "pose", "vertices")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")  # safe as a folder's name everywhere


def read_plan(path: Path, *, model: bool = False) -> list[Job]:
    """Read a plan; person files are named relative to it.

    Args:
        path: CSV with a header: person, garment, optional id, size, pose, vertices.
        model: whether each row wants look.glb too.

    Raises:
        FileRefused: no such file, too large, not CSV in UTF-8.
        InvalidInput: a bad row: the message names its line and what is wrong.
    """
    rows = _rows(path)
    persons: dict[Path, Mapping[str, Any]] = {}
    jobs: dict[str, Job] = {}
    for line, row in rows:
        try:
            job = _job(row, f"row-{len(jobs) + 1:05d}", path.parent, persons, model=model)
            if job.row_id in jobs:
                raise InvalidInput(f"id '{job.row_id}' is used twice", field="id", value=job.row_id)
            if len(persons) > PERSONS_MAX:
                raise InvalidInput(
                    f"more than {PERSONS_MAX} different person files: split the plan"
                )
        except FittingRoomError as error:
            raise InvalidInput(
                f"{path.name}, line {line}: {error}",
                field=error.field, value=error.value, allowed=error.allowed,
            ) from error  # fmt: skip
        jobs[job.row_id] = job
    if not jobs:
        raise FileRefused(f"{path} has no rows below its header", field="plan", value=str(path))
    return list(jobs.values())


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Return each row with its line in the file, header checked."""
    if not path.is_file():
        raise FileRefused(f"no such file: {path}", field="plan", value=str(path))
    with path.open("rb") as file:
        raw = file.read(PLAN_BYTES_MAX + 1)
    if len(raw) > PLAN_BYTES_MAX:
        raise FileRefused(
            f"{path} is larger than {PLAN_BYTES_MAX // 2**20} MB: split the plan",
            field="plan", value=str(path), allowed=f"at most {PLAN_BYTES_MAX} bytes",
        )  # fmt: skip
    rows: list[tuple[int, dict[str, str]]] = []
    try:
        table = csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""), strict=True)
        _check_header(path, table.fieldnames or [])
        for row in table:
            if len(rows) == ROWS_MAX:
                raise FileRefused(f"{path} has more than {ROWS_MAX} rows: split the plan")
            rows.append((table.line_num, _cells(path, table.line_num, row)))
    except (UnicodeDecodeError, csv.Error) as error:
        raise FileRefused(f"{path} isn't CSV in UTF-8: {error}", field="plan") from error
    return rows


def _check_header(path: Path, names: Any) -> None:
    for name in names:
        if name not in REQUIRED + OPTIONAL:
            raise UnknownName("column of the plan", str(name), REQUIRED + OPTIONAL)
    missing = [name for name in REQUIRED if name not in names]
    if missing or len(set(names)) < len(names):
        wrong = f"lacks the column '{missing[0]}'" if missing else "names a column twice"
        raise FileRefused(
            f"{path} {wrong}: its first line must name {', '.join(REQUIRED)} and may name "
            f"{', '.join(OPTIONAL)}",
            field="plan",
        )


def _cells(path: Path, line: int, row: Mapping[Any, Any]) -> dict[str, str]:
    if None in row or None in row.values():
        raise FileRefused(f"{path.name}, line {line}: not as many cells as the header has names")
    return {name: value.strip() for name, value in row.items()}


def _job(
    row: Mapping[str, str],
    default_id: str,
    folder: Path,
    persons: dict[Path, Mapping[str, Any]],
    *,
    model: bool,
) -> Job:
    row_id = row.get("id") or default_id
    if not _NAME.fullmatch(row_id):
        raise InvalidInput(
            f"id '{row_id}' can't name a folder: use letters, digits, '.', '_' and '-', begin with "
            "a letter or digit, 64 at most",
            field="id", value=row_id,
        )  # fmt: skip
    size, pose = row.get("size") or None, row.get("pose") or None
    chart = catalogue[row["garment"]].chart.sizes
    if size is not None and size not in chart:
        raise UnknownName("size", size, chart)
    if pose is not None and pose not in POSES:
        raise UnknownName("pose", pose, POSES)
    person = folder / row["person"]
    if person not in persons:
        persons[person] = read_json_object(person)
    vertices = _vertices(row.get("vertices") or "")
    return Job(row_id, persons[person], row["garment"], size, pose, vertices, model)


def _vertices(text: str) -> int | None:
    if not text:
        return None
    low, high = VERTICES
    if not (text.isascii() and text.isdigit() and low <= int(text[:9]) <= high):
        raise InvalidInput(
            f"vertices '{text}' must be a whole number from {low} to {high}",
            field="vertices", value=text, allowed=f"{low} to {high}",
        )  # fmt: skip
    return int(text)
