"""Where rows are kept: one folder each, whole or not there at all."""

from __future__ import annotations

import csv
import io
import json
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fittingroom.batch.job import Job, Outcome
from fittingroom.show.writing import write_whole

MARK = "done.json"  # says that a row's folder is whole, and of which job
_SCRATCH = ".making-"
COLUMNS = (
    "id", "garment", "size", "pose", "vertices", "status", "attempts", "cpu_seconds", "settled",
    "penetration_mm", "reason",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shelf:
    """The folder a batch is written to.

    Args:
        folder: made by `open_shelf`.
    """

    folder: Path

    def finished(self, job: Job) -> dict[str, Any] | None:
        """Return the row's line of results where the same job is already done."""
        mark = self.folder / job.row_id / MARK
        try:
            kept = json.loads(mark.read_text())
        except (OSError, ValueError):
            return None
        same = isinstance(kept, dict) and kept.get("fingerprint") == job.fingerprint
        return kept.get("line") if same else None

    def keep(self, job: Job, outcome: Outcome) -> dict[str, Any]:
        """Store a row that is done, whole, in place of an older one; return its line."""
        line = done_line(job, outcome)
        mark = {"fingerprint": job.fingerprint, "line": line}
        scratch = Path(tempfile.mkdtemp(prefix=_SCRATCH, dir=self.folder))
        try:
            for name, content in outcome.files.items():
                (scratch / name).write_bytes(content)
            (scratch / MARK).write_text(json.dumps(mark, ensure_ascii=False))
            scratch.chmod(0o755)
            place = self.folder / job.row_id
            if place.exists():
                place.replace(scratch.with_name(scratch.name + "-old"))
            scratch.replace(place)
        finally:
            self._sweep(scratch.name)
        return line

    def write_results(self, lines: Iterable[Mapping[str, Any]]) -> Path:
        """Write results.csv, whole."""
        text = io.StringIO()
        table = csv.DictWriter(text, COLUMNS, lineterminator="\n")
        table.writeheader()
        table.writerows(lines)
        return write_whole(self.folder / "results.csv", text.getvalue().encode())

    def _sweep(self, prefix: str = _SCRATCH) -> None:
        for left in self.folder.glob(f"{prefix}*"):
            shutil.rmtree(left, ignore_errors=True)


def open_shelf(folder: Path) -> Shelf:
    """Make the folder and clear away what a run that was killed left half-written."""
    folder.mkdir(parents=True, exist_ok=True)
    shelf = Shelf(folder)
    shelf._sweep()
    return shelf


def done_line(job: Job, outcome: Outcome) -> dict[str, Any]:
    """Return the line of results of a row that is done."""
    fit = json.loads(outcome.files["fit.json"])
    return _line(job, outcome) | {
        "size": fit["size"],
        "vertices": fit["drape"]["vertices"],
        "status": "done",
        "settled": fit["drape"]["settled"],
        "penetration_mm": fit["drape"]["penetration_mm"],
    }


def failed_line(job: Job, outcome: Outcome) -> dict[str, Any]:
    """Return the line of results of a row that failed, with the reason."""
    return _line(job, outcome) | {"status": "failed", "reason": outcome.reason}


def _line(job: Job, outcome: Outcome) -> dict[str, Any]:
    return {
        "id": job.row_id,
        "garment": job.garment,
        "size": job.size,
        "pose": job.pose,
        "vertices": job.vertices,
        "attempts": outcome.attempts,
        "cpu_seconds": round(outcome.cpu_seconds, 2),
    }
