"""Compiled loops that measure cloth near cloth: vertices by triangles, edges by edges."""

from __future__ import annotations

import numpy as np
from numba import njit

from fittingroom.arrays import Floats, Ints

_POINT = 1e-24  # [m²] keeps an edge whose ends begin in one place from dividing by nothing


@njit(cache=True, nogil=True, error_model="numpy")
def point_triangle(x: Floats, v: int, a: int, b: int, c: int) -> tuple[float, float, float]:
    """Return the barycentric weights of the triangle's point closest to a vertex.

    Source: Ericson, Real-Time Collision Detection (2005), section 5.1.5.
    """
    abx, aby, abz = x[b, 0] - x[a, 0], x[b, 1] - x[a, 1], x[b, 2] - x[a, 2]
    acx, acy, acz = x[c, 0] - x[a, 0], x[c, 1] - x[a, 1], x[c, 2] - x[a, 2]
    px, py, pz = x[v, 0] - x[a, 0], x[v, 1] - x[a, 1], x[v, 2] - x[a, 2]
    d1 = abx * px + aby * py + abz * pz
    d2 = acx * px + acy * py + acz * pz
    if d1 <= 0.0 and d2 <= 0.0:
        return 1.0, 0.0, 0.0
    bb = abx * abx + aby * aby + abz * abz
    bc = abx * acx + aby * acy + abz * acz
    cc = acx * acx + acy * acy + acz * acz
    d3, d4 = d1 - bb, d2 - bc
    if d3 >= 0.0 and d4 <= d3:
        return 0.0, 1.0, 0.0
    vc = d1 * d4 - d3 * d2
    if vc <= 0.0 and d1 >= 0.0 and d3 <= 0.0:
        share = d1 / (d1 - d3)
        return 1.0 - share, share, 0.0
    d5, d6 = d1 - bc, d2 - cc
    if d6 >= 0.0 and d5 <= d6:
        return 0.0, 0.0, 1.0
    vb = d5 * d2 - d1 * d6
    if vb <= 0.0 and d2 >= 0.0 and d6 <= 0.0:
        share = d2 / (d2 - d6)
        return 1.0 - share, 0.0, share
    va = d3 * d6 - d5 * d4
    if va <= 0.0 and d4 - d3 >= 0.0 and d5 - d6 >= 0.0:
        share = (d4 - d3) / ((d4 - d3) + (d5 - d6))
        return 0.0, 1.0 - share, share
    total = va + vb + vc
    return va / total, vb / total, vc / total


@njit(cache=True, nogil=True, error_model="numpy")
def edge_edge(x: Floats, p: int, q: int, a: int, b: int) -> tuple[float, float]:
    """Return the shares along pq and ab of the two points closest to one another.

    Source: Ericson, Real-Time Collision Detection (2005), section 5.1.9.
    """
    ux, uy, uz = x[q, 0] - x[p, 0], x[q, 1] - x[p, 1], x[q, 2] - x[p, 2]
    vx, vy, vz = x[b, 0] - x[a, 0], x[b, 1] - x[a, 1], x[b, 2] - x[a, 2]
    wx, wy, wz = x[p, 0] - x[a, 0], x[p, 1] - x[a, 1], x[p, 2] - x[a, 2]
    uu = ux * ux + uy * uy + uz * uz + _POINT
    vv = vx * vx + vy * vy + vz * vz + _POINT
    uv = ux * vx + uy * vy + uz * vz
    uw = ux * wx + uy * wy + uz * wz
    vw = vx * wx + vy * wy + vz * wz
    denominator = uu * vv - uv * uv
    s = 0.5
    if denominator > 1e-12 * uu * vv:
        s = min(1.0, max(0.0, (uv * vw - uw * vv) / denominator))
    t = (uv * s + vw) / vv
    if t < 0.0:
        t = 0.0
        s = min(1.0, max(0.0, -uw / uu))
    elif t > 1.0:
        t = 1.0
        s = min(1.0, max(0.0, (uv - uw) / uu))
    return s, t


@njit(cache=True, nogil=True, error_model="numpy")
def measure_pairs(
    x: Floats,
    corners: Ints,
    vertex_pairs: int,
    weights: Floats,
    normals: Floats,
    distance: Floats,
) -> None:
    """Fill weights of the closest points, the direction between them and their distance.

    The first `vertex_pairs` rows of `corners` are a vertex and a triangle, the others two edges.
    """
    for n in range(corners.shape[0]):
        i, j, k, m = corners[n, 0], corners[n, 1], corners[n, 2], corners[n, 3]
        if n < vertex_pairs:
            u, v, w = point_triangle(x, i, j, k, m)
            weights[n, 0], weights[n, 1], weights[n, 2], weights[n, 3] = 1.0, -u, -v, -w
        else:
            s, t = edge_edge(x, i, j, k, m)
            weights[n, 0], weights[n, 1] = 1.0 - s, s
            weights[n, 2], weights[n, 3] = t - 1.0, -t
        square = 0.0
        for c in range(3):
            value = (
                weights[n, 0] * x[i, c]
                + weights[n, 1] * x[j, c]
                + weights[n, 2] * x[k, c]
                + weights[n, 3] * x[m, c]
            )
            normals[n, c] = value
            square += value * value
        distance[n] = np.sqrt(square)
        for c in range(3):
            normals[n, c] /= distance[n] + 1e-300


@njit(cache=True, nogil=True)
def carry_over(known: Ints, known_drag: Floats, keys: Ints, drag: Floats) -> None:
    """Hand the springs of friction of known pairs, keys rising, to the same pairs found again."""
    for n in range(keys.shape[0]):
        at = np.searchsorted(known, keys[n])
        if at < known.shape[0] and known[at] == keys[n]:
            for c in range(3):
                drag[n, c] = known_drag[at, c]
