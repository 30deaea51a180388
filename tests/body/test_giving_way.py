"""The crease of the armpit opens where skin lay inside skin, and nothing else moves."""

from __future__ import annotations

import numpy as np
import pytest

from fittingroom.body.body import Body
from fittingroom.body.giving_way import give_way
from fittingroom.body.making import BodyFit
from fittingroom.body.poses import STANDING, T_POSE
from fittingroom.body.posing import pose_body
from fittingroom.body.resting import rest_arms
from fittingroom.geometry.mesh import vertex_normals
from fittingroom.geometry.winding import Winding


@pytest.fixture(scope="module")
def folded(heavy_man: BodyFit) -> Body:
    return rest_arms(pose_body(heavy_man.body, STANDING))


def from_armpit(body: Body) -> np.ndarray:
    armpits = np.array([body.landmarks[f"armpit_{side}"] for side in ("left", "right")])
    away = np.linalg.norm(body.mesh.vertices[:, None] - armpits, axis=2)
    return np.asarray(away.min(axis=1))


def enclosed(body: Body, room: float) -> int:
    """How many vertices round the armpits have other flesh this near outside of them."""
    which = np.flatnonzero(from_armpit(body) < 0.08)
    skin = body.mesh.vertices
    outside = skin[which] + room * vertex_normals(skin, body.mesh.triangles)[which]
    return int((Winding(body.mesh).at(outside, skin) > 0.5).sum())


def test_no_skin_stays_inside_other_skin(folded: Body) -> None:
    assert enclosed(folded, 0.0005) > 20
    assert enclosed(give_way(folded, room=0.003), 0.0025) == 0


def test_only_the_crease_moves(folded: Body) -> None:
    opened = give_way(folded, room=0.003)
    moved = np.linalg.norm(opened.mesh.vertices - folded.mesh.vertices, axis=1)
    assert 0.001 < moved.max() <= 0.016
    assert from_armpit(folded)[moved > 0].max() < 0.09
    assert (opened.mesh.triangles == folded.mesh.triangles).all()
    assert opened.rest_vertices is folded.rest_vertices
    assert opened.pose is folded.pose


def test_smooth_skin_stays(woman: BodyFit) -> None:
    stretched = pose_body(woman.body, T_POSE)
    assert give_way(stretched, room=0.003) is stretched
