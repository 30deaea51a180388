"""`LocalRunner`: worker processes on this machine, each on one core."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from fittingroom.batch.job import Job, Outcome, do_job
from fittingroom.batch.running import MOST_ATTEMPTS

ONE_THREAD = {
    f"{library}_NUM_THREADS": "1" for library in ("NUMBA", "OMP", "OPENBLAS", "MKL", "DRJIT")
}
_GRACE = 5.0  # [s] a worker that was told to end gets to do so


@dataclass(slots=True)
class _Worker:
    """A process, the pipe to it and what it does now."""

    process: BaseProcess
    pipe: Connection
    job: Job | None = None
    attempt: int = 0


class LocalRunner:
    """Does jobs in processes of this machine; a job whose process is killed is begun again.

    Args:
        workers: how many processes, each with one thread; as many as there are cores where None.
    """

    def __init__(self, workers: int | None = None) -> None:
        self._wanted = workers or len(os.sched_getaffinity(0))
        self._workers: list[_Worker] = []

    @property
    def pids(self) -> list[int]:
        """Process numbers of the workers that are busy."""
        busy = [worker.process.pid for worker in self._workers if worker.job is not None]
        return [pid for pid in busy if pid is not None]

    def outcomes(self, jobs: Sequence[Job]) -> Iterator[Outcome]:
        """Yield what becomes of every job; see `Runner`."""
        waiting = deque((job, 1) for job in jobs)
        try:
            for _ in range(min(self._wanted, len(jobs))):
                self._workers.append(_started())
            while waiting or any(worker.job for worker in self._workers):
                for worker in self._workers:
                    if worker.job is None and waiting:
                        _give(worker, *waiting.popleft())
                yield from self._ended(waiting)
        finally:
            self._stop()

    def _ended(self, waiting: deque[tuple[Job, int]]) -> Iterator[Outcome]:
        """Wait for a worker to answer or to die; put what a dead one did back in the queue."""
        busy = {worker.pipe: worker for worker in self._workers if worker.job is not None}
        for pipe in wait(list(busy)):
            worker = busy[pipe]  # type: ignore[index]
            job, attempt = worker.job, worker.attempt
            assert job is not None
            try:
                outcome = replace(worker.pipe.recv(), attempts=attempt)
                worker.job = None
            except (EOFError, OSError):
                self._replace(worker)
                if attempt < MOST_ATTEMPTS:
                    waiting.appendleft((job, attempt + 1))
                    continue
                reason = f"the worker died {attempt} times: killed, or out of memory"
                outcome = Outcome(job.row_id, reason=reason, attempts=attempt)
            yield outcome

    def _replace(self, dead: _Worker) -> None:
        dead.pipe.close()
        dead.process.join()
        self._workers[self._workers.index(dead)] = _started()

    def _stop(self) -> None:
        for worker in self._workers:
            if worker.job is not None:
                worker.process.terminate()
            worker.pipe.close()
        for worker in self._workers:
            worker.process.join(_GRACE)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
            worker.process.close()
        self._workers.clear()


def _started() -> _Worker:
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs,), daemon=True)
    with one_thread():
        process.start()
    theirs.close()
    return _Worker(process, ours)


def _give(worker: _Worker, job: Job, attempt: int) -> None:
    worker.job, worker.attempt = job, attempt
    with suppress(OSError):  # it just died: `wait` finds out
        worker.pipe.send(job)


def _work(pipe: Connection) -> None:
    """Do jobs until the other end of the pipe closes."""
    with suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            pipe.send(do_job(pipe.recv()))


@contextmanager
def one_thread() -> Iterator[None]:
    """Let processes that start inside the block use one thread in every library."""
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(ONE_THREAD)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
