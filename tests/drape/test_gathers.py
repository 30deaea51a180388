"""Seams whose sides differ by more than ease: the longer one lies in gathers."""

from __future__ import annotations

import numpy as np
import pytest

from fittingroom.body.body import Body
from fittingroom.drape.drape import Drape
from fittingroom.drape.draping import drape
from fittingroom.drape.gathers import gathered_sides, gathered_triangles
from fittingroom.drape.links import edge_vertices
from fittingroom.drape.meshing import mesh_pattern
from fittingroom.drape.model import build_model
from fittingroom.garment.catalogue import catalogue
from fittingroom.garment.cutting import cut
from fittingroom.garment.pattern import EdgeRef

from .conftest import QUICK
from .patterns import JERSEY, frilled_tube

RATIO = 1.6
FRILLED = frilled_tube(0.49, 0.35, ratio=RATIO, depth=0.12)


@pytest.fixture(scope="module")
def frilled(woman: Body) -> Drape:
    return drape(woman, FRILLED, {"shell": JERSEY}, options=QUICK)


def strain_along(worn: Drape, panel: str, edge: str) -> np.ndarray:
    vertex, arc = edge_vertices(worn, worn.pattern, EdgeRef(panel, edge))
    steps = np.linalg.norm(np.diff(worn.vertices[vertex], axis=0), axis=1)
    return np.asarray(steps / np.diff(arc) - 1)


def test_a_frill_settles_and_crosses_nothing(frilled: Drape) -> None:
    end = frilled.settling
    assert (end.settled, end.crossings, end.seam_gap) == (True, 0, 0.0)
    assert end.penetration <= 1e-3


@pytest.mark.parametrize("panel", ["front", "back"])
def test_gathers_lie_evenly_and_keep_their_length(frilled: Drape, panel: str) -> None:
    """Pushed together to 1 / 1.6 at the seam, 0 at the free edge; the other side hardly gives.

    Were the row at the seam as stiff as elsewhere, it would stretch the other side by a quarter.
    """
    short, long = (
        strain_along(frilled, name, edge)
        for name, edge in ((panel, "hem"), (f"{panel} frill", "top"))
    )
    assert short.mean() < 0.08
    assert 1 + long.mean() == pytest.approx((1 + short.mean()) / RATIO, rel=1e-3)
    assert long.std() < 0.02
    assert abs(strain_along(frilled, f"{panel} frill", "hem").mean()) < 0.01


def test_only_the_row_at_the_seam_gives_way() -> None:
    mesh = mesh_pattern(FRILLED, vertices=1500)
    gathered = gathered_triangles(mesh, FRILLED)
    names = np.array([panel.name for panel in FRILLED.panels])[mesh.panel]
    assert set(names[gathered]) == {"front frill", "back frill"}
    level = mesh.pattern_points[gathered][:, :, 1].min(axis=1)
    assert level.min() > 0.12 - 1.5 * mesh.spacing
    cloth = build_model(mesh, FRILLED, {"shell": JERSEY})
    assert (cloth.compression < 1).tolist() == gathered.tolist()


@pytest.mark.parametrize("ref", catalogue)
def test_eased_seams_and_stretched_bands_are_no_gathers(ref: str) -> None:
    for size in catalogue[ref].chart.sizes:
        assert gathered_sides(cut(catalogue[ref], size)) == []
