"""Compiled loop of linear blend skinning."""

from __future__ import annotations

from numba import njit

from fittingroom.arrays import Floats, Ints


@njit(cache=True, nogil=True)
def skin_points(points: Floats, bones: Ints, weights: Floats, motions: Floats, out: Floats) -> None:
    """Fill `out` with points moved with their bones, shape (point, 3).

    `bones` and `weights` have the shape (point, influence), `motions` (bone, 4, 4).
    """
    for p in range(points.shape[0]):
        x, y, z = points[p, 0], points[p, 1], points[p, 2]
        for c in range(3):
            out[p, c] = 0.0
        for i in range(bones.shape[1]):
            share = weights[p, i]
            if share == 0.0:
                continue
            turn = motions[bones[p, i]]
            for c in range(3):
                moved = turn[c, 0] * x + turn[c, 1] * y + turn[c, 2] * z + turn[c, 3]
                out[p, c] += share * moved
