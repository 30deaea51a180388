"""Compiled loops that find and measure cloth near cloth: vertices by triangles, edges by edges."""

from __future__ import annotations

import numpy as np
from numba import njit

from fittingroom.arrays import Floats, Ints
from fittingroom.geometry._kernels_cells import cell_of


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
    uu = ux * ux + uy * uy + uz * uz
    vv = vx * vx + vy * vy + vz * vz
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
def find_vertices_near_triangles(
    x: Floats,
    triangles: Ints,
    low: Floats,
    high: Floats,
    origin: Floats,
    inverse_cell: float,
    shape: Ints,
    start: Ints,
    items: Ints,
    reach: float,
    found: Ints,
) -> int:
    """Fill vertex and triangle of every pair within reach; return how many, maybe more."""
    count = 0
    first, last, home = np.empty(3, np.int64), np.empty(3, np.int64), np.empty(3, np.int64)
    for v in range(x.shape[0]):
        for c in range(3):
            first[c] = cell_of(x[v, c] - reach, origin[c], inverse_cell, shape[c])
            last[c] = cell_of(x[v, c] + reach, origin[c], inverse_cell, shape[c])
        for i in range(first[0], last[0] + 1):
            for j in range(first[1], last[1] + 1):
                for k in range(first[2], last[2] + 1):
                    cell = (i * shape[1] + j) * shape[2] + k
                    for s in range(start[cell], start[cell + 1]):
                        t = items[s]
                        if (
                            low[t, 0] > x[v, 0] + reach
                            or high[t, 0] < x[v, 0] - reach
                            or low[t, 1] > x[v, 1] + reach
                            or high[t, 1] < x[v, 1] - reach
                            or low[t, 2] > x[v, 2] + reach
                            or high[t, 2] < x[v, 2] - reach
                        ):
                            continue
                        a, b, d = triangles[t, 0], triangles[t, 1], triangles[t, 2]
                        if v == a or v == b or v == d:
                            continue
                        for c in range(3):
                            corner = max(x[v, c] - reach, low[t, c])
                            home[c] = cell_of(corner, origin[c], inverse_cell, shape[c])
                        if home[0] != i or home[1] != j or home[2] != k:
                            continue
                        wa, wb, wd = point_triangle(x, v, a, b, d)
                        square = 0.0
                        for c in range(3):
                            off = x[v, c] - wa * x[a, c] - wb * x[b, c] - wd * x[d, c]
                            square += off * off
                        if square > reach * reach:
                            continue
                        if count < found.shape[0]:
                            found[count, 0], found[count, 1] = v, t
                        count += 1
    return count


@njit(cache=True, nogil=True)
def find_edges_near_edges(
    x: Floats,
    edges: Ints,
    low: Floats,
    high: Floats,
    origin: Floats,
    inverse_cell: float,
    shape: Ints,
    start: Ints,
    items: Ints,
    reach: float,
    found: Ints,
) -> int:
    """Fill the two edges of every pair within reach; return how many, which may be more."""
    count = 0
    first, last, home = np.empty(3, np.int64), np.empty(3, np.int64), np.empty(3, np.int64)
    for e in range(edges.shape[0]):
        p, q = edges[e, 0], edges[e, 1]
        for c in range(3):
            first[c] = cell_of(low[e, c] - reach, origin[c], inverse_cell, shape[c])
            last[c] = cell_of(high[e, c] + reach, origin[c], inverse_cell, shape[c])
        for i in range(first[0], last[0] + 1):
            for j in range(first[1], last[1] + 1):
                for k in range(first[2], last[2] + 1):
                    cell = (i * shape[1] + j) * shape[2] + k
                    for n in range(start[cell], start[cell + 1]):
                        f = items[n]
                        if (
                            f <= e
                            or low[f, 0] > high[e, 0] + reach
                            or high[f, 0] < low[e, 0] - reach
                            or low[f, 1] > high[e, 1] + reach
                            or high[f, 1] < low[e, 1] - reach
                            or low[f, 2] > high[e, 2] + reach
                            or high[f, 2] < low[e, 2] - reach
                        ):
                            continue
                        a, b = edges[f, 0], edges[f, 1]
                        if p == a or p == b or q == a or q == b:
                            continue
                        for c in range(3):
                            corner = max(low[e, c] - reach, low[f, c])
                            home[c] = cell_of(corner, origin[c], inverse_cell, shape[c])
                        if home[0] != i or home[1] != j or home[2] != k:
                            continue
                        s, t = edge_edge(x, p, q, a, b)
                        square = 0.0
                        for c in range(3):
                            off = (1 - s) * x[p, c] + s * x[q, c] - (1 - t) * x[a, c] - t * x[b, c]
                            square += off * off
                        if square > reach * reach:
                            continue
                        if count < found.shape[0]:
                            found[count, 0], found[count, 1] = e, f
                        count += 1
    return count
