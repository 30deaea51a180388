"""Which triangle covers each pixel of a texture."""

from __future__ import annotations

import numpy as np
from numba import njit

from fittingroom.arrays import Floats, Ints


@njit(cache=True)
def cover(corner_uv: Floats, size: int, margin: float) -> tuple[Ints, Floats]:
    """Return the triangle over each pixel (-1 for none) and its barycentric coordinates.

    Args:
        corner_uv: texture coordinates, v up, shape (triangle, 3, 2).
        size: of the square texture [pixel].
        margin: how far a triangle reaches past its border, in barycentric units of a pixel.
    """
    owner = np.full((size, size), -1, np.int64)
    share = np.zeros((size, size, 3))
    best = np.full((size, size), -1e9)
    for t in range(len(corner_uv)):
        ax, ay = corner_uv[t, 0, 0] * size - 0.5, (1.0 - corner_uv[t, 0, 1]) * size - 0.5
        bx, by = corner_uv[t, 1, 0] * size - 0.5, (1.0 - corner_uv[t, 1, 1]) * size - 0.5
        cx, cy = corner_uv[t, 2, 0] * size - 0.5, (1.0 - corner_uv[t, 2, 1]) * size - 0.5
        area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
        if abs(area) < 1e-12:
            continue
        slack = margin * max(abs(bx - ax), abs(cx - ax), abs(by - ay), abs(cy - ay)) / abs(area)
        slack = min(slack + margin / np.sqrt(abs(area)), 6.0)
        for row in range(
            max(0, int(min(ay, by, cy) - margin)),
            min(size - 1, int(max(ay, by, cy) + margin + 1)) + 1,
        ):
            for column in range(
                max(0, int(min(ax, bx, cx) - margin)),
                min(size - 1, int(max(ax, bx, cx) + margin + 1)) + 1,
            ):
                b = ((column - ax) * (cy - ay) - (cx - ax) * (row - ay)) / area
                c = ((bx - ax) * (row - ay) - (column - ax) * (by - ay)) / area
                inside = min(1.0 - b - c, b, c)
                if inside > -slack and min(inside, 0.0) > best[row, column]:
                    best[row, column] = min(inside, 0.0)
                    owner[row, column] = t
                    share[row, column, 0] = 1.0 - b - c
                    share[row, column, 1] = b
                    share[row, column, 2] = c
    return owner, share
