"""The verb of this stage: `drape_batch_steps`, behind it a `Runner`."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from fittingroom.batch.job import Job, Outcome
from fittingroom.batch.keeping import Shelf, failed_line, open_shelf
from fittingroom.progress import Progress, Work

MOST_ATTEMPTS = 3  # a row whose worker died this often takes too much memory, or kills it


class Runner(Protocol):
    """Does jobs, several at once, somewhere."""

    def outcomes(self, jobs: Sequence[Job]) -> Iterator[Outcome]:
        """Yield what becomes of every job, once each, in the order in which they end.

        A job whose worker dies is begun again, `MOST_ATTEMPTS` times at most.
        """


@dataclass(frozen=True, slots=True)
class BatchSummary:
    """How a batch went.

    Args:
        rows: of the plan.
        done: made now.
        skipped: already there.
        failed: without a result; results.csv says why.
        retried: whose worker died and which were begun again.
        seconds: wall time [s].
        cpu_seconds: processor time of the workers [s].
    """

    rows: int
    done: int
    skipped: int
    failed: int
    retried: int
    seconds: float
    cpu_seconds: float


def drape_batch_steps(jobs: Sequence[Job], folder: Path, runner: Runner) -> Work[BatchSummary]:
    """Make every drape of a plan that isn't there yet, telling how far it is.

    Args:
        jobs: the rows.
        folder: each row's folder and results.csv are written to it.
        runner: where the work is done.
    """
    began = time.perf_counter()
    shelf = open_shelf(folder)
    lines = {job.row_id: shelf.finished(job) for job in jobs}
    skipped = sum(line is not None for line in lines.values())
    todo = {job.row_id: job for job in jobs if lines[job.row_id] is None}
    ended, failed, retried = skipped, 0, 0
    spent = 0.0
    yield Progress(_told(ended, failed, len(jobs)), ended / max(len(jobs), 1))
    try:
        for outcome in runner.outcomes(list(todo.values())):
            lines[outcome.row_id] = _kept(shelf, todo[outcome.row_id], outcome)
            failed += outcome.reason is not None
            retried += outcome.attempts > 1
            spent += outcome.cpu_seconds
            ended += 1
            yield Progress(_told(ended, failed, len(jobs)), ended / len(jobs))
    finally:
        shelf.write_results(line for line in lines.values() if line is not None)
    seconds = time.perf_counter() - began
    done = len(todo) - failed
    return BatchSummary(len(jobs), done, skipped, failed, retried, seconds, spent)


def _kept(shelf: Shelf, job: Job, outcome: Outcome) -> dict[str, Any]:
    if outcome.reason is not None:
        return failed_line(job, outcome)
    return shelf.keep(job, outcome)


def _told(ended: int, failed: int, rows: int) -> str:
    return f"{ended} of {rows} rows" + (f", {failed} failed" if failed else "")
