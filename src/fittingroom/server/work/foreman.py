"""`Foreman`: a thread of the web process that gives jobs to workers and hears what they say."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import Pipe
from multiprocessing.connection import wait
from threading import Thread

from sqlalchemy.exc import SQLAlchemyError

from fittingroom.errors import FittingRoomError
from fittingroom.server.ground import Ground
from fittingroom.server.problems import problem_of
from fittingroom.server.wire.base import Problem
from fittingroom.server.wire.looks import ProgressEvent, Step
from fittingroom.server.work import queue
from fittingroom.server.work.board import Board
from fittingroom.server.work.crew import Worker, bury, dismiss, hire
from fittingroom.server.work.worker import Answer, Finished, Ready, Refused, Stopped, Told
from fittingroom.store.whole import full, is_full

MOST_ATTEMPTS = 3  # a job whose worker died this often takes too much memory, or kills it
_TICK = 0.5  # [s] between two looks at limits and at what is still wanted
_PAUSE = 2.0  # [s] after trouble with the database, or a worker that died before it was warm
_MB = 1_000_000

_log = logging.getLogger(__name__)


class Foreman:
    """Keeps workers busy.

    Args:
        ground: what the service stands on.

    Attributes:
        board: where progress is told.
        done: how many looks were made since the start, by how they ended.
    """

    def __init__(self, ground: Ground) -> None:
        self.board = Board()
        self.done: Counter[str] = Counter()
        self._ground = ground
        self._workers: list[Worker] = []
        self._shoppers: dict[str, frozenset[str]] = {}
        self._attempts: dict[str, int] = {}
        self._unwritten: dict[str, Problem] = {}
        self._unkept: dict[str, Finished] = {}
        self._ending, self._hire_after, self._check_after = False, 0.0, 0.0
        self._news = True  # since the queue was looked at
        self._ears, self._bell = Pipe(duplex=False)
        self._thread = Thread(target=self._work, name="foreman", daemon=True)

    def start(self) -> None:
        """Queue what a crash left behind and begin."""
        again = queue.put_back_all(self._ground)
        if again:
            _log.info("%d looks are begun again", again)
        self._thread.start()

    def end(self) -> None:
        """Stop the workers; what they were at is queued for the next start."""
        self._ending = True
        self.board.close()
        self.poke()
        self._thread.join()
        dismiss(self._workers)
        queue.put_back_all(self._ground)

    def poke(self) -> None:
        """Let it look at the queue now."""
        self._bell.send(None)

    @property
    def pids(self) -> list[int]:
        """Process numbers of the workers."""
        return [pid for worker in self._workers if (pid := worker.process.pid) is not None]

    @property
    def busy(self) -> list[int]:
        """Process numbers of the workers that make a look now."""
        working = [worker for worker in self._workers if worker.job is not None]
        return [pid for worker in working if (pid := worker.process.pid) is not None]

    @property
    def warm(self) -> bool:
        """Whether a look could be begun."""
        return any(worker.warm for worker in self._workers)

    def _work(self) -> None:
        while not self._ending:
            try:
                self._hire()
                self._check()
                self._assign()
                self._hear()
            except (SQLAlchemyError, OSError, FittingRoomError) as error:
                _log.warning("the foreman waits: %s", type(error).__name__, exc_info=error)
                time.sleep(_PAUSE)

    def _hire(self) -> None:
        """Start workers: one first, for what it compiles on a new machine serves the others."""
        missing = self._ground.settings.workers - len(self._workers)
        if missing <= 0 or time.monotonic() < self._hire_after:
            return
        nice = self._ground.settings.worker_nice
        count = missing if self.warm else 1 - len(self._workers)
        self._workers += [hire(nice) for _ in range(count)]

    def _check(self) -> None:
        """Twice a second: limits of workers, what nobody wants, what couldn't be written down."""
        if time.monotonic() < self._check_after:
            return
        self._check_after, self._news = time.monotonic() + _TICK, True
        for key, problem in list(self._unwritten.items()):
            queue.fail(self._ground, key, problem)
            del self._unwritten[key]
        for key, made in list(self._unkept.items()):
            del self._unkept[key]
            self._keep(key, made)
        running = queue.running(self._ground)
        for key in running - {worker.job for worker in self._workers} - set(self._unkept):
            queue.put_back(self._ground, key, counts=False)  # it ended, but the database was away
        for worker in list(self._workers):
            if worker.job is not None and worker.job not in running:
                worker.stop()
            self._hold(worker)

    def _hold(self, worker: Worker) -> None:
        """Hold a worker to its limits."""
        settings = self._ground.settings
        if time.monotonic() > worker.until:
            self._end(worker, f"it took longer than {settings.look_seconds:g} s")
        elif worker.memory() > settings.worker_memory_mb * _MB:
            self._end(worker, f"it needed more than {settings.worker_memory_mb} MB of memory")

    def _end(self, worker: Worker, why: str) -> None:
        """Kill a worker that went beyond its limits; what it was at is not tried again."""
        key, stopping = worker.job, worker.stopping
        self._replace(worker)
        if key is not None and not stopping:
            self._fail(key, _given_up(why))
        elif key is not None:
            self._back(key, counts=False)

    def _assign(self) -> None:
        if not self._news:
            return
        self._news = False
        most = max(1, self._ground.settings.workers - 1)  # one is left for another shopper
        while idle := [worker for worker in self._workers if worker.idle]:
            job = queue.claim(self._ground, self._load(), most)
            if job is None:
                return
            self._shoppers[job.key], self._attempts[job.key] = job.shoppers, job.attempt
            seconds = self._ground.settings.look_seconds
            idle[0].give(job.key, job.order, ahead=job.ahead, seconds=seconds)
            self.board.tell(job.key, ProgressEvent(state="running"))
        ahead = [worker for worker in self._workers if worker.job is not None and worker.ahead]
        if not ahead or any(worker.stopping for worker in self._workers):
            return
        if queue.someone_waits(self._ground, self._load(real=True), most):
            ahead[0].stop()

    def _load(self, *, real: bool = False) -> Counter[str]:
        """Count the jobs at work by shopper; only those somebody waits for where `real`."""
        keys = [one.job for one in self._workers if one.job and not (real and one.ahead)]
        return Counter(who for key in keys for who in self._shoppers.get(key, ()))

    def _hear(self) -> None:
        pipes = {worker.pipe: worker for worker in self._workers}
        for pipe in wait([self._ears, *pipes], timeout=_TICK):
            if pipe is self._ears:
                while self._ears.poll():
                    self._ears.recv()
                self._news = True
                continue
            worker = pipes[pipe]  # type: ignore[index]
            try:
                said: Answer = worker.pipe.recv()
            except (EOFError, OSError):
                self._died(worker)
            else:
                self._take(worker, said)

    def _take(self, worker: Worker, said: Answer) -> None:
        """Take what a worker says."""
        if isinstance(said, Ready):
            worker.warm = self._news = True
            return
        key = worker.job
        if key is None:
            return
        if isinstance(said, Told):
            step = Step(step=said.step, done=round(said.done, 3))
            if not worker.stopping:
                self.board.tell(key, ProgressEvent(state="running", progress=step))
            return
        worker.rest()
        self._news = True
        if isinstance(said, Finished):
            self._keep(key, said)
        elif isinstance(said, Refused):
            self._fail(key, Problem.model_validate(said.problem))
        elif isinstance(said, Stopped):
            self._back(key, counts=False)

    def _keep(self, key: str, made: Finished) -> None:
        try:
            kept = queue.finish(self._ground, key, made.files, made.worn)
        except FittingRoomError as error:
            self._fail(key, problem_of(error))
        except (SQLAlchemyError, OSError) as error:
            if is_full(error):
                self._fail(key, problem_of(full()))
            else:  # the database is away or busy: it is kept at the next look round
                _log.warning("a look waits to be kept: %s", type(error).__name__)
                self._unkept[key] = made
        else:
            self._tell_end(key, ProgressEvent(state="done" if kept else "cancelled"))

    def _fail(self, key: str, problem: Problem) -> None:
        _log.warning("a look failed: %s", problem.type)
        try:
            queue.fail(self._ground, key, problem)
        except SQLAlchemyError:  # the disk is full: it is written down as soon as that can be
            self._unwritten[key] = problem
        self._tell_end(key, ProgressEvent(state="failed", problem=problem))

    def _back(self, key: str, *, counts: bool) -> None:
        queue.put_back(self._ground, key, counts=counts)
        self.board.tell(key, ProgressEvent(state="queued"))
        self._forget(key)

    def _died(self, worker: Worker) -> None:
        key, attempt = worker.job, self._attempts.get(worker.job or "", 0)
        _log.warning("a worker died%s", "" if key is None else f" at attempt {attempt} of a look")
        self._replace(worker)
        if key is None:
            return
        if attempt < MOST_ATTEMPTS:
            self.done["retried"] += 1
            self._back(key, counts=True)
        else:
            self._fail(key, _given_up(f"its worker died {attempt} times"))

    def _replace(self, worker: Worker) -> None:
        self._news = True
        if not worker.warm:
            self._hire_after = time.monotonic() + _PAUSE
        self._workers.remove(worker)
        bury(worker)

    def _tell_end(self, key: str, event: ProgressEvent) -> None:
        self.done[event.state] += 1
        self.board.tell(key, event)
        self._forget(key)

    def _forget(self, key: str) -> None:
        if key not in self._unwritten:
            self.board.forget(key)
        self._shoppers.pop(key, None)
        self._attempts.pop(key, None)


@contextmanager
def working(ground: Ground) -> Iterator[Foreman]:
    """Let a foreman and workers work inside the block."""
    foreman = Foreman(ground)
    foreman.start()
    try:
        yield foreman
    finally:
        foreman.end()


def _given_up(why: str) -> Problem:
    return Problem(
        type="urn:fittingroom:LookGivenUp",
        title="LookGivenUp",
        status=500,
        detail=f"this look was given up, {why}: ask again, or try another size or pose",
    )
