"""The queue is the table `job`: claimed, ended and given back in transactions.

    queued ──► running ──► done | failed
       ▲          │
       └──────────┴──► cancelled ──► queued, when it is asked for again

A job that was running when the service died is queued again at the next start.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from fittingroom.server.ground import Ground
from fittingroom.server.wire.base import Problem
from fittingroom.server.work.order import Order, read_order
from fittingroom.store.shoppers import now
from fittingroom.store.tables import FileRow, JobRow, LookRow

ORDER, RESULT = "job.sealed_request", "job.sealed_result"
UNDONE = ("queued", "running")
_LOOKED_AT = 100  # queued jobs among which the next is chosen


@dataclass(frozen=True, slots=True)
class Claimed:
    """A job that was taken off the queue.

    Args:
        key: of its row.
        order: what is to be made.
        ahead: whether nobody waits for it.
        attempt: how often it was begun, this time included.
        shoppers: who asked for it.
    """

    key: str
    order: Order
    ahead: bool
    attempt: int
    shoppers: frozenset[str]


def put_back_all(ground: Ground) -> int:
    """Queue again what ran when the service ended; returns how many there were."""
    with ground.database.write() as session:
        keys = session.scalars(select(JobRow.key).where(JobRow.state == "running")).all()
        # it was the service that ended, not the job's worker: the attempt doesn't count
        session.execute(
            update(JobRow)
            .where(JobRow.key.in_(keys))
            .values(state="queued", attempts=JobRow.attempts - 1, changed=now())
        )
    return len(keys)


def claim(ground: Ground, busy: Mapping[str, int], most: int) -> Claimed | None:
    """Take the next job: what somebody waits for first, then the shopper with least at work.

    Args:
        ground: the service's.
        busy: how many jobs each shopper has at work.
        most: how many one shopper may have there.
    """
    with ground.database.read() as session:
        if not _queued(session):
            return None
    with ground.database.write() as session:
        asked = _asked_by(session)
        rows = [row for row in _queued(session) if row.key in asked]
        loads = {row.key: min(busy.get(who, 0) for who in asked[row.key]) for row in rows}
        free = [row for row in rows if loads[row.key] < most]
        if not free:
            return None
        row = min(free, key=lambda row: (row.ahead, loads[row.key], row.made))
        row.state, row.attempts, row.changed = "running", row.attempts + 1, now()
        order = read_order(ground.keyring.open(row.sealed_request, ORDER, row.key).decode())
        return Claimed(row.key, order, row.ahead, row.attempts, frozenset(asked[row.key]))


def _queued(session: Session) -> list[JobRow]:
    queued = select(JobRow).where(JobRow.state == "queued")
    return list(session.scalars(queued.order_by(JobRow.ahead, JobRow.made).limit(_LOOKED_AT)))


def _asked_by(session: Session) -> dict[str, set[str]]:
    """Return which shoppers still want each queued job."""
    wants = (
        select(LookRow.job_key, LookRow.shopper_id)
        .join(JobRow, JobRow.key == LookRow.job_key)
        .where(JobRow.state == "queued", ~LookRow.cancelled)
    )
    asked: dict[str, set[str]] = {}
    for key, shopper in session.execute(wants):
        asked.setdefault(key, set()).add(shopper)
    return asked


def someone_waits(ground: Ground, busy: Mapping[str, int], most: int) -> bool:
    """Say whether a job that isn't made ahead is queued and may be begun."""
    with ground.database.read() as session:
        asked = _asked_by(session)
        return any(
            not row.ahead and min(busy.get(who, 0) for who in asked.get(row.key, ("",))) < most
            for row in _queued(session)
        )


def put_back(ground: Ground, key: str, *, counts: bool) -> None:
    """Queue a running job again; `counts` says whether the attempt does."""
    with ground.database.write() as session:
        row = session.get(JobRow, key)
        if row is not None and row.state == "running":
            row.state, row.changed = "queued", now()
            row.attempts -= 0 if counts else 1


def finish(ground: Ground, key: str, files: Mapping[str, bytes], worn: list[Any]) -> bool:
    """Keep what a job made: files first, then one transaction that says it is done.

    Returns:
        False where nobody wants it any more, and nothing is kept.

    Raises:
        StorageFull: no room; nothing is kept.
    """
    places = {name: f"{key[:48]}-{name}" for name in files}
    kept = False
    try:
        sizes = {name: ground.files.write(places[name], files[name]) for name in files}
        with ground.database.write() as session:
            row = session.get(JobRow, key)
            if row is not None and row.state != "done":
                row.sealed_result = ground.keyring.seal_json(worn, RESULT, key)
                row.state, row.changed, row.problem = "done", now(), None
                session.add_all(
                    FileRow(job_key=key, name=name, place=places[name], bytes=sizes[name])
                    for name in files
                )
                kept = True
            already = row is not None and not kept
    finally:
        if not kept:
            _clear(ground, key, places.values())
    return kept or already


def _clear(ground: Ground, key: str, places: Iterable[str]) -> None:
    """Remove files that no row names."""
    with ground.database.read() as session:
        named = set(session.scalars(select(FileRow.place).where(FileRow.job_key == key)))
    for place in set(places) - named:
        ground.files.remove(place)


def fail(ground: Ground, key: str, problem: Problem) -> None:
    """Write down why a job can't be made; what is said of it is sealed."""
    told = problem.model_dump(mode="json", exclude_none=True)
    with ground.database.write() as session:
        row = session.get(JobRow, key)
        if row is not None and row.state in UNDONE:
            row.state, row.changed, row.problem = "failed", now(), problem.type
            row.sealed_result = ground.keyring.seal_json(told, RESULT, key)


def give_up(ground: Ground, look_id: str) -> str | None:
    """Cancel a look that isn't made; returns its job's key where nobody else waits for it."""
    with ground.database.write() as session:
        look = session.get(LookRow, look_id)
        row = None if look is None else session.get(JobRow, look.job_key)
        if look is None or row is None or row.state not in UNDONE:
            return None
        look.cancelled = True
        session.flush()
        others = select(func.count()).where(LookRow.job_key == row.key, ~LookRow.cancelled)
        if session.scalar(others):
            return None
        row.state, row.changed = "cancelled", now()
        return row.key


def running(ground: Ground) -> set[str]:
    """Return the keys of the jobs that run."""
    with ground.database.read() as session:
        return set(session.scalars(select(JobRow.key).where(JobRow.state == "running")))


def counts(ground: Ground) -> dict[str, int]:
    """Return how many jobs are in each state."""
    with ground.database.read() as session:
        found = session.execute(select(JobRow.state, func.count()).group_by(JobRow.state))
        return {row[0]: row[1] for row in found}
