"""Pleats: how their cloth lies in the seam, how it begins, and how it hangs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fittingroom.body.body import Body
from fittingroom.drape.draping import drape
from fittingroom.drape.layering import lay_pleats
from fittingroom.drape.links import edge_vertices
from fittingroom.drape.meshing import mesh_pattern
from fittingroom.drape.unfolding import unfold
from fittingroom.errors import PatternError
from fittingroom.garment.checks import check_pattern
from fittingroom.garment.export_gc import to_gc_json
from fittingroom.garment.pattern import EdgeRef, Pattern, Pleat, Seam
from fittingroom.garment.pleating import pleat_course
from fittingroom.geometry.intersection import count_crossings

from .conftest import QUICK
from .patterns import JERSEY, box_pleats, knife_pleats, pleated_skirt

GIRTH, DEPTH = 0.77, 0.05
KINDS = {
    "knife": knife_pleats(GIRTH / 2, DEPTH, 4),
    "box": box_pleats(GIRTH / 2, DEPTH, 1),
    "inverted": box_pleats(GIRTH / 2, DEPTH, 2, inverted=True),
}


def skirt(kind: str) -> Pattern:
    return pleated_skirt(GIRTH, 0.5, KINDS[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_a_pleated_run_lies_flat_on_its_seam(kind: str) -> None:
    """It goes to and fro at the pace of the cloth and ends where the other side ends."""
    pleats = KINDS[kind]
    length = GIRTH / 2 + 2 * DEPTH * len(pleats)
    course = pleat_course(Seam("waist", (), (), pleats), length)
    assert course.seam[-1] == pytest.approx(GIRTH / 2)
    assert np.abs(np.abs(np.diff(course.seam)) - np.diff(course.run)).max() < 1e-9
    back = np.diff(course.run)[np.diff(course.seam) < 0].sum()
    assert back == pytest.approx(DEPTH * len(pleats))
    check_pattern(skirt(kind))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("vertices", [1500, 6000])
def test_three_layers_are_sewn_into_one_seam(kind: str, vertices: int) -> None:
    pattern = skirt(kind)
    mesh = mesh_pattern(pattern, vertices=vertices)
    band, _ = edge_vertices(mesh, pattern, EdgeRef("front band", "hem"))
    cloth, arc = edge_vertices(mesh, pattern, EdgeRef("front", "top"))
    assert set(band.tolist()) == set(cloth.tolist())
    step = np.diff(arc).mean()
    layers = np.bincount(cloth)[band]
    assert set(layers.tolist()) <= {1, 2, 3, 4}  # 2 at a fold, 4 where inverted folds meet
    tripled = 3 * DEPTH * len(KINDS[kind])
    assert (layers >= 3).sum() * step == pytest.approx(
        tripled / 3, abs=2 * step * len(layers) ** 0.5
    )


@pytest.mark.parametrize("kind", KINDS)
def test_pleats_begin_folded_without_crossing(kind: str) -> None:
    """Laid round a cylinder of 15 cm: where each point lies across, up and out."""
    pattern = skirt(kind)
    mesh = mesh_pattern(pattern, vertices=1500)
    across, out = lay_pleats(mesh, pattern)
    front = mesh.panel == 0
    angle, reach = across / 0.15, 0.15 + out
    lying = np.column_stack([reach * np.sin(angle), mesh.points[:, 1], reach * np.cos(angle)])
    assert count_crossings(lying, mesh.point_triangles[front]) == 0
    assert np.ptp(across[mesh.point_panel == 0]) == pytest.approx(GIRTH / 2)
    assert out.max() == pytest.approx(0.016)


@pytest.mark.parametrize("kind", KINDS)
def test_a_pleated_skirt_hangs_and_crosses_nothing(woman: Body, kind: str) -> None:
    worn = drape(woman, skirt(kind), {"shell": JERSEY}, options=QUICK)
    end = worn.settling
    assert (end.settled, end.crossings, end.seam_gap) == (True, 0, 0.0)
    assert end.penetration <= 1e-3
    assert end.strain_mean < 0.01
    names = np.array([panel.name for panel in worn.pattern.panels])[worn.panel]
    front = worn.vertices[np.unique(worn.triangles[names == "front"])]
    band = worn.strain[names == "front band", 1]
    assert abs(band.mean()) < 0.05  # three layers sewn into it neither gather nor stretch it
    # and below it the pleats open over the hips
    assert np.hypot(front[:, 0], front[:, 2]).max() > 0.17


def test_nothing_bends_across_a_side_of_more_than_two_triangles() -> None:
    """Three triangles on one side are three rims; two are one cloth."""
    corners = np.array([[0.0, 0.0], [0.02, 0.0], [0.01, 0.015]])
    points = np.stack([corners, corners, corners])
    triangles = np.array([[0, 1, 2], [1, 0, 3], [0, 1, 4]])
    three, two = (unfold(triangles[:n], points[:n]).twin for n in (3, 2))
    assert (three == -1).all()
    assert np.count_nonzero(two >= 0) == 2


@pytest.mark.parametrize(
    ("pleats", "message"),
    [
        ((Pleat(0.1, 0.05, "end"), Pleat(0.2, 0.05, "end")), "at 20.0 cm .* on another one"),
        ((Pleat(0.01, 0.05, "end"),), "at 1.0 cm .* no room before it"),
        ((Pleat(0.45, 0.05, "start"),), "at 45.0 cm .* ends beyond its run"),
        ((Pleat(0.2, 0.001, "end"),), r"0\.10 cm deep"),
        ((Pleat(np.nan, 0.05, "end"),), "allowed is"),
        ((Pleat(0.2, 0.05, "up"),), "toward 'up'"),  # type: ignore[arg-type]
    ],
)
def test_refuses_pleats_that_have_no_room(
    woman: Body, pleats: tuple[Pleat, ...], message: str
) -> None:
    with pytest.raises(PatternError, match=message):
        drape(woman, pleated_skirt(GIRTH, 0.5, pleats), {"shell": JERSEY}, options=QUICK)


def test_refuses_a_panel_pleated_at_both_ends(woman: Body) -> None:
    pattern = skirt("knife")
    front = pattern.panels[0]
    frill = replace(front, name="frill")
    ends = EdgeRef("front", "hem"), EdgeRef("frill", "hem", reverse=True)
    both = Seam("hem", ends[:1], ends[1:], KINDS["knife"])
    twice = replace(pattern, panels=(*pattern.panels, frill), seams=(*pattern.seams, both))
    with pytest.raises(PatternError, match="'front' can't be pleated by two seams"):
        drape(woman, twice, {"shell": JERSEY}, options=QUICK)


def test_a_cut_whose_pleats_dont_fit_their_band_is_refused() -> None:
    pattern = skirt("knife")
    fewer = replace(pattern.seams[0], pleats=pattern.seams[0].pleats[:3])
    with pytest.raises(PatternError, match=r"'front waist' joins 48\.50 cm to 38\.50 cm"):
        check_pattern(replace(pattern, seams=(fewer, *pattern.seams[1:])))
    with pytest.raises(PatternError, match="GarmentCode"):
        to_gc_json(pattern)
