"""The tape around a mesh: closed forms, hollows, gradients."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ellipe

from fittingroom.arrays import Floats, Ints
from fittingroom.geometry.mesh import edges
from fittingroom.geometry.section import hull_cut, hull_slope, plane_axes

SIDES = 720
# a regular 720-gon is shorter than its circle by the factor (pi/n)^2/6 = 3.2e-6
POLYGON = 1e-5


def tube(
    outline: Floats, low: float, high: float, *, top_scale: float = 1.0
) -> tuple[Floats, Ints]:
    """Return an open tube over an outline in the x-z plane."""
    count = len(outline)
    bottom = np.c_[outline[:, 0], np.full(count, low), outline[:, 1]]
    top = np.c_[top_scale * outline[:, 0], np.full(count, high), top_scale * outline[:, 1]]
    k = np.arange(count)
    after = (k + 1) % count
    triangles = np.r_[np.c_[k, k + count, after], np.c_[after, k + count, after + count]]
    return np.r_[bottom, top], edges(triangles)


def circle(radius: float) -> Floats:
    angle = np.linspace(0, 2 * np.pi, SIDES, endpoint=False)
    return radius * np.c_[np.cos(angle), np.sin(angle)]


def test_girth_of_a_cylinder() -> None:
    vertices, lines = tube(circle(0.15), -1, 1)
    cut = hull_cut(vertices, lines, np.array([0, 0.3, 0]), np.array([0.0, 1, 0]))
    assert cut is not None
    assert cut.perimeter == pytest.approx(2 * np.pi * 0.15, rel=POLYGON)
    assert np.allclose(cut.points[:, 1], 0.3)


@pytest.mark.parametrize("degrees", [10, 35, 60])
def test_tilted_cut_of_a_cylinder_is_an_ellipse(degrees: float) -> None:
    vertices, lines = tube(circle(0.1), -1, 1)
    tilt = np.radians(degrees)
    cut = hull_cut(vertices, lines, np.zeros(3), np.array([np.sin(tilt), np.cos(tilt), 0]))
    assert cut is not None
    long = 0.1 / np.cos(tilt)
    assert cut.perimeter == pytest.approx(4 * long * ellipe(1 - (0.1 / long) ** 2), rel=POLYGON)


def test_cut_of_a_cone_shrinks_linearly() -> None:
    vertices, lines = tube(circle(0.2), 0, 1, top_scale=0.5)
    cut = hull_cut(vertices, lines, np.array([0, 0.4, 0]), np.array([0.0, 1, 0]))
    assert cut is not None
    assert cut.perimeter == pytest.approx(2 * np.pi * 0.2 * (1 - 0.5 * 0.4), rel=POLYGON)


def test_tape_bridges_a_hollow() -> None:
    u_shape = np.array([[0, 0], [3, 0], [3, 2], [2, 2], [2, 1], [1, 1], [1, 2], [0, 2.0]])
    vertices, lines = tube(u_shape, 0, 1)
    cut = hull_cut(vertices, lines, np.array([0, 0.5, 0]), np.array([0.0, 1, 0]))
    assert cut is not None
    assert cut.perimeter == pytest.approx(2 * (3 + 2))


def test_plane_beside_the_mesh_has_no_tape() -> None:
    vertices, lines = tube(circle(0.1), 0, 1)
    assert hull_cut(vertices, lines, np.array([0, 2.0, 0]), np.array([0.0, 1, 0])) is None


def test_axes_span_the_plane() -> None:
    for normal in np.eye(3):
        first, second = plane_axes(normal)
        assert np.allclose(np.cross(first, second), normal)


def test_slopes_agree_with_finite_differences() -> None:
    """Central differences of 1e-6 m: their own error is some 1e-7."""
    rng = np.random.default_rng(3)
    angle = np.sort(rng.random(40)) * 2 * np.pi
    vertices, lines = tube(0.2 * np.c_[np.cos(angle), 0.7 * np.sin(angle)], -0.5, 0.5)
    vertices = vertices + rng.normal(0, 0.004, vertices.shape)
    origin, normal = np.array([0.01, 0.05, 0]), np.array([0.1, 0.98, -0.15])
    normal /= np.linalg.norm(normal)

    def girth(points: Floats, at: Floats, up: Floats) -> float:
        cut = hull_cut(points, lines, at, up / np.linalg.norm(up))
        assert cut is not None
        return cut.perimeter

    cut = hull_cut(vertices, lines, origin, normal)
    assert cut is not None
    slope = hull_slope(cut, vertices, origin, normal)
    whole = np.zeros_like(vertices)
    np.add.at(whole, cut.edges[:, 0], slope.first)
    np.add.at(whole, cut.edges[:, 1], slope.second)
    move = rng.normal(size=vertices.shape)
    step = 1e-6
    by_vertices = (
        girth(vertices + step * move, origin, normal)
        - girth(vertices - step * move, origin, normal)
    ) / (2 * step)
    assert (whole * move).sum() == pytest.approx(by_vertices, rel=1e-5)
    shift = rng.normal(size=3)
    by_origin = (
        girth(vertices, origin + step * shift, normal)
        - girth(vertices, origin - step * shift, normal)
    ) / (2 * step)
    assert slope.origin @ shift == pytest.approx(by_origin, rel=1e-5)
    turn = np.cross(rng.normal(size=3), normal)
    by_normal = (
        girth(vertices, origin, normal + step * turn)
        - girth(vertices, origin, normal - step * turn)
    ) / (2 * step)
    assert slope.normal @ turn == pytest.approx(by_normal, rel=1e-4)
