"""Signed distance against closed forms and against another library."""

from __future__ import annotations

import numpy as np
import pytest
import trimesh

from fittingroom.arrays import Floats
from fittingroom.geometry.distance import MeshDistance
from fittingroom.geometry.mesh import TriangleMesh


def mesh_of(shape: trimesh.Trimesh) -> TriangleMesh:
    return TriangleMesh(shape.vertices, shape.faces)


def points(count: int, size: float, seed: int = 0) -> Floats:
    return np.random.default_rng(seed).uniform(-size, size, (count, 3))


def test_box_is_exact() -> None:
    """Inside and outside, faces, edges and corners, to rounding."""
    half = np.array([0.2, 0.3, 0.1])
    box = MeshDistance(mesh_of(trimesh.creation.box(extents=2 * half)))
    at = points(5000, 0.5)
    beyond = np.abs(at) - half
    outside = np.linalg.norm(np.maximum(beyond, 0), axis=1)
    exact = np.where((beyond < 0).all(axis=1), beyond.max(axis=1), outside)
    distance, closest, triangle = box.signed(at)
    assert np.abs(distance - exact).max() < 1e-12
    assert np.abs(np.linalg.norm(at - closest, axis=1) - np.abs(exact)).max() < 1e-12
    normal = box.normals(triangle)
    plane = np.einsum("ij,ij->i", closest, normal)
    assert np.abs(plane - np.abs(normal) @ half).max() < 1e-12


def test_sphere_is_within_its_facets() -> None:
    """20,480 facets of a 30 cm sphere lie at most 0.09 mm inside it."""
    sphere = MeshDistance(mesh_of(trimesh.creation.icosphere(5, radius=0.3)))
    at = points(2000, 0.4)
    error = sphere.signed(at)[0] - (np.linalg.norm(at, axis=1) - 0.3)
    assert error.min() > -1e-12
    assert error.max() < 9e-5


def test_agrees_with_another_library_on_a_crooked_body() -> None:
    """A torus cut sharp by noise, signs by winding number, distances by brute force."""
    shape = trimesh.creation.torus(0.3, 0.1, major_sections=24, minor_sections=12)
    shape.vertices += np.random.default_rng(1).normal(0, 0.008, shape.vertices.shape)
    at = points(300, 0.45, seed=2)
    distance = MeshDistance(mesh_of(shape)).signed(at)[0]
    corners = shape.triangles
    brute = [
        np.linalg.norm(
            trimesh.triangles.closest_point(corners, np.tile(p, (len(corners), 1))) - p, axis=1
        )
        for p in at
    ]
    assert np.abs(np.abs(distance) - np.min(brute, axis=1)).max() < 1e-12
    a, b, c = (corners[None, :, k] - at[:, None] for k in range(3))
    la, lb, lc = (np.linalg.norm(side, axis=2) for side in (a, b, c))
    top = np.einsum("pti,pti->pt", a, np.cross(b, c))
    low = la * lb * lc + (a * b).sum(2) * lc + (b * c).sum(2) * la + (c * a).sum(2) * lb
    winding = np.arctan2(top, low).sum(axis=1) / (2 * np.pi)
    assert np.array_equal(distance < 0, winding > 0.5)


def test_field_is_exact_near_the_surface() -> None:
    """Within 8 mm of a sphere: value within 0.2 mm and normal within 3° (facets tilt by 2°)."""
    sphere = MeshDistance(mesh_of(trimesh.creation.icosphere(4, radius=0.15)))
    field = sphere.field(np.full(3, -0.2), np.full(3, 0.2), 0.008)
    direction = points(2000, 1.0)
    direction /= np.linalg.norm(direction, axis=1, keepdims=True)
    at = direction * np.random.default_rng(4).uniform(0.142, 0.158, (2000, 1))
    value, normal = field.at(at)
    assert np.abs(value - sphere.signed(at)[0]).max() < 2e-4
    assert np.einsum("ij,ij->i", normal, direction).min() > np.cos(np.radians(3.0))


def test_a_field_round_points_is_the_whole_field_there() -> None:
    """What is asked near some points costs less and is the same, to the last bit."""
    distance = MeshDistance(mesh_of(trimesh.creation.icosphere(subdivisions=3, radius=0.1)))
    low, high = np.full(3, -0.15), np.full(3, 0.15)
    some = points(40, 0.12)
    some *= (0.1 + 0.01 * np.sin(np.arange(40.0)))[:, None] / np.linalg.norm(some, axis=1)[:, None]
    whole, part = (distance.field(low, high, 0.01, around=around) for around in (None, some))
    np.testing.assert_array_equal(part.at(some)[0], whole.at(some)[0])
    assert np.any(part.values != whole.values)


def test_field_points_outward_deep_inside() -> None:
    sphere = MeshDistance(mesh_of(trimesh.creation.icosphere(3, radius=0.15)))
    field = sphere.field(np.full(3, -0.2), np.full(3, 0.2), 0.008)
    at = points(500, 0.08)
    at = at[np.linalg.norm(at, axis=1) > 0.03]
    value, normal = field.at(at)
    assert value.max() < 0
    assert np.einsum("ij,ij->i", normal, at).min() > 0


def test_field_with_floor() -> None:
    sphere = MeshDistance(mesh_of(trimesh.creation.icosphere(3, radius=0.05)))
    field = sphere.field(np.array([0.1, -0.1, 0.1]), np.array([0.4, 0.2, 0.4]), 0.01).with_floor()
    value, normal = field.at(np.array([[0.3, -0.03, 0.3], [0.3, 0.02, 0.3]]))
    assert value == pytest.approx([-0.03, 0.02], abs=1e-6)
    assert normal[:, 1] == pytest.approx([1.0, 1.0], abs=1e-6)


def test_moved_is_as_good_as_new() -> None:
    mesh = mesh_of(trimesh.creation.icosphere(3, radius=0.2))
    squeezed = TriangleMesh(mesh.vertices * [1.0, 0.6, 1.3], mesh.triangles)
    at = points(500, 0.3)
    moved, fresh = MeshDistance(mesh).moved(squeezed), MeshDistance(squeezed)
    assert np.allclose(moved.signed(at)[0], fresh.signed(at)[0], atol=1e-15)
