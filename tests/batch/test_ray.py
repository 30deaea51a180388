"""Batches on a Ray cluster of two nodes, a worker killed in the middle."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest

from fittingroom.batch.job import Job
from fittingroom.batch.running import drape_batch_steps
from fittingroom.cli.app import run
from fittingroom.errors import InvalidInput
from fittingroom.progress import finish

WOMAN = {"sex": "female", "height_cm": 168, "weight_kg": 62}
TEE = Job("tee", WOMAN, "classic-tee", "M", vertices=500)
BAD = Job("bad", WOMAN | {"height_cm": 1}, "classic-tee", "M", vertices=500)
# Ray itself warns of its own coming changes and leaves sockets to the collector
pytestmark = pytest.mark.filterwarnings("default")


@pytest.fixture(autouse=True)
def swept() -> Iterator[None]:
    """Leave none of Ray's garbage to tests in which a warning is an error."""
    yield
    gc.collect()


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    pytest.importorskip("ray", reason="ray is not installed (extra 'cluster')")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        from ray.cluster_utils import Cluster

        node = {"num_cpus": 1, "object_store_memory": 100 * 2**20}
        nodes = Cluster(initialize_head=True, head_node_args=node | {"include_dashboard": False})
        nodes.add_node(**node)
        yield nodes
        nodes.shutdown()


def kill_a_busy_worker(killed: threading.Event) -> None:
    """Kill the first worker that is at a job; Ray names a worker after what it does."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and not killed.is_set():
        for process in psutil.process_iter(["cmdline"]):
            line = process.info["cmdline"] or [""]
            if line[0].startswith("ray::do_job"):
                process.kill()
                killed.set()
                break
        else:
            time.sleep(0.02)


def test_a_killed_worker_loses_nothing(cluster: Any, tmp_path: Path) -> None:
    from fittingroom.batch._ray import RayRunner

    killed = threading.Event()
    killer = threading.Thread(target=kill_a_busy_worker, args=[killed])
    killer.start()
    jobs = [replace(TEE, row_id="long"), BAD]
    try:
        summary = finish(drape_batch_steps(jobs, tmp_path, RayRunner(cluster.address)))
        assert killed.is_set()
    finally:
        killed.set()
        killer.join()
    assert (summary.done, summary.failed, summary.retried) == (1, 1, 1)
    assert json.loads((tmp_path / "long" / "fit.json").read_text())["size"] == "M"


def test_the_command_uses_the_cluster(
    cluster: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "ann.json").write_text(json.dumps(WOMAN))
    rows = "".join(f"{size},ann.json,classic-tee,{size},500\n" for size in "SM")
    (tmp_path / "plan.csv").write_text("id,person,garment,size,vertices\n" + rows)
    command = ["drape-batch", "--plan", str(tmp_path / "plan.csv"), "--json"]
    assert run([*command, "--out", str(tmp_path / "out"), "--ray", cluster.address]) == 0
    summary = json.loads(capsys.readouterr().out)
    assert (summary["done"], summary["failed"]) == (2, 0)
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"S", "M", "results.csv"}


@pytest.mark.parametrize("address", ["127.0.0.1:1", "nonsense"])
def test_no_cluster_is_refused_at_once(address: str) -> None:
    pytest.importorskip("ray", reason="ray is not installed (extra 'cluster')")
    from fittingroom.batch._ray import RayRunner

    with pytest.raises(InvalidInput, match="no Ray cluster answers"):
        RayRunner(address)


def test_without_ray_the_extra_is_named() -> None:
    code = """
import sys
sys.modules["ray"] = None
from fittingroom.batch._ray import RayRunner
from fittingroom.errors import MissingDependency
try:
    RayRunner("auto")
except MissingDependency as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "fittingroom[cluster]" in done.stdout
