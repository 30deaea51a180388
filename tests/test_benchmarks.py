"""The drape's benchmark runs and says what others read from it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[1] / "benchmarks" / "drape.py"
FLAGS = ("--vertices", "400", "--repeats", "1", "--no-peer", "--no-processes", "--json")


def test_the_drape_benchmark_ends_with_its_line() -> None:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), *FLAGS], capture_output=True, text=True, check=True
    )
    told = json.loads(done.stdout.splitlines()[-1])
    assert 300 < told["vertices"] < 500
    assert 0 < told["ours_seconds"] < told["ours_total_seconds"]
    assert told["peer_seconds"] is None
    assert told["ratio"] is None
    assert told["rms_mm"] > 0
    assert told["penetration_mm"] < 1
    assert told["strain_p99_pct"] > 0
