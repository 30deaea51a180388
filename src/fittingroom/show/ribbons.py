"""Thin ribbons that lie on a surface: seam grooves and rows of stitches."""

from __future__ import annotations

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.show.surface import Surface


def ribbon(
    points: Floats,
    normals: Floats,
    segments: Ints,
    along: Floats,
    origin: Ints,
    *,
    width: float,
    lift: float,
) -> Surface:
    """Return a flat ribbon along line segments; v runs across it from 0 to 1.

    Args:
        points: ends of the segments [m], shape (point, 3).
        normals: of the surface below, shape (point, 3).
        segments: pairs of points, shape (segment, 2).
        along: u at both ends of each segment, shape (segment, 2).
        origin: the vertex that each point moves with, shape (point,).
        width: [m].
        lift: height above the surface [m].
    """
    direction = points[segments[:, 1]] - points[segments[:, 0]]
    direction /= np.maximum(np.linalg.norm(direction, axis=1, keepdims=True), 1e-12)
    corners, uv, normal, source = [], [], [], []
    for end in range(2):
        here = segments[:, end]
        side = np.cross(normals[here], _mean_direction(direction, segments, here, len(points)))
        side /= np.maximum(np.linalg.norm(side, axis=1, keepdims=True), 1e-12)
        for v, sign in ((0.0, -1.0), (1.0, 1.0)):
            corners.append(points[here] + 0.5 * width * sign * side + lift * normals[here])
            uv.append(np.column_stack([along[:, end], np.full(len(here), v)]))
            normal.append(normals[here])
            source.append(origin[here])
    row = np.arange(len(segments))
    a, b, c, d = (row + k * len(segments) for k in range(4))
    faces = np.concatenate([np.column_stack([a, c, b]), np.column_stack([b, c, d])])
    return Surface(
        np.concatenate(corners),
        np.concatenate(normal),
        np.concatenate(uv),
        faces,
        np.concatenate(source),
    )


def _mean_direction(direction: Floats, segments: Ints, here: Ints, count: int) -> Floats:
    """Return each segment's direction averaged with its neighbours' at the points `here`."""
    # directions have no sign: average the outer products, then take the strongest direction
    summed = np.zeros((count, 3, 3))
    outer = direction[:, :, None] * direction[:, None, :]
    for end in range(2):
        np.add.at(summed, segments[:, end], outer)
    axis = np.linalg.eigh(summed[here])[1][:, :, 2]
    sign = np.sign(np.sum(axis * direction, axis=1, keepdims=True))
    mean: Floats = axis * np.where(sign == 0.0, 1.0, sign)
    return mean


def contour(triangles: Ints, field: Floats, level: float) -> tuple[Ints, Floats, Ints]:
    """Return where a field over triangle corners crosses `level`.

    Args:
        triangles: shape (triangle, 3).
        field: value at each triangle corner, shape (triangle, 3).
        level: the value looked for.

    Returns:
        For each crossed triangle: its two crossed sides as corner pairs, shape (crossing, 2, 2);
        how far along each the crossing lies, shape (crossing, 2); the triangle, shape (crossing,).
    """
    above = field > level
    sides = np.array([[0, 1], [1, 2], [2, 0]])
    crossed = above[:, sides[:, 0]] != above[:, sides[:, 1]]
    which = np.flatnonzero(crossed.sum(1) == 2)
    chosen = np.argsort(~crossed[which], axis=1, kind="stable")[:, :2]
    pairs = sides[chosen]
    start = field[which[:, None], pairs[:, :, 0]]
    stop = field[which[:, None], pairs[:, :, 1]]
    share = (level - start) / (stop - start)
    return pairs, share, which
