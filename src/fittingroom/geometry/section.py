"""The cut of a mesh by a plane, and the tape around it.

A tape doesn't follow hollows: it lies on the convex hull of the cut. The perimeter's gradient is
closed form, so that a body can be fitted to a tape.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial import ConvexHull, QhullError

from fittingroom.arrays import Floats, Ints


@dataclass(frozen=True, slots=True)
class HullCut:
    """The convex hull of a mesh's cut by a plane.

    Args:
        points: the hull's corners in order [m], shape (corner, 3).
        edges: the mesh edge (two vertex numbers) each corner lies on, shape (corner, 2).
        shares: where on that edge: 0 at its first vertex, 1 at its second, shape (corner,).
        perimeter: length of the closed loop [m].
    """

    points: Floats
    edges: Ints
    shares: Floats
    perimeter: float


@dataclass(frozen=True, slots=True)
class HullSlope:
    """How a hull's perimeter changes.

    Args:
        first: per metre of each corner's first edge vertex, shape (corner, 3).
        second: per metre of each corner's second edge vertex, shape (corner, 3).
        origin: per metre of the plane's origin, shape (3,).
        normal: per unit of the plane's normal, shape (3,).
    """

    first: Floats
    second: Floats
    origin: Floats
    normal: Floats


def cut_edges(
    vertices: Floats, edges: Ints, origin: Floats, normal: Floats
) -> tuple[Floats, Ints, Floats]:
    """Return where `edges` cross a plane.

    Args:
        vertices: [m], shape (vertex, 3).
        edges: vertex numbers, shape (edge, 2).
        origin: a point of the plane [m], shape (3,).
        normal: unit normal, shape (3,).

    Returns:
        Points [m] `shape (crossing, 3)`, the edges crossed `shape (crossing, 2)` and the share
        along each, `shape (crossing,)`.
    """
    height = (vertices - origin) @ normal
    low, high = height[edges[:, 0]], height[edges[:, 1]]
    crossed = (low > 0) != (high > 0)
    low, high, edges = low[crossed], high[crossed], edges[crossed]
    shares = low / (low - high)
    a, b = vertices[edges[:, 0]], vertices[edges[:, 1]]
    return a + shares[:, None] * (b - a), edges, shares


def plane_axes(normal: Floats) -> tuple[Floats, Floats]:
    """Return two unit vectors that span the plane with unit `normal`, right-handed with it."""
    other = np.array([1.0, 0.0, 0.0]) if abs(normal[0]) < 0.8 else np.array([0.0, 0.0, 1.0])
    first = np.cross(normal, other)
    first /= np.linalg.norm(first)
    return first, np.cross(normal, first)


def hull_cut(vertices: Floats, edges: Ints, origin: Floats, normal: Floats) -> HullCut | None:
    """Lay a tape around a mesh: the convex hull of its cut by a plane.

    Args:
        vertices: [m], shape (vertex, 3).
        edges: edges that count, vertex numbers, shape (edge, 2).
        origin: a point of the plane [m], shape (3,).
        normal: unit normal, shape (3,).

    Returns:
        The loop, or None where the plane misses the mesh.
    """
    points, crossed, shares = cut_edges(vertices, edges, origin, normal)
    axes = np.stack(plane_axes(normal))
    if len(points) < 3:
        return None
    try:
        corners = ConvexHull(points @ axes.T).vertices
    except QhullError:
        return None
    loop = points[corners]
    length = np.linalg.norm(np.roll(loop, -1, axis=0) - loop, axis=1).sum()
    return HullCut(loop, crossed[corners], shares[corners], float(length))


def hull_slope(cut: HullCut, vertices: Floats, origin: Floats, normal: Floats) -> HullSlope:
    """Return the gradient of a hull's perimeter with respect to vertices and plane.

    A corner slides along its edge when the plane or the edge moves:
    `dp = (1-t) da + t db + (b-a) dt` with `dt` such that the corner stays in the plane.
    """
    step = np.roll(cut.points, -1, axis=0) - cut.points
    unit = step / np.maximum(np.linalg.norm(step, axis=1, keepdims=True), 1e-12)
    pull = np.roll(unit, 1, axis=0) - unit
    along = vertices[cut.edges[:, 1]] - vertices[cut.edges[:, 0]]
    slide = (pull * along).sum(axis=1) / (along @ normal)
    free = pull - slide[:, None] * normal
    return HullSlope(
        first=(1 - cut.shares)[:, None] * free,
        second=cut.shares[:, None] * free,
        origin=slide.sum() * normal,
        normal=-slide @ (cut.points - origin),
    )
