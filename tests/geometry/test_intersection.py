"""Where a mesh goes through itself, against slow checks written another way."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fittingroom.geometry.intersection import (
    count_crossings,
    crossing_triangles,
    find_piercings,
)


def soup(seed: int, count: int, size: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """Triangles thrown into a cube, each with corners of its own."""
    rng = np.random.default_rng(seed)
    centres = rng.uniform(0, 3, (count, 1, 3))
    return (centres + rng.normal(0, size, (count, 3, 3))).reshape(-1, 3), np.arange(
        3 * count
    ).reshape(-1, 3)


def cross_by_linear_systems(a: np.ndarray, b: np.ndarray) -> bool:
    """Whether a side of one triangle meets the other: 3 x 3 systems, no signed volumes."""
    for one, other in ((a, b), (b, a)):
        for start, end in zip(one, np.roll(one, -1, axis=0), strict=True):
            sides = np.column_stack([other[1] - other[0], other[2] - other[0], start - end])
            if abs(np.linalg.det(sides)) < 1e-14:
                continue
            u, v, t = np.linalg.solve(sides, start - other[0])
            if u >= 0 and v >= 0 and u + v <= 1 and 0 <= t <= 1:
                return True
    return False


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_finds_the_pairs_that_a_brute_force_finds(seed: int) -> None:
    vertices, triangles = soup(seed, 60)
    corners = vertices[triangles]
    slow = {
        pair
        for pair in combinations(range(len(triangles)), 2)
        if cross_by_linear_systems(corners[pair[0]], corners[pair[1]])
    }
    assert len(slow) > 100
    found = crossing_triangles(triangles, find_piercings(vertices, triangles))
    assert set(map(tuple, found.tolist())) == slow


@given(st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_counts_the_same_in_any_order_and_place(seed: int) -> None:
    vertices, triangles = soup(seed, 12)
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(vertices))
    turn = np.linalg.qr(rng.normal(size=(3, 3)))[0]
    moved = (vertices @ turn.T + rng.normal(size=3))[order]
    again = np.argsort(order)[triangles][rng.permutation(len(triangles))]
    assert count_crossings(vertices, triangles) == count_crossings(moved, again)


def test_neighbours_do_not_cross_but_a_fold_through_itself_does() -> None:
    """Three triangles in a strip; the third is folded back through the first."""
    flat = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [1, 1, 0], [0.5, 2.0, 0.0]], float)
    strip = np.array([[0, 1, 2], [2, 1, 3], [2, 3, 4]])
    assert count_crossings(flat, strip) == 0
    folded = flat.copy()
    folded[3], folded[4] = [0.5, 0.5, 1.0], [0.3, 0.2, -1.0]
    # triangles 0 and 2 have corner 2 in common and cross all the same
    found = crossing_triangles(strip, find_piercings(folded, strip))
    assert found.tolist() == [[0, 2]]


def test_says_where_along_the_edge() -> None:
    vertices = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0.2, 0.2, -1], [0.2, 0.2, 3], [9, 9, 9]])
    triangles = np.array([[0, 1, 2], [3, 4, 5]])
    found = find_piercings(vertices, triangles)
    ends = [tuple(edge) for edge in found.edges[found.edge].tolist()]
    number = ends.index((3, 4))
    assert found.triangle[number] == 0
    assert found.share[number] == pytest.approx(0.25)


def test_two_balls_cross_in_a_closed_line() -> None:
    """Every edge that pierces is one step of the line; each is met by two triangles."""
    trimesh = pytest.importorskip("trimesh")
    ball = trimesh.creation.icosphere(subdivisions=3)
    count = len(ball.vertices)
    shifted = ball.vertices + np.array([0.7123, 0.1017, 0.0341])
    vertices = np.vstack([ball.vertices, shifted])
    triangles = np.vstack([ball.faces, ball.faces + count])
    piercings = find_piercings(vertices, triangles)
    pairs = crossing_triangles(triangles, piercings)
    # a closed polygon has as many corners as sides
    assert len(pairs) == len(piercings.edge) > 50
    assert count_crossings(ball.vertices, ball.faces) == 0
    assert count_crossings(np.vstack([ball.vertices, ball.vertices + 2.5]), triangles) == 0
