"""One contract for every engine behind `Solver`, each within its own stated tolerance."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from fittingroom.body.body import Body
from fittingroom.drape.draping import drape
from fittingroom.drape.engines import ENGINES, make_solver
from fittingroom.drape.model import DrapeState, Surroundings
from fittingroom.drape.options import DrapeOptions
from fittingroom.drape.solver import StepOptions
from fittingroom.errors import UnknownName
from fittingroom.garment.catalogue import catalogue
from fittingroom.garment.cutting import cut

from .cloth import model, nowhere, rectangle, sphere
from .conftest import QUICK

GRAVITY = 9.81
# of the elongation: ours is exact up to the linear solve, Style3D in float32 with few rounds
ELONGATION = {"own": 1e-3, "newton": 2e-3}
CALM = StepOptions(linear_rounds=240, linear_tolerance=1e-5, air_damping=4.0)


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    if request.param == "newton":
        pytest.importorskip("newton", reason="newton is not installed (extra 'gpu')")
        # Warp leaves the folder it compiles in to the collector
        request.applymarker(pytest.mark.filterwarnings("ignore::ResourceWarning"))
    return str(request.param)


@pytest.mark.parametrize(("along", "modulus"), [("weft", 500.0), ("warp", 300.0)])
def test_a_hanging_strip_stretches_by_half_its_weight(
    engine: str, along: str, modulus: float
) -> None:
    length, width = 1.0, 0.1
    points, triangles = rectangle(*((length, width) if along == "weft" else (width, length)), 0.025)
    hanging, aside = (0, 1) if along == "weft" else (1, 0)
    places = np.column_stack([points[:, aside], -points[:, hanging], np.zeros(len(points))])
    cloth = model(points, triangles, stiffness=(500.0, 300.0, 125.0), density=0.2)
    top = points[:, hanging] < 1e-9
    solver, state = make_solver(engine, cloth, pinned=top), DrapeState.at_rest(places)
    for _ in range(200):
        if solver.step(state, Surroundings(nowhere()), CALM) < 1e-7:
            break
    end = points[:, hanging] > length - 1e-9
    stretch = -state.positions[end, 1].mean() - length
    exact = 0.2 * GRAVITY * length**2 / (2 * modulus)
    assert stretch == pytest.approx(exact, rel=ELONGATION[engine])
    assert np.abs(state.positions[top] - places[top]).max() < 1e-6


def test_cloth_falls_onto_a_sphere_and_stays_out(engine: str) -> None:
    """No vertex in the sphere at the end; it hangs down round it, and the sphere bears its weight.

    The offset is 2 mm and a vertex's share of the weight presses in by micrometres.
    """
    radius = 0.1
    points, triangles = rectangle(0.3, 0.3, 0.015)
    flat = points - 0.15
    places = np.column_stack([flat[:, 0], np.full(len(flat), radius + 0.005), -flat[:, 1]])
    cloth = model(points, triangles, friction=0.3)
    solver, state = make_solver(engine, cloth), DrapeState.at_rest(places)
    around = Surroundings(sphere(radius, 0.008, 0.2))
    for _ in range(90):
        solver.step(state, around, CALM)
    gap = np.linalg.norm(state.positions, axis=1) - radius
    assert gap.min() > 0.001
    assert 0.0 < state.positions[:, 1].max() - radius < 0.003
    assert state.positions[:, 1].min() < radius - 0.02
    assert (state.press > 0.0).sum() > 10
    assert np.all(gap[state.press > 0.0] < 0.0025)
    weight = cloth.mass.sum() * GRAVITY
    assert state.press @ np.maximum(state.positions[:, 1] / radius, 0.0) > 0.5 * weight


def test_without_gravity_and_contact_a_flat_cloth_rests(engine: str) -> None:
    points, triangles = rectangle(0.1, 0.1, 0.02)
    places = np.column_stack([points, np.zeros(len(points))])
    solver, state = make_solver(engine, model(points, triangles)), DrapeState.at_rest(places)
    for _ in range(5):
        solver.step(state, Surroundings(nowhere(), gravity=0.0), CALM)
    assert np.abs(state.positions - places).max() < 1e-5


def test_inertia_zero_forgets_speed(engine: str) -> None:
    points, triangles = rectangle(0.1, 0.1, 0.02)
    places = np.column_stack([points, np.zeros(len(points))])
    solver, state = make_solver(engine, model(points, triangles)), DrapeState.at_rest(places)
    falls = [
        solver.step(state, Surroundings(nowhere()), replace(CALM, inertia=0.0)) for _ in range(3)
    ]
    assert falls[0] > 1e-4
    assert falls[2] == pytest.approx(falls[0], rel=0.02)
    assert np.all(state.velocities == 0.0)


def test_a_tee_hangs_outside_the_body(engine: str, woman: Body) -> None:
    """A quarter of a second with either engine behind the whole drape."""
    tee = catalogue["classic-tee"]
    options = replace(QUICK, vertices=900, engine=engine, longest=0.25)
    worn = drape(woman, cut(tee, "M"), tee.fabrics, options=options)
    assert worn.settling.penetration <= 1e-3
    assert worn.settling.strain_mean < 0.05
    assert worn.pressure.max() > 0.0


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(UnknownName, match="newton"):
        DrapeOptions(engine="newtun")  # type: ignore[arg-type]


def test_an_unknown_device_is_refused() -> None:
    pytest.importorskip("newton", reason="newton is not installed (extra 'gpu')")
    from fittingroom.drape._newton import NewtonOptions, Style3DSolver
    from fittingroom.errors import InvalidInput

    points, triangles = rectangle(0.1, 0.1, 0.05)
    with pytest.raises(InvalidInput, match="cpu"):
        Style3DSolver(model(points, triangles), options=NewtonOptions(device="cuda:99"))


def test_without_newton_the_extra_is_named_and_stdout_stays_clean() -> None:
    code = """
import sys
import fittingroom.drape.draping
assert "newton" not in sys.modules and "warp" not in sys.modules
sys.modules["newton"] = None
from fittingroom.drape.engines import make_solver
from fittingroom.errors import MissingDependency
try:
    make_solver("newton", None)
except MissingDependency as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("the Newton engine needs")
    assert "fittingroom[gpu]" in done.stdout
    assert len(done.stdout.splitlines()) == 1
