"""look.glb: valid, true to scale, as draped, moved by its skeleton."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from glb import Glb
from scipy.spatial import cKDTree
from scipy.spatial.transform import Rotation

from fittingroom.show.cloth import MOST_LIFT
from fittingroom.show.gltf import body_to_glb, to_glb
from fittingroom.show.look import Look
from fittingroom.show.weaves import weave

WEB = Path(__file__).resolve().parents[2] / "web"


@pytest.fixture(scope="module")
def content(look: Look) -> bytes:
    return to_glb(look)


@pytest.fixture(scope="module")
def glb(content: bytes) -> Glb:
    return Glb(content)


@pytest.fixture(scope="module")
def validator() -> Path:
    """The Khronos validator, installed by the lock file where it isn't yet."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("node is not installed: the Khronos validator can't run")
    if not (WEB / "node_modules" / "gltf-validator").is_dir():
        subprocess.run(["npm", "ci", "--no-fund", "--no-audit"], cwd=WEB, check=True)
    return WEB / "validate.mjs"


def issues(validator: Path, *files: Path) -> dict[str, dict[str, object]]:
    command = ["node", str(validator), *map(str, files)]
    done = subprocess.run(command, cwd=WEB, check=True, capture_output=True, text=True)
    found: dict[str, dict[str, object]] = json.loads(done.stdout)
    return found


def test_khronos_validator_finds_nothing(
    look: Look, content: bytes, validator: Path, tmp_path: Path
) -> None:
    for name, file in (("look", content), ("body", body_to_glb(look.drape.body))):
        (tmp_path / f"{name}.glb").write_bytes(file)
    found = issues(validator, tmp_path / "look.glb", tmp_path / "body.glb")
    assert len(found) == 2
    for report in found.values():
        assert report["messages"] == []


def test_the_validator_would_have_found_something(
    content: bytes, validator: Path, tmp_path: Path
) -> None:
    """A normal that isn't unit, in the same file, is an error."""
    glb = Glb(content)
    primitive = glb.mesh("body")["primitives"][0]
    accessor = glb.json["accessors"][primitive["attributes"]["NORMAL"]]
    start = glb.json["bufferViews"][accessor["bufferView"]]["byteOffset"]
    spoiled = bytearray(content)
    at = len(content) - len(glb.binary) + start
    spoiled[at : at + 12] = np.array([9, 9, 9], np.float32).tobytes()
    (tmp_path / "spoiled.glb").write_bytes(spoiled)
    (report,) = issues(validator, tmp_path / "spoiled.glb").values()
    assert report["numErrors"] == 1


def test_one_named_mesh_for_body_and_garment(glb: Glb, look: Look) -> None:
    assert [mesh["name"] for mesh in glb.json["meshes"]] == ["body", look.garment.ref]
    skinned = [node for node in glb.json["nodes"] if "mesh" in node]
    assert [node["skin"] for node in skinned] == [0, 0]
    joints = [glb.json["nodes"][joint]["name"] for joint in glb.json["skins"][0]["joints"]]
    assert joints == list(look.drape.body.skeleton.names)


def test_small_enough_to_send(content: bytes) -> None:
    assert len(content) < 6_000_000


def test_stands_on_the_floor_facing_plus_z_in_metres(glb: Glb, look: Look) -> None:
    points = glb.attribute(glb.mesh("body")["primitives"][0], "POSITION")
    assert points[:, 1].min() == pytest.approx(0.0, abs=1e-4)
    assert points[:, 1].max() == pytest.approx(1.68, abs=0.01)
    feet = points[points[:, 1] < 0.03]
    assert feet[:, 2].max() > -feet[:, 2].min()  # toes reach further than heels


def test_weights_sum_to_one(glb: Glb) -> None:
    for mesh in glb.json["meshes"]:
        for primitive in mesh["primitives"]:
            weights = glb.attribute(primitive, "WEIGHTS_0")
            assert weights.shape[1] == 4
            assert weights.min() >= 0.0
            np.testing.assert_allclose(weights.sum(1), 1.0, atol=3e-7)
            assert glb.attribute(primitive, "JOINTS_0").max() < len(glb.json["skins"][0]["joints"])


def test_shows_the_drape_as_it_is(glb: Glb, look: Look) -> None:
    """With and without skinning; cloth is lifted off skin by half a thickness at most."""
    joints = glb.joint_transforms()
    for mesh, truth, tolerance in (
        ("body", look.drape.body.mesh.vertices, 1e-6),
        (look.garment.ref, look.drape.vertices, MOST_LIFT + 1e-6),
    ):
        primitive = glb.mesh(mesh)["primitives"][0]
        still = glb.attribute(primitive, "POSITION").astype(float)
        assert cKDTree(still).query(truth)[0].max() <= tolerance or mesh != "body"
        # Glb stores float32: 1e-6 m at 2 m from the origin, summed over four bones
        np.testing.assert_allclose(glb.posed(primitive, joints), still, atol=2e-5)
    shell = glb.attribute(glb.mesh(look.garment.ref)["primitives"][0], "POSITION")
    assert cKDTree(look.drape.vertices).query(shell[:100])[0].max() <= MOST_LIFT + 1e-6


def test_sleeve_follows_the_arm(glb: Glb, look: Look) -> None:
    turned = {"upperarm01_L": Rotation.from_euler("z", 35, degrees=True)}
    joints = glb.joint_transforms(turned)
    skin = glb.posed(glb.mesh("body")["primitives"][0], joints)
    before = glb.attribute(glb.mesh(look.garment.ref)["primitives"][0], "POSITION").astype(float)
    after = glb.posed(glb.mesh(look.garment.ref)["primitives"][0], joints)
    moved = np.linalg.norm(after - before, axis=1)
    assert moved.max() > 0.08
    # the right half of the garment stays where it was
    assert moved[before[:, 0] < -0.05].max() < 0.02
    # nothing is left behind in the air or thrown off the body
    assert cKDTree(skin).query(after)[0].max() < cKDTree(skin).query(before)[0].max() + 0.06


def test_texture_runs_true_to_scale_along_the_grain(glb: Glb, look: Look) -> None:
    """Pattern metres come back from texture coordinates times the tile, v along the warp."""
    primitive = glb.mesh(look.garment.ref)["primitives"][0]
    width, height = weave(look.garment.appearance.weave).size
    uv = glb.attribute(primitive, "TEXCOORD_0").astype(float)
    flat = np.column_stack([uv[:, 0] * width, (1.0 - uv[:, 1]) * height])
    triangles = glb.array(primitive["indices"]).reshape(-1, 3)
    drape, panels = look.drape, look.drape.pattern.panels
    shell = np.array([panels[number].cloth == "shell" for number in drape.panel])
    cut = drape.pattern_points[shell]
    np.testing.assert_allclose(flat[triangles[: len(cut)]], cut, atol=1e-5)


def test_carries_ease_strain_and_pressure(glb: Glb, look: Look) -> None:
    primitive = glb.mesh(look.garment.ref)["primitives"][0]
    ease = glb.attribute(primitive, "_EASE")
    assert ease.max() == pytest.approx(look.drape.gap.max(), abs=1e-3)
    assert glb.attribute(primitive, "_STRAIN").max() <= look.drape.strain.max() + 1e-6
    pressure = glb.attribute(primitive, "_PRESSURE")
    assert pressure.max() == pytest.approx(look.drape.pressure.max(), rel=1e-6)
