"""Arms rest on the sides: on heavy bodies they no longer sink in, on slim ones nothing changes."""

from __future__ import annotations

import numpy as np
import pytest

from fittingroom.body.body import Body
from fittingroom.body.making import BodyFit
from fittingroom.body.parts import PARTS
from fittingroom.body.poses import A_POSE, ARMS_UP, REST, STANDING, T_POSE, WALKING, Pose
from fittingroom.body.posing import pose_body
from fittingroom.body.resting import lifted, rest_arms
from fittingroom.geometry.mesh import vertex_normals
from fittingroom.geometry.winding import Winding


def sunk(body: Body) -> int:
    """How many vertices of the arms, from 7 cm below the armpit, lie inside other flesh.

    Hands are left out, whose fingers touch one another.
    """
    skin, marks = body.mesh.vertices, body.landmarks
    which = np.isin(body.parts, [PARTS.index("left_arm"), PARTS.index("right_arm")])
    which &= skin[:, 1] < marks["armpit_left"][1] - 0.07
    for wrist in ("wrist_left", "wrist_right"):
        which &= np.linalg.norm(skin - marks[wrist], axis=1) > 0.22
    which = np.flatnonzero(which)
    outside = skin[which] + 0.002 * vertex_normals(skin, body.mesh.triangles)[which]
    return int((Winding(body.mesh).at(outside, skin) > 0.5).sum())


@pytest.mark.parametrize("pose", [STANDING, WALKING], ids=lambda pose: pose.name)
def test_arms_of_a_heavy_body_no_longer_sink_in(heavy_man: BodyFit, pose: Pose) -> None:
    posed = pose_body(heavy_man.body, pose)
    rested = rest_arms(posed)
    assert sunk(posed) > 20
    assert sunk(rested) == 0
    # they lie on the side and don't stand off it
    for side in ("left", "right"):
        apart = rested.landmarks[f"elbow_{side}"] - posed.landmarks[f"elbow_{side}"]
        assert 0.03 < abs(apart[0]) < 0.15


@pytest.mark.parametrize("pose", [A_POSE, T_POSE, ARMS_UP, REST], ids=lambda pose: pose.name)
def test_arms_that_hang_free_stay(woman: BodyFit, pose: Pose) -> None:
    posed = pose_body(woman.body, pose)
    assert rest_arms(posed) is posed


def test_rested_arms_stay(heavy_man: BodyFit) -> None:
    rested = rest_arms(pose_body(heavy_man.body, STANDING))
    assert rest_arms(rested) is rested


def test_room_is_left_where_it_is_asked_for(heavy_man: BodyFit) -> None:
    standing = pose_body(heavy_man.body, STANDING)
    near, far = rest_arms(standing), rest_arms(standing, room=0.02)
    assert far.landmarks["elbow_left"][0] > near.landmarks["elbow_left"][0] + 0.01


def test_a_lift_is_what_the_poses_do() -> None:
    """STANDING lowers arms by 28°, the A-pose by 12°."""
    arm = lifted(lifted(STANDING, "L", np.radians(16)), "R", np.radians(16))
    for bone in ("clavicle_L", "shoulder01_R", "upperarm01_L", "upperarm01_R"):
        np.testing.assert_allclose(arm.rotations[bone], A_POSE.rotations[bone], atol=1e-12)
