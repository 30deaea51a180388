"""Server-sent events of one look; a look that its last watcher leaves is given up."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from fittingroom.server.ground import Ground
from fittingroom.server.wire.looks import ProgressEvent
from fittingroom.server.work import queue
from fittingroom.server.work.foreman import Foreman
from fittingroom.server.work.telling import event_of
from fittingroom.store.tables import JobRow, LookRow

GRACE = 10.0  # [s] a page that comes back within it finds its look still on the way
_BEAT = 15.0  # [s] between signs of life, so that nothing between closes the stream
_GLANCE = 1.0  # [s] between two looks at whether the watcher is still there
_ENDS = ("done", "failed", "cancelled")

_log = logging.getLogger(__name__)
_leaving: set[asyncio.Task[None]] = set()  # tasks that nobody else holds


async def events(
    ground: Ground, foreman: Foreman, look_id: str, is_gone: Callable[[], Awaitable[bool]]
) -> AsyncIterator[str]:
    """Yield the events of a look as text, its state first, until it ends or the watcher goes."""
    key, ahead, first = await run_in_threadpool(_now, ground, foreman, look_id)
    arrivals, leave = foreman.board.watch(key)
    ended = False
    try:
        # what was told between the first look at the row and the watch is in the row by now
        _, ahead, first = await run_in_threadpool(_now, ground, foreman, look_id)
        yield _text(first)
        ended = first.state in _ENDS
        quiet = 0.0
        while not ended:
            try:
                event = await asyncio.wait_for(arrivals.get(), _GLANCE)
            except TimeoutError:
                quiet += _GLANCE
                if await is_gone():
                    return
                if quiet >= _BEAT:
                    quiet = 0.0
                    yield ": still here\n\n"
                continue
            if event is None:  # the service ends: it goes on after the next start
                ended = True
                return
            if event.state == "cancelled":  # or asked for again since: the row knows
                *_, told = await run_in_threadpool(_now, ground, foreman, look_id)
            else:
                told = event
            ended, quiet = told.state in _ENDS, 0.0
            yield _text(told)
    finally:
        if leave() == 0 and not ended:
            _later(_give_up(ground, foreman, look_id, key, 1.0 if ahead else GRACE))


def _now(ground: Ground, foreman: Foreman, look_id: str) -> tuple[str, bool, ProgressEvent]:
    with ground.database.read() as session:
        look = session.get(LookRow, look_id)
        job = None if look is None else session.get(JobRow, look.job_key)
        if look is None or job is None:  # erased meanwhile
            return "", False, ProgressEvent(state="cancelled")
        return job.key, job.ahead, event_of(ground, foreman.board, look, job)


async def _give_up(ground: Ground, foreman: Foreman, look_id: str, key: str, after: float) -> None:
    await asyncio.sleep(after)
    if foreman.board.watched(key):
        return
    try:
        stopped = await run_in_threadpool(queue.give_up, ground, look_id)
    except SQLAlchemyError as error:  # it is made then; nobody is harmed
        _log.warning("a look couldn't be given up: %s", type(error).__name__)
        return
    if stopped is not None:
        foreman.poke()


def _later(work: Awaitable[None]) -> None:
    task = asyncio.ensure_future(work)
    _leaving.add(task)
    task.add_done_callback(_leaving.discard)


def _text(event: ProgressEvent) -> str:
    return f"data: {event.model_dump_json()}\n\n"
