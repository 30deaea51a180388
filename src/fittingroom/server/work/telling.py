"""What is told of looks: how far they are, how the clothes sit, which files there are."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from fittingroom.server.ground import Ground
from fittingroom.server.wire.base import Problem
from fittingroom.server.wire.looks import LookMade, LookRequest, ProgressEvent, State, Worn
from fittingroom.server.work.asking import REQUEST
from fittingroom.server.work.board import Board
from fittingroom.server.work.queue import RESULT
from fittingroom.store.tables import FileRow, JobRow, LookRow

LISTED = 60  # looks in a list, the newest


def tell_looks(session: Session, ground: Ground, board: Board, shopper_id: str) -> list[LookMade]:
    """Tell a shopper's newest looks, newest first."""
    mine = select(LookRow).where(LookRow.shopper_id == shopper_id)
    rows = session.scalars(mine.order_by(LookRow.at.desc(), LookRow.id).limit(LISTED)).all()
    return tell_all(session, ground, board, rows)


def tell_look(session: Session, ground: Ground, board: Board, look: LookRow) -> LookMade:
    """Tell one look."""
    return tell_all(session, ground, board, [look])[0]


def tell_all(
    session: Session, ground: Ground, board: Board, looks: Iterable[LookRow]
) -> list[LookMade]:
    """Tell looks."""
    looks = list(looks)
    keys = {look.job_key for look in looks}
    jobs = {job.key: job for job in session.scalars(select(JobRow).where(JobRow.key.in_(keys)))}
    files: dict[str, list[str]] = {}
    named = select(FileRow.job_key, FileRow.name).where(FileRow.job_key.in_(keys))
    for key, name in session.execute(named.order_by(FileRow.name)):
        files.setdefault(key, []).append(name)
    return [
        _told(ground, board, look, jobs[look.job_key], files.get(look.job_key, []))
        for look in looks
    ]


def event_of(ground: Ground, board: Board, look: LookRow, job: JobRow) -> ProgressEvent:
    """Return how far a look is, as an event."""
    state = _state(look, job)
    if state in ("queued", "running"):
        told = board.latest(job.key)
        # an end that was told since the row was read is told by the row, the next time it is read:
        # now it knows neither how the clothes sit nor which files there are
        ended = told is not None and told.state in ("done", "cancelled")
        return ProgressEvent(state=state) if told is None or ended else told
    return ProgressEvent(state=state, problem=_problem(ground, job, state))


def _told(ground: Ground, board: Board, look: LookRow, job: JobRow, files: list[str]) -> LookMade:
    event = event_of(ground, board, look, job)
    request = ground.keyring.open_json(look.sealed_request, REQUEST, look.id)
    return LookMade(
        id=look.id,
        request=LookRequest.model_validate(request),
        state=event.state,
        at=look.at,
        progress=event.progress,
        problem=event.problem,
        worn=_worn(ground, job) if event.state == "done" else [],
        files=files if event.state == "done" else [],
    )


def _state(look: LookRow, job: JobRow) -> State:
    if look.cancelled and job.state != "done":
        return "cancelled"
    states: dict[str, State] = {
        "queued": "queued", "running": "running", "done": "done", "failed": "failed",
    }  # fmt: skip
    return states.get(job.state, "cancelled")


def _worn(ground: Ground, job: JobRow) -> list[Worn]:
    if job.sealed_result is None:
        return []
    told = ground.keyring.open_json(job.sealed_result, RESULT, job.key)
    return [Worn.model_validate(one) for one in told]


def _problem(ground: Ground, job: JobRow, state: State) -> Problem | None:
    if state != "failed" or job.sealed_result is None:
        return None
    return Problem.model_validate(ground.keyring.open_json(job.sealed_result, RESULT, job.key))
