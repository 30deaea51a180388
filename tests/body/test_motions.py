"""Movements: key poses reached in time, both sides alike, whole turns."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial import cKDTree

from fittingroom.body.body import Body
from fittingroom.body.making import BodyFit
from fittingroom.body.motions import MOTIONS, TURN, WALK, Motion, mirrored, pose_at, turned
from fittingroom.body.poses import A_POSE, STANDING, WALKING
from fittingroom.body.posing import move
from fittingroom.errors import InvalidInput


@pytest.fixture(scope="module")
def body(woman: BodyFit) -> Body:
    return woman.body


@pytest.mark.parametrize("name", list(MOTIONS))
def test_key_poses_are_reached_in_time(body: Body, name: str) -> None:
    motion = MOTIONS[name]
    start = move(body, pose_at(motion, A_POSE, 0.0))[1]
    np.testing.assert_allclose(start, move(body, A_POSE)[1], atol=1e-9)
    for time, pose in motion.keys:
        there = move(body, pose_at(motion, A_POSE, time))[1]
        np.testing.assert_allclose(there, move(body, pose)[1], atol=1e-6)
    assert pose_at(motion, A_POSE, motion.duration + 9.0) is motion.keys[-1][1]


def test_a_motion_has_no_jumps(body: Body) -> None:
    """No vertex faster than 5 m/s at sixty frames a second; a wrist in a walk reaches 3."""
    for motion in MOTIONS.values():
        times = np.arange(0.0, motion.duration, 1 / 60)
        skin = np.array([move(body, pose_at(motion, A_POSE, t))[1][::50] for t in times])
        speed = np.linalg.norm(np.diff(skin, axis=0), axis=2) * 60
        assert 0.5 < speed.max() < 5.0


def test_a_mirrored_pose_is_the_mirror_image(body: Body) -> None:
    one, other = move(body, WALKING)[1], move(body, mirrored(WALKING))[1]
    mirror = other * [-1.0, 1.0, 1.0]
    assert cKDTree(mirror).query(one)[0].max() < 0.004  # the mesh itself isn't quite symmetric


def test_a_turn_turns_to_the_left_and_comes_round(body: Body) -> None:
    left = move(body, turned(STANDING, 90.0))[1]
    straight = move(body, STANDING)[1]
    nose = straight[:, 2].argmax()
    assert left[nose, 0] > 0.05  # the person's left is +X
    np.testing.assert_allclose(move(body, TURN.keys[-1][1])[1], straight, atol=1e-9)


def test_key_poses_out_of_order_are_refused() -> None:
    with pytest.raises(InvalidInput, match="one after the other"):
        Motion("stumble", ((0.5, WALKING), (0.5, STANDING)))
    with pytest.raises(InvalidInput, match="one after the other"):
        Motion("nothing", ())
    assert WALK.duration == pytest.approx(2.75)
