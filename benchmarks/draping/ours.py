"""Our engine on the case: seconds by stage, distance to its own long run, memory, start-up."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from draping.case import Case, apart_mm, quality, tee_case
from fittingroom.drape.colliding import Layers
from fittingroom.drape.drape import Drape
from fittingroom.drape.draping import drape, drape_steps
from fittingroom.drape.levels import cut_levels
from fittingroom.drape.meshing import mesh_pattern
from fittingroom.drape.model import DrapeState, Surroundings
from fittingroom.drape.options import DrapeOptions
from fittingroom.drape.solver import NewtonSolver, StepOptions
from fittingroom.geometry.distance import MeshDistance

TIMES = ("total_s", "total_wall_s", "put_on_s", "field_s", "solve_s", "solve_wall_s", "finish_s")
PUT_ON = 0.4  # share of a drape's progress at which the garment is put on
MARGIN = 0.15  # [m] of the body's field round the garment
LONG_RUN = 10.0  # [s] of the cloth's time
LONG_STEP = StepOptions(linear_rounds=600, linear_tolerance=1e-3, air_damping=4.0)


def measure(case: Case, vertices: int, repeats: int, *, long_run: bool) -> dict[str, object]:
    """Drape several times; seconds are process time, median and spread, wall time beside."""
    set_up = meshing(case, vertices)
    runs = [timed(case, vertices) for _ in range(repeats)]
    worn = runs[0][0]
    row: dict[str, object] = {"vertices": len(worn.vertices), "settled": worn.settling.settled}
    for name in TIMES:
        seconds = [times[name] for _, times in runs]
        row[name] = round(float(np.median(seconds)), 3)
        row[f"{name}_spread"] = [round(min(seconds), 3), round(max(seconds), 3)]
    row["set_up_s"] = round(set_up, 3)
    mesh = mesh_pattern(case.pattern, vertices=vertices)
    row |= quality(case, mesh, worn.vertices)
    if long_run:
        row["rms_mm"] = apart_mm(worn.vertices, carried_on(case, worn, vertices))
    return row


def meshing(case: Case, vertices: int) -> float:
    """Return the seconds of what is worked out once for a garment, whoever it is hung on."""
    began = time.process_time()
    _, level = cut_levels(case.pattern, coarse=DrapeOptions().coarse_vertices, fine=vertices)
    level.coarse(level.model(case.fabrics))
    return time.process_time() - began


def timed(case: Case, vertices: int) -> tuple[Drape, dict[str, float]]:
    """Return a drape and the process seconds of its parts: the garment's own set-up is known.

    `put_on_s` ends with the garment round the body, `field_s` with the distance to the body,
    `solve_s` with the last step; `finish_s` clears and measures.
    """
    options = DrapeOptions(vertices=vertices, seconds=900)
    steps = drape_steps(case.body, case.pattern, case.fabrics, options=options)
    marks = [(0.0, time.process_time(), time.perf_counter())]
    while True:
        try:
            done = next(steps).done
        except StopIteration as end:
            worn: Drape = end.value
            break
        if done < 1.0:
            marks.append((done, time.process_time(), time.perf_counter()))
    marks.append((1.0, time.process_time(), time.perf_counter()))
    worn_at, ready_at = (n for n, (done, *_) in enumerate(marks) if abs(done - PUT_ON) < 1e-9)
    parts = {
        "total": (0, -1),
        "put_on": (0, worn_at),
        "field": (worn_at, ready_at),
        "solve": (ready_at, -2),
        "finish": (-2, -1),
    }
    seconds = {f"{name}_s": marks[b][1] - marks[a][1] for name, (a, b) in parts.items()}
    return worn, seconds | {
        f"{name}_wall_s": marks[b][2] - marks[a][2]
        for name, (a, b) in parts.items()
        if name in ("total", "solve")
    }


def carried_on(case: Case, worn: Drape, vertices: int) -> np.ndarray:
    """Run the same cloth on by ten seconds of its time, each step solved fifty times as well."""
    coarse = DrapeOptions().coarse_vertices
    _, level = cut_levels(case.pattern, coarse=coarse, fine=vertices)
    model = level.model(case.fabrics)
    low, high = worn.vertices.min(axis=0) - MARGIN, worn.vertices.max(axis=0) + MARGIN
    field = MeshDistance(case.body.mesh).field(low, high, DrapeOptions().cell).with_floor()
    state = DrapeState.at_rest(worn.vertices)
    solver = NewtonSolver(model, coarse=level.coarse(model), layers=Layers(model))
    for _ in range(round(LONG_RUN / LONG_STEP.duration)):
        solver.step(state, Surroundings(field), LONG_STEP)
    return state.positions


def processes(vertices: int) -> dict[str, object]:
    """Seconds and memory of whole processes: one that never compiled anything, one that has."""
    with tempfile.TemporaryDirectory() as cache:
        cold, warm = (_process(vertices, cache) for _ in range(2))
    return {
        "cold_process_s": cold["seconds"],
        "warm_process_s": warm["seconds"],
        "drape_in_warm_process_s": warm["drape_seconds"],
        "memory_mb": warm["memory_mb"],
    }


def _process(vertices: int, cache: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, str(Path(__file__).parents[1] / "drape.py"), "--once", str(vertices)],
        env=os.environ | {"NUMBA_CACHE_DIR": cache},
        capture_output=True,
        text=True,
        check=True,
    )
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told


def once(vertices: int) -> None:
    """Drape once and print what this process took."""
    case = tee_case()
    began = time.process_time()
    drape(case.body, case.pattern, case.fabrics, options=DrapeOptions(vertices=vertices))
    usage = resource.getrusage(resource.RUSAGE_SELF)
    told = {
        "seconds": round(usage.ru_utime + usage.ru_stime, 2),
        "drape_seconds": round(time.process_time() - began, 2),
        "memory_mb": round(_most_memory() / 1024),
    }
    print(json.dumps(told))


def _most_memory() -> int:
    """Most memory of this process [kB]; `getrusage` counts its parent's at the start too."""
    status = Path("/proc/self/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))
