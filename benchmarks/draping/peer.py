"""Newton's Style3D on the same case, in its own environment and process."""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path

import numpy as np

from draping.case import Case, apart_mm, quality, save_case

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".venv-peers" / "bin" / "python"
SCRIPT = ROOT / "benchmarks" / "peers" / "newton_style3d.py"


def installed() -> bool:
    """Tell whether the peers' environment is there (`make peers`)."""
    return PYTHON.is_file()


def run(case_file: Path, *flags: str) -> tuple[dict[str, object], dict[str, np.ndarray]]:
    """Run a saved case; return what it told and its arrays."""
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "result.npz"
        done = subprocess.run(
            [str(PYTHON), str(SCRIPT), str(case_file), str(result), *flags],
            capture_output=True,
            text=True,
            check=True,
        )
        told: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
        return told, dict(np.load(result))


def measure(
    case: Case, vertices: int, substeps: int, rounds: int, repeats: int, *, beyond: float
) -> dict[str, object]:
    """Drape the case from where our engine has put it on; median seconds of `repeats`."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "case.npz"
        mesh = save_case(case, vertices, file)
        flags = (f"--substeps={substeps}", f"--rounds={rounds}")
        told, arrays = run(file, *flags, f"--beyond={beyond}")
        seconds = [float(str(told["seconds"]))]
        seconds += [float(str(run(file, *flags)[0]["seconds"])) for _ in range(repeats - 1)]
    row: dict[str, object] = {
        "solver": f"Style3D {substeps} x {rounds}",
        "vertices": mesh.vertex_count,
        "settled": told["settled"],
        "frames": told["frames"],
        "solve_s": round(float(np.median(seconds)), 2),
        "solve_s_spread": [min(seconds), max(seconds)],
        "set_up_s": told["setup_seconds"],
    }
    row |= quality(case, mesh, arrays["positions"])
    if beyond:
        row["rms_mm"] = apart_mm(arrays["positions"], arrays["later"])
    return row
