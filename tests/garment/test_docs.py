"""The generated reference says what the code does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from fittingroom.garment.styles import STYLES

ROOT = Path(__file__).resolve().parents[2]


def test_reference_is_fresh() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "garment_tables.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_parameter_is_typed_and_explained() -> None:
    for style in STYLES.values():
        for parameter in style.parameters:
            assert parameter.low <= parameter.value <= parameter.high, parameter.name
            assert 0 < parameter.step <= parameter.high - parameter.low
            assert parameter.meaning.endswith(".")
