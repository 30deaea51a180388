"""Every script and benchmark loads: none asks for what the package no longer has."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SCRIPTS = sorted([*ROOT.glob("scripts/*.py"), *ROOT.glob("benchmarks/*.py")])
LOAD = """
import runpy, sys
from pathlib import Path
for path in map(Path, sys.argv[1:]):
    sys.path.insert(0, str(path.parent))
    runpy.run_path(str(path), run_name="loaded")
"""


@pytest.mark.parametrize("folder", ["scripts", "benchmarks"])
def test_they_load(folder: str) -> None:
    paths = [str(path) for path in SCRIPTS if path.parent.name == folder]
    assert len(paths) > 5
    done = subprocess.run(
        [sys.executable, "-c", LOAD, *paths], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
