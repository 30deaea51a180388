"""Compiled loop behind `winding.py`."""

from __future__ import annotations

import numpy as np
from numba import njit

from fittingroom.arrays import Floats, Ints


@njit(cache=True, nogil=True, error_model="numpy")
def winding_at(
    points: Floats,
    vertices: Floats,
    triangles: Ints,
    ends: Ints,
    centres: Floats,
    reaches: Floats,
    areas: Floats,
    far: float,
    out: Floats,
) -> None:
    """Sum the solid angles of clusters of triangles: far ones as one dipole, near ones exactly.

    Source: Barill et al., "Fast winding numbers for soups and clouds", SIGGRAPH 2018; the solid
    angle of a triangle: Van Oosterom and Strackee, IEEE TBME 30(2), 1983.
    """
    for p in range(points.shape[0]):
        x, y, z = points[p, 0], points[p, 1], points[p, 2]
        total = 0.0
        for c in range(centres.shape[0]):
            dx, dy, dz = centres[c, 0] - x, centres[c, 1] - y, centres[c, 2] - z
            away = np.sqrt(dx * dx + dy * dy + dz * dz)
            if away > far * reaches[c]:
                flux = areas[c, 0] * dx + areas[c, 1] * dy + areas[c, 2] * dz
                total += flux / (away * away * away)
                continue
            for t in range(ends[c], ends[c + 1]):
                i, j, k = triangles[t, 0], triangles[t, 1], triangles[t, 2]
                ax, ay, az = vertices[i, 0] - x, vertices[i, 1] - y, vertices[i, 2] - z
                bx, by, bz = vertices[j, 0] - x, vertices[j, 1] - y, vertices[j, 2] - z
                cx, cy, cz = vertices[k, 0] - x, vertices[k, 1] - y, vertices[k, 2] - z
                a = np.sqrt(ax * ax + ay * ay + az * az)
                b = np.sqrt(bx * bx + by * by + bz * bz)
                d = np.sqrt(cx * cx + cy * cy + cz * cz)
                above = (
                    ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) + az * (bx * cy - by * cx)
                )
                below = a * b * d + (ax * bx + ay * by + az * bz) * d
                below += (bx * cx + by * cy + bz * cz) * a + (cx * ax + cy * ay + cz * az) * b
                total += 2.0 * np.arctan2(above, below)
        out[p] = total / (4.0 * np.pi)
