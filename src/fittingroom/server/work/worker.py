"""A worker: a process that makes one look after the other and tells how far it is.

It knows no key, no database and no folder: an order comes through the pipe, files go back.
"""

from __future__ import annotations

import gc
import logging
import os
import time
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from fittingroom.errors import FittingRoomError
from fittingroom.progress import Progress, Work
from fittingroom.server.work.order import Item, Order

_TELL_EVERY = 0.1  # [s] between two reports of the same step
_TINY = 500  # vertices of the drape that warms a worker up
_COMPILED = 20.0  # [s] longer than loading takes, shorter than compiling
_PATIENCE = 3600.0  # [s] compiling may take
_NOBODY = {"sex": "female", "height_cm": 168}

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ready:
    """A worker is warm."""


@dataclass(frozen=True, slots=True)
class Told:
    """How far the work is."""

    step: str
    done: float


@dataclass(frozen=True, slots=True)
class Finished:
    """The look is made: files by name, and what is told of each garment."""

    files: dict[str, bytes]
    worn: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Refused:
    """The look can't be made; `problem` is RFC 9457's."""

    problem: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Stopped:
    """The work was given up as asked."""


class _GivenUp(Exception):
    """The other end of the pipe asked to stop."""


STOP = "stop"
Answer = Ready | Told | Finished | Refused | Stopped


def work(pipe: Connection, nice: int) -> None:
    """Warm up, then make looks until the other end of the pipe closes.

    Args:
        pipe: to the foreman.
        nice: how far it stands back for other processes, 0 to 19.
    """
    from fittingroom.server.work.making import LookMaker

    os.nice(nice)
    with suppress(EOFError, OSError, KeyboardInterrupt):
        _warm_up(LookMaker(_PATIENCE))
        pipe.send(Ready())
        maker = LookMaker()
        while True:
            order = pipe.recv()
            if order != STOP:  # a stop may come when the work has just ended
                pipe.send(_answer(maker, order, pipe))


def _answer(maker: Any, order: Order, pipe: Connection) -> Answer:
    try:
        made = _told(maker.make_steps(order), pipe)
    except _GivenUp:
        return Stopped()
    except FittingRoomError as error:
        return Refused(error.as_problem() | {"status": 422})
    except (EOFError, OSError):
        raise
    except Exception as error:  # noqa: BLE001 one look's crash must not end the worker
        # the traceback's text could hold measurements: only its kind and place are told
        place = _place(error)
        _log.error("a look failed: %s at %s", type(error).__name__, place)
        return Refused(_our_fault(f"{type(error).__name__} at {place}"))
    return Finished(dict(made.files), made.worn)


def _told(steps: Work[Any], pipe: Connection) -> Any:
    """Run work to its end, telling its progress and listening for a stop."""
    said, when = "", 0.0
    while True:
        try:
            report = next(steps)
        except StopIteration as end:
            return end.value
        if pipe.poll():
            pipe.recv()
            steps.close()
            raise _GivenUp
        now = time.monotonic()
        if report.step != said or now - when > _TELL_EVERY:
            said, when = report.step, now
            pipe.send(Told(report.step, report.done))


def _place(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return "?" if trace is None else f"{trace.tb_frame.f_globals['__name__']}:{trace.tb_lineno}"


def _our_fault(cause: str) -> dict[str, Any]:
    return {
        "type": "urn:fittingroom:OurFault",
        "title": "OurFault",
        "status": 500,
        "detail": f"this look could not be made, and it is our fault ({cause}): try another size",
    }


def _warm_up(maker: Any) -> None:
    """Load what every look needs, compiled loops too, with a tiny drape of nobody.

    Where that took long the loops were compiled, on a new machine: then what only outfits and
    movements need is compiled too, or the first shopper's would run out of time.
    """
    began = time.monotonic()
    tee = Item({"ref": "classic-tee"}, "M", "single-jersey")
    _drain(maker.make_steps(Order(_NOBODY, (tee,), "a", None, (), _TINY)))
    if time.monotonic() - began > _COMPILED:
        skirt = Item({"ref": "a-line-skirt"}, "M", "denim")
        _drain(maker.make_steps(Order(_NOBODY, (tee, skirt), "standing", None, (), _TINY)))
        _drain(maker.make_steps(Order(_NOBODY, (skirt,), "a", "walk", (), _TINY)))
    gc.collect()
    gc.freeze()  # what is loaded now stays: later collections needn't look at it


def _drain(steps: Work[Any]) -> None:
    for report in steps:
        assert isinstance(report, Progress)
