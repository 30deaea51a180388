"""Cloth whose tension is a measured curve of its strain."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fittingroom.body.body import Body
from fittingroom.drape.draping import drape
from fittingroom.drape.hanging import hang
from fittingroom.drape.model import DrapeState, Surroundings, model_of_fabrics
from fittingroom.drape.relaxing import RestOptions
from fittingroom.drape.solver import NewtonSolver
from fittingroom.drape.swatch import Swatch
from fittingroom.errors import FabricError
from fittingroom.garment.catalogue import catalogue
from fittingroom.garment.cutting import cut
from fittingroom.garment.fabric import Curve
from fittingroom.garment.fabrics import fabric_of

from .cloth import nowhere, rectangle
from .conftest import QUICK
from .patterns import JERSEY

BODICE = ("front", "back")

# soft, then stiff as elastane cloth is; and the other way about
STIFFENING: Curve = ((0.1, 10.0), (0.3, 50.0), (0.5, 150.0))
SOFTENING: Curve = ((0.05, 40.0), (0.3, 60.0))


@pytest.mark.parametrize("curve", [STIFFENING, SOFTENING])
@pytest.mark.parametrize("grain", [0.0, np.pi / 2])
@pytest.mark.parametrize("tension", [5.0, 30.0, 55.0, 200.0])
def test_a_pulled_strip_stretches_as_measured(curve: Curve, grain: float, tension: float) -> None:
    """The strain is the curve's, read backwards, on every piece of it and beyond the last."""
    elastic = replace(JERSEY, curve_warp=curve, curve_weft=curve)
    strip = Swatch(
        elastic,
        length=0.2,
        spacing=0.05,
        grain=grain,
        gravity=0.0,
        clamped=("middle",),
        pull={"top": (0, tension, 0), "bottom": (0, -tension, 0)},
    )
    hung = hang(strip, options=RestOptions(residual=1e-7))
    (low, start), (high, end) = curve[-2:]
    beyond = high + (tension - end) * (high - low) / (end - start)
    points = np.array([(0.0, 0.0), *curve])
    wanted = beyond if tension > end else np.interp(tension, points[:, 1], points[:, 0])
    assert hung.strain[:, 0 if grain == 0.0 else 1] == pytest.approx(wanted, abs=1e-5)


@pytest.mark.parametrize("name", ["stretch-rib", "swim-knit"])
@pytest.mark.parametrize("grain", [0.0, np.pi / 2])
@pytest.mark.parametrize("strain", [0.02, 0.06, 0.15, 0.2])
def test_elastane_of_the_library_follows_its_measured_curve(
    name: str, grain: float, strain: float
) -> None:
    """Between the measured points and beyond the last, wale and course, to 1e-5 strain."""
    fabric = fabric_of(name)
    strains, tensions = np.array(
        [(0.0, 0.0), *(fabric.curve_weft if grain else fabric.curve_warp)]
    ).T
    piece = min(int(np.searchsorted(strains, strain)), len(strains) - 1)
    slope = (tensions[piece] - tensions[piece - 1]) / (strains[piece] - strains[piece - 1])
    tension = tensions[piece] + slope * (strain - strains[piece])
    strip = Swatch(
        fabric,
        length=0.2,
        spacing=0.05,
        grain=grain,
        gravity=0.0,
        clamped=("middle",),
        pull={"top": (0, tension, 0), "bottom": (0, -tension, 0)},
    )
    hung = hang(strip, options=RestOptions(residual=1e-7))
    assert hung.strain[:, 1 if grain else 0] == pytest.approx(strain, abs=1e-5)


def test_a_tee_with_elastane_is_worn_stretched(woman: Body) -> None:
    """Size S of the fitted tee gives way round the body by a tenth and comes to rest."""
    tee = catalogue["fitted-rib-tee"]
    fabric = fabric_of("stretch-rib")
    cloths = dict.fromkeys(tee.fabrics, fabric)
    worn = drape(woman, cut(tee, "S"), cloths, options=QUICK)
    assert worn.settling.settled
    assert worn.settling.penetration <= 1e-3
    body = np.isin(worn.panel, [n for n, p in enumerate(worn.pattern.panels) if p.name in BODICE])
    assert 0.05 < np.quantile(worn.strain[body, 1], 0.8) < fabric.stretch_limit
    assert worn.pressure.max() > 200


def test_a_straight_curve_is_a_plain_fabric() -> None:
    straight = replace(JERSEY, curve_warp=((0.1, 60.0),), curve_weft=((0.2, 60.0), (0.3, 90.0)))
    strips = [Swatch(fabric, length=0.4, spacing=0.04) for fabric in (JERSEY, straight)]
    plain, curved = (hang(strip, options=RestOptions(residual=1e-8)) for strip in strips)
    assert curved.vertices == pytest.approx(plain.vertices, abs=1e-7)
    assert curved.energy == pytest.approx(plain.energy, rel=1e-6)


def test_only_the_thread_with_a_curve_follows_it() -> None:
    half = replace(JERSEY, curve_warp=STIFFENING)
    along, across = (
        hang(Swatch(half, length=0.5, spacing=0.05, grain=grain)) for grain in (0.0, np.pi / 2)
    )
    weight = JERSEY.areal_density * 9.81 * 0.5
    assert along.strain[:, 0].max() == pytest.approx(weight / 100, rel=0.2)
    assert across.strain[:, 1].max() == pytest.approx(weight / JERSEY.stretch_weft, rel=0.2)


def test_forces_are_the_gradient_of_the_curves_energy() -> None:
    """Central differences at strains on several pieces, within 1e-6 of the largest force."""
    points, triangles = rectangle(0.08, 0.06, 0.02)
    elastic = replace(JERSEY, curve_warp=STIFFENING, curve_weft=SOFTENING)
    cloth = model_of_fabrics(triangles, points[triangles], [elastic], np.zeros(len(triangles), int))
    noise = np.random.default_rng(7).normal(0, 0.003, (len(points), 3))
    places = 1.2 * np.column_stack([points, np.zeros(len(points))]) + noise
    solver, quiet = NewtonSolver(cloth), Surroundings(nowhere(), gravity=0.0)
    force = solver.forces(DrapeState.at_rest(places), quiet)[0]
    step, slope = 1e-7, np.zeros_like(places)
    for index in np.ndindex(*places.shape):
        energies = []
        for sign in (1, -1):
            moved = places.copy()
            moved[index] += sign * step
            energies.append(solver.forces(DrapeState.at_rest(moved), quiet)[1])
        slope[index] = (energies[0] - energies[1]) / (2 * step)
    assert np.abs(force + slope).max() < 1e-6 * np.abs(force).max()


@pytest.mark.parametrize(
    "curve",
    [
        ((0.0, 0.0), (0.1, 5.0)),
        ((0.1, 5.0), (0.2, 5.0)),
        ((0.1, 5.0), (0.1, 6.0)),
        ((-0.1, -5.0),),
        ((0.1, float("nan")),),
        ((10.0, 50.0),),
    ],
)
def test_a_curve_that_does_not_rise_is_refused(curve: Curve) -> None:
    with pytest.raises(FabricError, match="curve_weft") as refusal:
        replace(JERSEY, curve_weft=curve)
    assert refusal.value.field == "curve_weft"
