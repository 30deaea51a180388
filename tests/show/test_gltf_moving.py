"""look_moving.glb: valid, and every frame where the simulation found it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from glb import Glb
from scipy.spatial import cKDTree
from scipy.spatial.transform import Rotation
from test_gltf import issues, validator  # noqa: F401

from fittingroom.body.motions import WALK
from fittingroom.body.posing import move
from fittingroom.drape.moving import MovingFrame, moving_frames
from fittingroom.errors import InvalidInput
from fittingroom.show.cloth import MOST_LIFT
from fittingroom.show.gltf_moving import moving_to_glb
from fittingroom.show.look import Look
from fittingroom.show.skinning import body_influences


@pytest.fixture(scope="module")
def frames(look: Look) -> list[MovingFrame]:
    made = moving_frames(look.drape, look.garment.fabrics, WALK)
    return [frame for number, frame in enumerate(made) if number % 10 == 0]


@pytest.fixture(scope="module")
def content(look: Look, frames: list[MovingFrame]) -> bytes:
    return moving_to_glb(look, frames, name="walk")


def played(glb: Glb, number: int) -> tuple[np.ndarray, np.ndarray]:
    """Joint transforms and morph weights of a stored frame, as a viewer finds them."""
    animation = glb.json["animations"][0]
    nodes = glb.json["nodes"]
    shares = np.zeros(0)
    for channel in animation["channels"]:
        target, sampler = channel["target"], animation["samplers"][channel["sampler"]]
        count = glb.json["accessors"][sampler["input"]]["count"]
        values = glb.array(sampler["output"]).reshape(count, -1)[number]
        if target["path"] == "weights":
            shares = values
        else:
            nodes[target["node"]][target["path"]] = values.astype(float).tolist()
    return glb.joint_transforms(), shares


def test_khronos_validator_finds_nothing(
    content: bytes,
    validator: Path,  # noqa: F811
    tmp_path: Path,
) -> None:
    (tmp_path / "look_moving.glb").write_bytes(content)
    (report,) = issues(validator, tmp_path / "look_moving.glb").values()
    assert report["messages"] == []


@pytest.mark.parametrize("number", [0, 2, 5])
def test_every_frame_is_where_the_simulation_found_it(
    look: Look, frames: list[MovingFrame], content: bytes, number: int
) -> None:
    """Cloth within its lift and float32; skin as four influences put it."""
    glb, frame = Glb(content), frames[number]
    joints, shares = played(glb, number)
    assert shares.sum() == (1.0 if number else 0.0)
    cloth = glb.mesh(look.garment.ref)["primitives"][0]
    moves = sum(
        (share * glb.array(target["POSITION"]) for share, target in zip(shares, cloth["targets"],
        strict=True) if share), np.zeros((1, 3)),
    )  # fmt: skip
    points = glb.attribute(cloth, "POSITION") + moves
    inverse = glb.array(glb.json["skins"][0]["inverseBindMatrices"]).reshape(-1, 4, 4)
    motions = joints @ inverse.transpose(0, 2, 1).astype(float)
    mixed = np.einsum(
        "vb,vbij->vij",
        glb.attribute(cloth, "WEIGHTS_0").astype(float),
        motions[glb.attribute(cloth, "JOINTS_0")],
    )
    shown = np.einsum("vij,vj->vi", mixed[:, :3, :3], points) + mixed[:, :3, 3]
    assert cKDTree(frame.vertices).query(shown)[0].max() < MOST_LIFT * 1.2 + 1e-4
    skin = glb.mesh("body")["primitives"][0]
    posed = glb.posed(skin, joints)
    truth = move(look.drape.body, frame.pose)[1]
    away = cKDTree(truth).query(posed)[0]
    assert np.quantile(away, 0.99) < 0.004
    assert body_influences(look.drape.body)[0].shape[1] == 4


def test_tracks_are_unit_turns_and_rising_times(content: bytes) -> None:
    glb = Glb(content)
    (animation,) = glb.json["animations"]
    paths = [channel["target"]["path"] for channel in animation["channels"]]
    assert paths.count("weights") == 1
    assert paths.count("translation") == 1
    assert 10 < paths.count("rotation") < 104
    for channel in animation["channels"]:
        sampler = animation["samplers"][channel["sampler"]]
        assert np.all(np.diff(glb.array(sampler["input"])) > 0)
        if channel["target"]["path"] == "rotation":
            turns = glb.array(sampler["output"]).astype(float)
            np.testing.assert_allclose(np.linalg.norm(turns, axis=1), 1.0, atol=1e-6)
            steps = (
                Rotation.from_quat(turns[1:]) * Rotation.from_quat(turns[:-1]).inv()
            ).magnitude()
            assert steps.max() < 1.0
            assert np.einsum("ti,ti->t", turns[1:], turns[:-1]).min() > 0.0


def test_one_frame_is_no_movement(look: Look, frames: list[MovingFrame]) -> None:
    with pytest.raises(InvalidInput, match="two frames"):
        moving_to_glb(look, frames[:1], name="walk")
