"""What a row of a batch costs in one process, in worker processes and on a Ray cluster.

python benchmarks/batch.py [rows per worker]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable

from fittingroom.batch.job import Job, Outcome, do_job
from fittingroom.batch.local import LocalRunner

PERSONS = (
    {"sex": "female", "height_cm": 168, "weight_kg": 62},
    {"sex": "male", "height_cm": 180, "weight_kg": 80},
)
VERTICES = 3000
WORKERS = 2


def jobs(count: int) -> list[Job]:
    """Rows of two persons in three sizes, in turns."""
    return [
        Job(f"{n}", PERSONS[n % 2], "classic-tee", "SML"[n // 2 % 3], vertices=VERTICES)
        for n in range(count)
    ]


def timed(name: str, count: int, work: Callable[[list[Job]], Iterable[Outcome]]) -> None:
    """Print processor and wall time of a row."""
    began = time.perf_counter()
    ended = list(work(jobs(count)))
    wall = time.perf_counter() - began
    failed = [outcome.reason for outcome in ended if outcome.reason]
    assert not failed, failed
    spent = sum(outcome.cpu_seconds for outcome in ended)
    print(f"{name:24} {count:3} rows: {spent / count:5.2f} s of CPU, {wall / count:5.2f} s a row")


def main() -> None:
    """Compare at the same number of rows for each worker."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 4
    timed("one process, no workers", rows, lambda these: map(do_job, these))
    timed("one worker", rows, LocalRunner(1).outcomes)
    timed(f"{WORKERS} workers", WORKERS * rows, LocalRunner(WORKERS).outcomes)
    try:
        from ray.cluster_utils import Cluster
    except ImportError:
        print("ray is not installed: no cluster measured")
        return
    from fittingroom.batch._ray import RayRunner

    node = {"num_cpus": 1, "object_store_memory": 100 * 2**20}
    cluster = Cluster(initialize_head=True, head_node_args=node | {"include_dashboard": False})
    for _ in range(WORKERS - 1):
        cluster.add_node(**node)
    timed(f"Ray, {WORKERS} nodes", WORKERS * rows, RayRunner(cluster.address).outcomes)
    cluster.shutdown()


if __name__ == "__main__":
    main()
