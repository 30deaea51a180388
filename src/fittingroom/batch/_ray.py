"""The only door to Ray: jobs done on a cluster, by the same `do_job`.

A job travels as plain data and its files come back as bytes, so the machines need no shared disk;
they need this package. A job whose worker or whole machine is lost is begun again elsewhere.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from fittingroom.batch.job import Job, Outcome, do_job
from fittingroom.batch.local import ONE_THREAD
from fittingroom.batch.running import MOST_ATTEMPTS
from fittingroom.errors import InvalidInput, MissingDependency

_KNOCK = 5.0  # [s] a head must answer within
_AHEAD = 4  # jobs handed in for each core of the cluster, so that none waits for us


class RayRunner:
    """Does jobs on a Ray cluster.

    Args:
        address: of its head, "host:port", or "auto" for the one this machine belongs to.

    Raises:
        MissingDependency: Ray isn't installed.
        InvalidInput: no cluster answers there.
    """

    def __init__(self, address: str) -> None:
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
        try:
            import ray
        except ImportError as error:
            raise MissingDependency("ray", extra="cluster", purpose="--ray") from error
        self._ray: Any = ray
        try:
            _knock(address)
            ray.init(
                address=address,
                runtime_env={"env_vars": ONE_THREAD},
                log_to_driver=False,
                logging_level="ERROR",
            )
        except (OSError, RuntimeError, ValueError) as error:
            raise InvalidInput(
                f"no Ray cluster answers at '{address}': start one with 'ray start --head', or "
                "leave --ray out to use this machine's cores",
                field="ray",
                value=address,
            ) from error

    def outcomes(self, jobs: Sequence[Job]) -> Iterator[Outcome]:
        """Yield what becomes of every job; see `Runner`."""
        ray = self._ray
        remote = ray.remote(num_cpus=1, max_retries=0)(do_job)
        window = _AHEAD * max(1, int(ray.cluster_resources().get("CPU", 1)))
        waiting = [(job, 1) for job in reversed(jobs)]
        flying: dict[Any, tuple[Job, int]] = {}
        try:
            while waiting or flying:
                while waiting and len(flying) < window:
                    job, attempt = waiting.pop()
                    flying[remote.remote(job)] = job, attempt
                for reference in ray.wait(list(flying))[0]:
                    job, attempt = flying.pop(reference)
                    outcome = self._outcome(reference, job, attempt)
                    if outcome is None:
                        waiting.append((job, attempt + 1))
                    else:
                        yield outcome
        finally:
            for reference in flying:
                ray.cancel(reference, force=True)
            ray.shutdown()

    def _outcome(self, reference: Any, job: Job, attempt: int) -> Outcome | None:
        """What became of a job, None where its worker died and it is to be begun again."""
        lost = self._ray.exceptions
        try:
            outcome: Outcome = self._ray.get(reference)
            return replace(outcome, attempts=attempt)
        except (lost.WorkerCrashedError, lost.NodeDiedError, lost.OutOfMemoryError) as error:
            if attempt < MOST_ATTEMPTS:
                return None
            reason = f"the worker died {attempt} times ({type(error).__name__})"
            return Outcome(job.row_id, reason=reason, attempts=attempt)


def _knock(address: str) -> None:
    """Fail at once where nothing listens: Ray itself tries for two minutes, then ends the process.

    Raises:
        OSError: nothing listens at host:port.
    """
    host, colon, port = address.rpartition(":")
    if colon and port.isdigit() and "/" not in host:
        socket.create_connection((host, int(port)), timeout=_KNOCK).close()
