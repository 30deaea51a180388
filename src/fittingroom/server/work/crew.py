"""`Crew`: the worker processes, seen from the web process."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from fittingroom.batch.local import one_thread
from fittingroom.server.work.order import Order
from fittingroom.server.work.worker import STOP, work

_GRACE = 5.0  # [s] a worker that was told to end gets to do so
_PAGE = 4096  # [byte] of Linux' statm

_log = logging.getLogger(__name__)


@dataclass(eq=False, slots=True)
class Worker:
    """A process, the pipe to it and what it does now.

    Args:
        process: the process.
        pipe: our end.
        warm: whether it has said that it is ready.
        job: key of the job it makes.
        ahead: whether nobody waits for that job.
        until: when the job must be done, monotonic [s].
        stopping: whether it was asked to give up.
    """

    process: BaseProcess
    pipe: Connection
    warm: bool = False
    job: str | None = None
    ahead: bool = False
    until: float = field(default=float("inf"))
    stopping: bool = False

    @property
    def idle(self) -> bool:
        """Whether it can be given a job."""
        return self.warm and self.job is None

    def give(self, key: str, order: Order, *, ahead: bool, seconds: float) -> None:
        """Let it make an order within some seconds."""
        self.job, self.ahead, self.stopping = key, ahead, False
        self.until = time.monotonic() + seconds
        with suppress(OSError):  # it just died: whoever waits for its pipe finds out
            self.pipe.send(order)

    def stop(self) -> None:
        """Ask it to give up what it does; it listens between steps."""
        if not self.stopping:
            self.stopping, self.until = True, min(self.until, time.monotonic() + _GRACE)
            with suppress(OSError):
                self.pipe.send(STOP)

    def rest(self) -> None:
        """Note that it does nothing."""
        self.job, self.until, self.stopping = None, float("inf"), False

    def memory(self) -> int:
        """Return how much memory it holds [byte]; 0 where the system doesn't say."""
        try:
            pages = Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]
        except OSError:
            return 0
        return int(pages) * _PAGE


def hire(nice: int) -> Worker:
    """Start a worker that stands back for other processes, 0 (not) to 19."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(
        target=work, args=(theirs, nice), daemon=True, name="fittingroom-worker"
    )
    with one_thread():
        process.start()
    theirs.close()
    return Worker(process, ours)


def bury(worker: Worker) -> None:
    """Kill a worker where it still lives and let go of it."""
    worker.pipe.close()
    worker.process.kill()
    worker.process.join()
    _log.info("worker %s ended: exit code %s", worker.process.pid, worker.process.exitcode)
    worker.process.close()


def dismiss(workers: Sequence[Worker]) -> None:
    """End workers, the idle ones by closing their pipe."""
    for worker in workers:
        if worker.job is not None or not worker.warm:
            worker.process.terminate()
        worker.pipe.close()
    for worker in workers:
        worker.process.join(_GRACE)
        if worker.process.is_alive():
            worker.process.kill()
            worker.process.join()
        worker.process.close()
