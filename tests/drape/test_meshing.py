"""Panels to triangles: shape, seams one to one, refusals."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from fittingroom.drape.meshing import ClothMesh, mesh_pattern, mesh_with_spacing
from fittingroom.drape.refining import refinement
from fittingroom.drape.sewing import merge
from fittingroom.errors import PatternError
from fittingroom.garment.catalogue import catalogue
from fittingroom.garment.cutting import cut
from fittingroom.garment.pattern import EdgeRef, Panel, Pattern, Placement, Seam

from .patterns import edge, seam, sheet, tube

GARMENTS = ["classic-tee", "a-line-skirt", "shift-dress", "straight-trousers"]


def quality(mesh: ClothMesh) -> np.ndarray:
    """4√3 area over the sum of squared sides: 1 for an equilateral triangle, 0 for a line."""
    corners = mesh.pattern_points
    sides = np.roll(corners, -1, axis=1) - corners
    area = 0.5 * (sides[:, 0, 0] * sides[:, 1, 1] - sides[:, 0, 1] * sides[:, 1, 0])
    return np.asarray(4 * np.sqrt(3) * area / (sides**2).sum(axis=(1, 2)))


@pytest.mark.parametrize("ref", GARMENTS)
def test_catalogue_garments_mesh_well(ref: str) -> None:
    garment = catalogue[ref]
    mesh = mesh_pattern(cut(garment, "M"), vertices=2500)
    shape = quality(mesh)
    assert shape.min() > 0.1
    assert np.quantile(shape, 0.01) > 0.6
    assert shape.mean() > 0.95
    assert mesh.vertex_count == pytest.approx(2500, rel=0.06)
    area = sum(_area(panel) for panel in cut(garment, "M").panels)
    corners = mesh.pattern_points
    u, v = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    assert 0.5 * (u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]).sum() == pytest.approx(area, rel=2e-3)


def _area(panel: Panel) -> float:
    x, y = np.vstack([e.points[:-1] for e in panel.edges]).T
    return 0.5 * float(x @ np.roll(y, -1) - y @ np.roll(x, -1))


@pytest.mark.parametrize("ref", GARMENTS)
def test_sewn_garments_are_one_sheet(ref: str) -> None:
    """Every inner edge has two triangles, none has three, nothing collapses."""
    mesh = mesh_pattern(cut(catalogue[ref], "M"), vertices=1500)
    triangles = mesh.triangles
    assert (np.sort(triangles, axis=1)[:, 1:] > np.sort(triangles, axis=1)[:, :-1]).all()
    sides = np.sort(np.vstack([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]]))
    uses = Counter(map(tuple, sides.tolist()))
    assert max(uses.values()) == 2
    directed = Counter(
        map(
            tuple,
            np.vstack([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]]).tolist(),
        )
    )
    assert max(directed.values()) == 1, "both sides of a seam wind the same way"


def test_a_dart_closes_at_its_tip() -> None:
    legs = (
        edge("hem", (0, 0), (0.3, 0)),
        edge("right", (0.3, 0), (0.3, 0.3)),
        edge("top_right", (0.3, 0.3), (0.17, 0.3)),
        edge("dart_a", (0.17, 0.3), (0.15, 0.18)),
        edge("dart_b", (0.15, 0.18), (0.13, 0.3)),
        edge("top_left", (0.13, 0.3), (0, 0.3)),
        edge("left", (0, 0.3), (0, 0)),
    )
    panel = Panel("front", legs, Placement("torso", 0.0, np.zeros(2), "waist"))
    dart = Seam("dart", (EdgeRef("front", "dart_a"),), (EdgeRef("front", "dart_b", reverse=True),))
    mesh = mesh_with_spacing(Pattern("dart", "M", (panel,), (dart,), {}, {}), 0.01)
    assert len(mesh.points) - mesh.vertex_count == round(np.hypot(0.02, 0.12) / 0.01)
    sewn = mesh.points[mesh.sewn[mesh.sewn[:, 0] != mesh.sewn[:, 1]]]
    assert np.allclose(sewn[:, 0] * [-1, 1] + [0.3, 0], sewn[:, 1], atol=1e-12)


def test_runs_of_several_edges_keep_every_corner() -> None:
    """0.3 m in two edges on one side, 0.33 m in two other edges on the other."""
    one = sheet("front", 0.3, 0.2, 0.0)
    split = (
        *one.edges[:2],
        edge("top_a", (0.15, 0.2), (0.05, 0.2)),
        edge("top_b", (0.05, 0.2), (-0.15, 0.2)),
        one.edges[3],
    )
    other = sheet("band", 0.33, 0.05, 0.0)
    halves = (
        edge("low_a", (-0.165, 0), (0.02, 0)),
        edge("low_b", (0.02, 0), (0.165, 0)),
        *other.edges[1:],
    )
    seam = Seam(
        "waist",
        (EdgeRef("front", "top_a"), EdgeRef("front", "top_b")),
        (EdgeRef("band", "low_b", reverse=True), EdgeRef("band", "low_a", reverse=True)),
    )
    panels = (replace(one, edges=split), replace(other, edges=halves))
    mesh = mesh_with_spacing(Pattern("waist", "M", panels, (seam,), {}, {}), 0.01)
    for corner in ([0.05, 0.2], [0.02, 0.0]):
        assert np.linalg.norm(mesh.points - corner, axis=1).min() < 1e-12
    met = [
        set(mesh.point_panel[mesh.vertex == v].tolist()) for v in np.unique(mesh.vertex[mesh.sewn])
    ]
    assert all(panels == {0, 1} for panels in met)
    x = mesh.points[mesh.sewn]
    share = [(0.15 - x[:, 0, 0]) / 0.3, (0.165 - x[:, 1, 0]) / 0.33]
    sides = mesh.sewn[:, 0] != mesh.sewn[:, 1]
    assert np.abs(share[0] - share[1])[sides].max() < 1e-9


def test_many_seams_may_share_a_corner() -> None:
    assert merge(6, [(0, 1), (2, 3), (1, 3), (4, 4)]).tolist() == [0, 0, 0, 0, 1, 2]


def test_refinement_keeps_linear_functions() -> None:
    pattern = tube(0.4, 0.5)
    coarse, fine = mesh_with_spacing(pattern, 0.04), mesh_with_spacing(pattern, 0.015)
    matrix = refinement(coarse, fine)
    first = np.unique(fine.vertex, return_index=True)[1]
    inner = np.bincount(fine.vertex) == 1
    heights = np.bincount(coarse.vertex, coarse.points[:, 1]) / np.bincount(coarse.vertex)
    assert np.abs(matrix @ heights - fine.points[first, 1])[inner].max() < 1e-12


def test_refuses_patterns_that_cannot_be_sewn() -> None:
    pattern = tube(0.4, 0.5)
    ghost = Seam("ghost", (EdgeRef("front", "nowhere"),), (EdgeRef("back", "top"),))
    with pytest.raises(PatternError, match="nowhere"):
        mesh_pattern(replace(pattern, seams=(*pattern.seams, ghost)), vertices=500)
    twice = Seam("twice", (EdgeRef("front", "left"),), (EdgeRef("back", "top"),))
    with pytest.raises(PatternError, match="sewn twice"):
        mesh_pattern(replace(pattern, seams=(*pattern.seams, twice)), vertices=500)
    front = pattern.panels[0]
    turned = replace(front, edges=tuple(replace(e, points=e.points * [-1, 1]) for e in front.edges))
    with pytest.raises(PatternError, match="counter-clockwise"):
        mesh_pattern(replace(pattern, panels=(turned, pattern.panels[1])), vertices=500)
    gap = replace(front.edges[0], points=front.edges[0].points + np.array([0.01, 0.0]))
    opened = replace(front, edges=(gap, *front.edges[1:]))
    with pytest.raises(PatternError, match="open"):
        mesh_pattern(replace(pattern, panels=(opened, pattern.panels[1])), vertices=500)


def test_refuses_an_outline_that_crosses_itself() -> None:
    knot = (
        edge("a", (0, 0), (0.5, 0)),
        edge("b", (0.5, 0), (0.5, 0.5), (0.2, 0.5), (0.35, -0.1), (0.3, 0.5)),
        edge("c", (0.3, 0.5), (0, 0.5)),
        edge("d", (0, 0.5), (0, 0)),
    )
    panel = Panel("knot", knot, Placement("torso", 0.0, np.zeros(2), "waist"))
    with pytest.raises(PatternError, match="cross itself"):
        mesh_pattern(Pattern("knot", "M", (panel,), (), {}, {}), vertices=500)


@pytest.mark.parametrize("vertices", [200, 1000, 4000])
def test_no_triangle_collapses_in_the_corner_of_a_bag(vertices: int) -> None:
    """Two neighbouring sides sewn together: two corners of a triangle were one vertex."""
    panel = sheet("bag", 0.3, 0.3, 0.0)
    corner = seam("corner", ("bag", "right"), ("bag", "top"))
    mesh = mesh_pattern(Pattern("bag", "M", (panel,), (corner,), {}, {}), vertices=vertices)
    assert all(len(set(triangle)) == 3 for triangle in mesh.triangles.tolist())
    sides = mesh.pattern_points[:, 1:] - mesh.pattern_points[:, :1]
    area = np.linalg.det(sides) / 2
    assert (area > 0).all()
    assert area.sum() == pytest.approx(0.09)
