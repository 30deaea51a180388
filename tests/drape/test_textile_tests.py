"""The named tests of cloth: bending length and drape coefficient."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fittingroom.drape.bending_length import bending_length
from fittingroom.drape.drape_coefficient import drape_coefficient, fold_count, shadow_area
from fittingroom.errors import InvalidInput
from fittingroom.garment.fabrics import fabric_names, fabric_of

from .patterns import JERSEY


@pytest.mark.parametrize("name", ["single-jersey", "denim"])
@pytest.mark.parametrize("along", ["warp", "weft"])
def test_the_cantilever_test_reads_the_rigidity_back(name: str, along: str) -> None:
    """Within 5 % (measured 1 %): the standard's half is 0.4 % off the elastica's, cubed."""
    fabric = fabric_of(name)
    read = bending_length(fabric, along=along)  # type: ignore[arg-type]
    assert read.rigidity == pytest.approx(getattr(fabric, f"bending_{along}"), rel=0.05)


def test_a_shadow_counts_what_overlaps_once() -> None:
    """Two triangles of a square and one more on top of them: one square, to a pixel's rim."""
    points = np.array([[0, 0], [0.1, 0], [0.1, 0.1], [0, 0.1], [0.05, 0.09]])
    triangles = np.array([[0, 1, 2], [0, 2, 3], [1, 4, 0]])
    assert shadow_area(points, triangles) == pytest.approx(0.01, rel=0.01)


def test_folds_are_counted_round_the_rim() -> None:
    angle = np.linspace(0, 2 * np.pi, 200, endpoint=False)
    assert fold_count(0.12 + 0.02 * np.cos(6 * angle) + 0.001 * np.cos(31 * angle)) == 6


def test_a_board_shadows_its_whole_ring_and_silk_little_of_it() -> None:
    """The limits: 1 where nothing bends, under 0.3 where bending costs nothing, at 15 mm."""
    board = replace(JERSEY, bending_warp=0.5, bending_weft=0.5)
    assert drape_coefficient(board, spacing=0.015, folds=(5,)).coefficient == pytest.approx(
        1.0, abs=0.01
    )
    limp = replace(JERSEY, bending_warp=1e-7, bending_weft=1e-7)
    assert drape_coefficient(limp, spacing=0.015, folds=(9,)).coefficient < 0.3


def test_longer_bending_lengths_drape_less() -> None:
    """Bending length of 8 to 40 mm: the coefficient rises all the way, whatever the weight."""
    coefficients = []
    for length in (0.008, 0.012, 0.018, 0.027, 0.04):
        rigidity = JERSEY.areal_density * 9.81 * length**3
        cloth = replace(JERSEY, bending_warp=rigidity, bending_weft=rigidity)
        coefficients.append(drape_coefficient(cloth, spacing=0.015, folds=(6,)).coefficient)
    assert np.all(np.diff(coefficients) > 0.02)


@pytest.mark.parametrize(
    ("bending", "weight", "measured"), [(0.067, 16.29, 0.498), (0.077, 11.65, 0.507)]
)
def test_published_cloths_drape_as_they_were_measured(
    bending: float, weight: float, measured: float
) -> None:
    """Within 0.12 (measured 0.10, 0.04): a wool and a polyester tropical of little hysteresis.

    Source: Matsudaira, Masuda, Wada, Yokura 2015, J. Textile Eng. 61(6) 69-73, tables 1 and 2 (B
    in gf·cm²/cm, W in mg/cm²), as copied in a public repository.
    """
    rigidity = 9.80665e-5 * bending
    cloth = replace(
        fabric_of("poplin"),
        areal_density=weight / 100,
        bending_warp=rigidity,
        bending_weft=rigidity,
    )
    found = drape_coefficient(cloth, spacing=0.01, folds=(6,)).coefficient
    assert found == pytest.approx(measured, abs=0.12)


def test_stiff_threads_do_not_hold_a_coarse_disc_up() -> None:
    """Satin of 11,000 N/m at 10 mm: 0.38, as at 7.5 mm (0.37); its own threads would hold it at
    0.50."""
    assert drape_coefficient(fabric_of("satin"), spacing=0.01, folds=(7,)).coefficient < 0.44


@pytest.mark.parametrize(("diameter", "support"), [(0.2, 0.25), (0.3, 0.299)])
def test_a_disc_its_plate_hides_is_refused(diameter: float, support: float) -> None:
    with pytest.raises(InvalidInput, match="support"):
        drape_coefficient(JERSEY, diameter=diameter, support=support)


@pytest.mark.parametrize("folds", [(), (0,), (6, 31)])
def test_impossible_numbers_of_folds_are_refused(folds: tuple[int, ...]) -> None:
    with pytest.raises(InvalidInput, match="folds"):
        drape_coefficient(JERSEY, folds=folds)


def test_the_rest_of_least_energy_is_measured() -> None:
    """Of several starts the one whose energy is least: more starts never end higher."""
    one, both = (drape_coefficient(JERSEY, spacing=0.02, folds=f) for f in ((4,), (4, 7)))
    other = drape_coefficient(JERSEY, spacing=0.02, folds=(7,))
    assert both.coefficient in (one.coefficient, other.coefficient)
    assert both.coefficient < one.coefficient


@pytest.mark.slow
@pytest.mark.parametrize("name", fabric_names())
def test_the_drape_coefficient_settles_under_refinement(name: str) -> None:
    """Edges of 7.5 and 5 mm agree within 0.08 from seven folds."""
    fabric = fabric_of(name)
    coarse, fine = (
        drape_coefficient(fabric, spacing=s, folds=(7,)).coefficient for s in (0.0075, 0.005)
    )
    assert fine == pytest.approx(coarse, abs=0.08)
