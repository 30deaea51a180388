"""Winding numbers against spheres, apart and overlapping."""

from __future__ import annotations

import numpy as np
import pytest
import trimesh

from fittingroom.geometry.mesh import TriangleMesh
from fittingroom.geometry.winding import Winding

TRUE_TO = 0.1  # what far clusters taken as one may add up to


@pytest.fixture(scope="module")
def pair() -> TriangleMesh:
    """Two spheres of 1 m, their middles 1 m apart, as one mesh."""
    one = trimesh.creation.icosphere(4)
    other = one.vertices + np.array([1.0, 0.0, 0.0])
    triangles = np.vstack([one.faces, one.faces + len(other)])
    return TriangleMesh(np.vstack([one.vertices, other]), triangles)


def test_it_counts_how_often_a_point_is_enclosed(pair: TriangleMesh) -> None:
    points = np.array([[0.5, 0.1, 0.0], [-0.6, 0.0, 0.2], [1.7, 0.1, 0.0], [0.5, 1.2, 0.0]])
    numbers = Winding(pair).at(points, pair.vertices)
    np.testing.assert_allclose(numbers, [2.0, 1.0, 1.0, 0.0], atol=TRUE_TO)


def test_it_is_right_close_to_the_surface(pair: TriangleMesh) -> None:
    rng = np.random.default_rng(3)
    way = rng.normal(size=(200, 3))
    way /= np.linalg.norm(way, axis=1, keepdims=True)
    way = way[way[:, 0] < 0.4]  # the first sphere, where the other is not
    inside = Winding(pair).at(0.98 * way, pair.vertices)
    outside = Winding(pair).at(1.001 * way, pair.vertices)
    np.testing.assert_allclose(inside, 1.0, atol=TRUE_TO)
    np.testing.assert_allclose(outside, 0.0, atol=TRUE_TO)


def test_vertices_near_a_point_may_move(pair: TriangleMesh) -> None:
    winding = Winding(pair)
    grown = pair.vertices.copy()
    grown[: len(grown) // 2] *= 1.05  # the first sphere
    numbers = winding.at(np.array([[-1.02, 0.0, 0.0]]), grown)
    assert winding.at(np.array([[-1.02, 0.0, 0.0]]), pair.vertices)[0] < 0.5 < numbers[0]
