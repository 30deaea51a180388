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
    budget: Floats,
    triangles: Ints,
    low: Floats,
    high: Floats,
    origin: Floats,
    inverse_cell: float,
    shape: Ints,
    start: Ints,
    items: Ints,
    corners: Ints,
    keys: Ints,
) -> int:
    """Fill the pairs that may meet; return how many there are, maybe more than there is room for.

    A vertex and a triangle may meet if they are no further apart than the vertex and any of the
    triangle's corners may move; `low` and `high` are boxes round all places of the triangle.
    """
    count = 0
    least, most = np.empty(3), np.empty(3)
    first, last, home = np.empty(3, np.int64), np.empty(3, np.int64), np.empty(3, np.int64)
    for v in range(x.shape[0]):
        for c in range(3):
            least[c], most[c] = x[v, c] - budget[v], x[v, c] + budget[v]
            first[c] = cell_of(least[c], origin[c], inverse_cell, shape[c])
            last[c] = cell_of(most[c], origin[c], inverse_cell, shape[c])
        for i in range(first[0], last[0] + 1):
            for j in range(first[1], last[1] + 1):
                for k in range(first[2], last[2] + 1):
                    cell = (i * shape[1] + j) * shape[2] + k
                    for s in range(start[cell], start[cell + 1]):
                        t = items[s]
                        if _apart(least, most, low, high, t):
                            continue
                        a, b, d = triangles[t, 0], triangles[t, 1], triangles[t, 2]
                        if v in (a, b, d):
                            continue
                        for c in range(3):
                            corner = max(least[c], low[t, c])
                            home[c] = cell_of(corner, origin[c], inverse_cell, shape[c])
                        if home[0] != i or home[1] != j or home[2] != k:
                            continue
                        wa, wb, wd = point_triangle(x, v, a, b, d)
                        square = 0.0
                        for c in range(3):
                            off = x[v, c] - wa * x[a, c] - wb * x[b, c] - wd * x[d, c]
                            square += off * off
                        reach = budget[v] + max(budget[a], budget[b], budget[d])
                        if square > reach * reach:
                            continue
                        if count < keys.shape[0]:
                            corners[count, 0], corners[count, 1] = v, a
                            corners[count, 2], corners[count, 3] = b, d
                            keys[count] = v * triangles.shape[0] + t
                        count += 1
    return count


@njit(cache=True, nogil=True)
def find_edges_near_edges(
    x: Floats,
    budget: Floats,
    edges: Ints,
    low: Floats,
    high: Floats,
    origin: Floats,
    inverse_cell: float,
    shape: Ints,
    start: Ints,
    items: Ints,
    corners: Ints,
    keys: Ints,
) -> int:
    """Fill the pairs of edges that may meet; see `find_vertices_near_triangles`."""
    count = 0
    bars = np.empty((edges.shape[0], 7))
    for e in range(edges.shape[0]):
        p, q = edges[e, 0], edges[e, 1]
        for c in range(3):
            bars[e, c], bars[e, 3 + c] = 0.5 * (x[p, c] + x[q, c]), 0.5 * (x[q, c] - x[p, c])
        bars[e, 6] = max(budget[p], budget[q])
    for cell in range(start.shape[0] - 1):
        for m in range(start[cell], start[cell + 1]):
            e = items[m]
            mx, my, mz = bars[e, 0], bars[e, 1], bars[e, 2]
            hx, hy, hz, own = bars[e, 3], bars[e, 4], bars[e, 5], bars[e, 6]
            for n in range(m + 1, start[cell + 1]):
                f = items[n]
                dx, dy, dz = bars[f, 0] - mx, bars[f, 1] - my, bars[f, 2] - mz
                # seen along the line between their middles, edges may leave room enough
                between = dx * dx + dy * dy + dz * dz
                room = between - abs(dx * hx + dy * hy + dz * hz)
                room -= abs(dx * bars[f, 3] + dy * bars[f, 4] + dz * bars[f, 5])
                reach = own + bars[f, 6]
                if room > 0.0 and room * room > reach * reach * between:
                    continue
                p, q, a, b = edges[e, 0], edges[e, 1], edges[f, 0], edges[f, 1]
                if p in (a, b) or q in (a, b):
                    continue
                if _home(low, e, f, origin, inverse_cell, shape) != cell:
                    continue
                s, t = edge_edge(x, p, q, a, b)
                square = 0.0
                for c in range(3):
                    off = (1 - s) * x[p, c] + s * x[q, c] - (1 - t) * x[a, c] - t * x[b, c]
                    square += off * off
                if square > reach * reach:
                    continue
                if count < keys.shape[0]:
                    corners[count, 0], corners[count, 1] = p, q
                    corners[count, 2], corners[count, 3] = a, b
                    keys[count] = np.int64(e) * edges.shape[0] + f
                count += 1
    return count


@njit(cache=True, nogil=True)
def _home(low: Floats, e: int, f: int, origin: Floats, inverse_cell: float, shape: Ints) -> int:
    """The one cell in which two boxes meet that share several."""
    i = cell_of(max(low[e, 0], low[f, 0]), origin[0], inverse_cell, shape[0])
    j = cell_of(max(low[e, 1], low[f, 1]), origin[1], inverse_cell, shape[1])
    k = cell_of(max(low[e, 2], low[f, 2]), origin[2], inverse_cell, shape[2])
    home: int = (i * shape[1] + j) * shape[2] + k
    return home


@njit(cache=True, nogil=True)
def _apart(least: Floats, most: Floats, low: Floats, high: Floats, n: int) -> bool:
    apart: bool = (
        low[n, 0] > most[0]
        or high[n, 0] < least[0]
        or low[n, 1] > most[1]
        or high[n, 1] < least[1]
        or low[n, 2] > most[2]
        or high[n, 2] < least[2]
    )
    return apart


@njit(cache=True, nogil=True)
def carry_over(known: Ints, known_drag: Floats, keys: Ints, drag: Floats) -> None:
    """Hand the springs of friction of known pairs, keys rising, to the same pairs found again."""
    for n in range(keys.shape[0]):
        at = np.searchsorted(known, keys[n])
        if at < known.shape[0] and known[at] == keys[n]:
            for c in range(3):
                drag[n, c] = known_drag[at, c]
