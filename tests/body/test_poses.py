"""Poses: identity, feet on the floor, the way between two."""

from __future__ import annotations

import numpy as np
import pytest

from fittingroom.body.body import Pose
from fittingroom.body.making import BodyFit
from fittingroom.body.poses import A_POSE, POSES, REST, SITTING, T_POSE, between
from fittingroom.body.posing import pose_body
from fittingroom.errors import InvalidInput, UnknownName


def test_identity_is_the_rest_shape(woman: BodyFit) -> None:
    rest = pose_body(woman.body, REST)
    assert (rest.mesh.vertices == woman.body.rest_vertices).all()
    zero = pose_body(woman.body, Pose("zero", {"wrist_L": np.zeros(3)}))
    assert (zero.mesh.vertices == woman.body.rest_vertices).all()


@pytest.mark.parametrize("name", POSES)
def test_feet_stay_on_the_floor(woman: BodyFit, name: str) -> None:
    posed = pose_body(woman.body, POSES[name])
    assert abs(posed.mesh.vertices[:, 1].min()) < 1e-12
    ankles = [posed.landmarks[f"ankle_{side}"][1] for side in ("left", "right")]
    assert min(ankles) < 0.16


@pytest.mark.parametrize("name", POSES)
def test_bones_keep_their_length(woman: BodyFit, name: str) -> None:
    at = pose_body(woman.body, POSES[name]).landmarks
    rest = pose_body(woman.body, REST).landmarks
    for side in ("left", "right"):
        for start, end in (("elbow", "wrist"), ("knee", "ankle")):
            ends = f"{start}_{side}", f"{end}_{side}"
            length = np.linalg.norm(at[ends[0]] - at[ends[1]])
            assert length == pytest.approx(np.linalg.norm(rest[ends[0]] - rest[ends[1]]))


def test_posing_again_gives_the_same_body(woman: BodyFit) -> None:
    again = pose_body(pose_body(woman.body, SITTING), A_POSE)
    assert (again.mesh.vertices == woman.body.mesh.vertices).all()


def test_motions_carry_vertices(woman: BodyFit) -> None:
    """What a glTF viewer does with the skin gives the posed mesh."""
    body = pose_body(woman.body, SITTING)
    rest = np.c_[body.rest_vertices, np.ones(len(body.rest_vertices))]
    moved = np.einsum(
        "vi,vixy,vy->vx", body.skin_weights, body.posed_from_rest[body.skin_bones], rest
    )[:, :3]
    assert np.allclose(moved, body.mesh.vertices, atol=1e-9)


@pytest.mark.parametrize(("name", "degrees"), [("a", 30), ("a-wide", 35), ("t", 90)])
def test_arms_hang_at_their_angle(woman: BodyFit, name: str, degrees: float) -> None:
    posed = pose_body(woman.body, POSES[name])
    heads = (
        posed.posed_from_rest
        @ np.c_[posed.skeleton.heads, np.ones(len(posed.skeleton.heads))][:, :, None]
    )
    at = {bone: heads[k, :3, 0] for k, bone in enumerate(posed.skeleton.names)}
    arm = at["lowerarm01_L"] - at["upperarm01_L"]
    angle = np.degrees(np.arccos(-arm[1] / np.linalg.norm(arm)))
    assert angle == pytest.approx(degrees, abs=4)


def test_between_ends_at_its_ends(woman: BodyFit) -> None:
    for share, pose in ((0.0, A_POSE), (1.0, T_POSE)):
        meant = pose_body(woman.body, pose).mesh.vertices
        found = pose_body(woman.body, between(A_POSE, T_POSE, share)).mesh.vertices
        assert np.allclose(found, meant, atol=1e-9)


def test_between_moves_evenly(woman: BodyFit) -> None:
    hands = [
        pose_body(woman.body, between(A_POSE, T_POSE, share)).landmarks["wrist_left"][1]
        for share in (0.0, 0.25, 0.5, 0.75, 1.0)
    ]
    assert hands == sorted(hands)
    steps = np.diff(hands)
    assert steps.max() < 2.5 * steps.min()


@pytest.mark.parametrize("share", [-0.1, 1.5, float("nan")])
def test_between_refuses_shares_outside(share: float) -> None:
    with pytest.raises(InvalidInput, match="0 to 1"):
        between(A_POSE, T_POSE, share)


def test_unknown_bones_are_refused(woman: BodyFit) -> None:
    with pytest.raises(UnknownName, match="did you mean 'upperarm01_L'"):
        pose_body(woman.body, Pose("typo", {"upperarm1_L": np.array([0.1, 0, 0])}))
