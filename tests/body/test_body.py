"""The body itself: frame, mesh, rig, parts, landmarks."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import trimesh

from fittingroom.body.basis import load_basis
from fittingroom.body.making import BodyFit
from fittingroom.body.parts import PARTS

LANDMARKS = {
    "crown", "neck_back", "neck_front", "neck_left", "neck_right", "shoulder_left",
    "shoulder_right", "bust_left", "bust_right", "armpit_left", "armpit_right", "underbust",
    "waist", "navel", "hip", "crotch", "elbow_left", "elbow_right", "wrist_left", "wrist_right",
    "knee_left", "knee_right", "ankle_left", "ankle_right",
}  # fmt: skip


def test_frame(fitted: BodyFit) -> None:
    body, at = fitted.body, fitted.body.landmarks
    vertices = body.mesh.vertices
    assert abs(vertices[:, 1].min()) < 1e-12
    left_foot = vertices[(body.parts == PARTS.index("left_leg")) & (vertices[:, 1] < 0.03)]
    assert left_foot[:, 2].max() > 0.1 > -left_foot[:, 2].min()  # toes lie farther ahead
    assert at["wrist_left"][0] > 0.2 > -0.2 > at["wrist_right"][0]
    assert at["bust_left"][2] > at["neck_back"][2]
    assert np.allclose(at["ankle_left"][[0]], -at["ankle_right"][[0]], atol=1e-6)
    assert abs(at["ankle_left"][2]) < 0.02


def test_mesh_is_closed_and_wound_outward(fitted: BodyFit) -> None:
    mesh = fitted.body.mesh
    seen = trimesh.Trimesh(mesh.vertices, mesh.triangles, process=False)
    assert seen.is_watertight
    assert seen.is_winding_consistent
    assert seen.volume > 0.04


def test_landmarks_are_where_they_say(fitted: BodyFit) -> None:
    at, height = fitted.body.landmarks, fitted.measured["height"]
    assert set(at) == LANDMARKS
    order = [
        "ankle_left", "knee_left", "crotch", "hip", "navel", "waist", "underbust", "armpit_left",
        "shoulder_left", "neck_left", "crown",
    ]  # fmt: skip
    heights = [at[name][1] for name in order]
    assert heights == sorted(heights)
    assert at["crown"][1] == height
    assert at["shoulder_left"][0] > at["neck_left"][0] > 0.03
    assert at["neck_back"][2] < at["neck_left"][2] < at["neck_front"][2]
    for name in order[:4]:
        assert abs(at[name][0]) < 0.25
    for side in ("shoulder", "bust", "armpit", "neck", "elbow", "knee"):
        mirrored = at[f"{side}_right"] * [-1, 1, 1]
        assert np.allclose(at[f"{side}_left"], mirrored, atol=1e-4)  # joints differ by 0.02 mm


def test_rig(fitted: BodyFit) -> None:
    body = fitted.body
    assert all(name.replace("_", "").isalnum() for name in body.skeleton.names)
    assert (body.skeleton.parents < np.arange(len(body.skeleton.parents))).all()
    assert np.allclose(body.skin_weights.sum(axis=1), 1)
    assert body.texture_coordinates.shape == (len(body.mesh.triangles), 3, 2)
    assert 0 <= body.texture_coordinates.min() <= body.texture_coordinates.max() <= 1


def test_parts_lie_on_their_side(fitted: BodyFit) -> None:
    body = fitted.body
    assert set(body.parts) == set(range(len(PARTS)))
    for limb in ("arm", "leg"):
        assert (body.rest_vertices[body.parts == PARTS.index(f"left_{limb}"), 0] > -0.01).all()
        assert (body.rest_vertices[body.parts == PARTS.index(f"right_{limb}"), 0] < 0.01).all()
    head = body.mesh.vertices[body.parts == PARTS.index("head")]
    assert head[:, 1].min() > body.landmarks["neck_front"][1]


def test_arrays_are_read_only(woman: BodyFit) -> None:
    body = woman.body
    for values in (body.mesh.vertices, body.rest_vertices, body.posed_from_rest, body.parts):
        assert not values.flags.writeable


def test_a_body_needs_no_torch() -> None:
    code = (
        "import sys, fittingroom as fr;"
        "fr.make_body(fr.read_person({'sex': 'male', 'height_cm': 180}));"
        "assert not {'torch', 'anny', 'warp'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_basis_is_symmetric() -> None:
    basis = load_basis()
    assert (basis.mirror[basis.mirror] == np.arange(len(basis.mirror))).all()
    twin = basis.vertices[basis.mirror, :, 0] * np.array([-1, 1, 1])
    assert np.allclose(basis.vertices[:, :, 0], twin)
