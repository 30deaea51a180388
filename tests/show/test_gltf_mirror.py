"""look_mirror.glb: valid, and in each example pose the garment is where it was corrected to."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from glb import Glb
from scipy.spatial import cKDTree
from test_gltf import issues, validator  # noqa: F401

from fittingroom.body.poses import HANDS_ON_HIPS, WALKING
from fittingroom.body.posing import move
from fittingroom.drape.skinned import SkinnedGarment, posed_garment, skin_garment_steps
from fittingroom.errors import InvalidInput
from fittingroom.progress import finish
from fittingroom.show.cloth import MOST_LIFT
from fittingroom.show.gltf_mirror import mirror_to_glb
from fittingroom.show.gltf_skeleton import local_transforms
from fittingroom.show.look import Look


@pytest.fixture(scope="module")
def skinned(look: Look) -> SkinnedGarment:
    paths = ((WALKING,), (HANDS_ON_HIPS,))
    return finish(skin_garment_steps(look.drape, look.garment.fabrics, paths=paths))


@pytest.fixture(scope="module")
def content(look: Look, skinned: SkinnedGarment) -> bytes:
    return mirror_to_glb(look, skinned)


def test_khronos_validator_finds_nothing(
    content: bytes,
    validator: Path,  # noqa: F811
    tmp_path: Path,
) -> None:
    (tmp_path / "look_mirror.glb").write_bytes(content)
    (report,) = issues(validator, tmp_path / "look_mirror.glb").values()
    assert report["messages"] == []


def test_a_viewer_finds_each_example(look: Look, skinned: SkinnedGarment, content: bytes) -> None:
    """Joints in an example pose and its one target: the corrected garment, within its lift."""
    glb = Glb(content)
    mesh = glb.mesh(look.garment.ref)
    names = mesh["extras"]["targetNames"]
    assert len(mesh["extras"]["poses"]) == len(names) + 1
    assert mesh["weights"] == [0.0] * len(names)
    for pose in (WALKING, HANDS_ON_HIPS):
        number = names.index(pose.name)
        told = mesh["extras"]["poses"][number + 1]
        assert told.keys() == pose.rotations.keys()
        places, turns = local_transforms(move(look.drape.body, pose)[0], look.drape.body)
        for bone, node in enumerate(glb.json["nodes"][: len(places)]):
            node["translation"], node["rotation"] = places[bone].tolist(), turns[bone].tolist()
        cloth = mesh["primitives"][0]
        inverse = glb.array(glb.json["skins"][0]["inverseBindMatrices"]).reshape(-1, 4, 4)
        motions = glb.joint_transforms() @ inverse.transpose(0, 2, 1).astype(float)
        mixed = np.einsum(
            "vb,vbij->vij",
            glb.attribute(cloth, "WEIGHTS_0").astype(float),
            motions[glb.attribute(cloth, "JOINTS_0")],
        )
        points = glb.attribute(cloth, "POSITION") + glb.array(cloth["targets"][number]["POSITION"])
        shown = np.einsum("vij,vj->vi", mixed[:, :3, :3], points) + mixed[:, :3, 3]
        truth = posed_garment(skinned, pose)
        assert cKDTree(truth).query(shown)[0].max() < MOST_LIFT * 1.2 + 1e-4


def test_a_viewer_finds_where_each_vertex_meets_skin(
    look: Look, skinned: SkinnedGarment, content: bytes
) -> None:
    """The first seed is the triangle of the shown body nearest in the drape, within its lift."""
    glb = Glb(content)
    cloth, body = (glb.mesh(name)["primitives"][0] for name in (look.garment.ref, "body"))
    seeds = glb.attribute(cloth, "_SKIN_SEEDS").astype(int)
    assert seeds.dtype == np.int64
    assert np.all((seeds == 65535) | (seeds < len(look.drape.body.mesh.triangles)))
    triangles = glb.array(body["indices"]).reshape(-1, 3)
    skin, points = (glb.attribute(part, "POSITION") for part in (body, cloth))
    close = glb.attribute(cloth, "_EASE") < 0.003
    apart = skin[triangles[seeds[close, 0]]] - points[close][:, None]
    assert close.any()
    assert np.linalg.norm(apart, axis=2).min(axis=1).max() < 0.04


def test_another_drapes_garment_is_refused(look: Look, skinned: SkinnedGarment) -> None:
    from dataclasses import replace

    with pytest.raises(InvalidInput, match="another drape"):
        mirror_to_glb(replace(look, drape=replace(look.drape)), skinned)
