"""Compiled loops behind `intersection.py`."""

from __future__ import annotations

import numpy as np
from numba import njit

from fittingroom.arrays import Floats, Ints
from fittingroom.geometry._kernels_cells import cell_of


@njit(cache=True, nogil=True)
def _volume(x: Floats, i: int, j: int, k: int, m: int) -> float:
    """Six times the signed volume of four vertices, rounded the same in whatever order."""
    sign = 1.0
    if i > j:
        i, j, sign = j, i, -sign
    if k > m:
        k, m, sign = m, k, -sign
    if i > k:
        i, k, sign = k, i, -sign
    if j > m:
        j, m, sign = m, j, -sign
    if j > k:
        j, k, sign = k, j, -sign
    ax, ay, az = x[j, 0] - x[i, 0], x[j, 1] - x[i, 1], x[j, 2] - x[i, 2]
    bx, by, bz = x[k, 0] - x[i, 0], x[k, 1] - x[i, 1], x[k, 2] - x[i, 2]
    cx, cy, cz = x[m, 0] - x[i, 0], x[m, 1] - x[i, 1], x[m, 2] - x[i, 2]
    volume = ax * (by * cz - bz * cy) - ay * (bx * cz - bz * cx) + az * (bx * cy - by * cx)
    return sign * volume if volume != 0.0 else sign * 1e-300


@njit(cache=True, nogil=True)
def pierces(x: Floats, p: int, q: int, a: int, b: int, c: int) -> float:
    """Return where edge pq goes through triangle abc, as a share of the edge, or -1."""
    above, below = _volume(x, a, b, c, p), _volume(x, a, b, c, q)
    if (above > 0.0) == (below > 0.0):
        return -1.0
    first = _volume(x, p, q, a, b) > 0.0
    if (_volume(x, p, q, b, c) > 0.0) != first or (_volume(x, p, q, c, a) > 0.0) != first:
        return -1.0
    share: float = above / (above - below)
    return share


@njit(cache=True, nogil=True)
def find_piercings(
    x: Floats,
    edges: Ints,
    triangles: Ints,
    low: Floats,
    high: Floats,
    origin: Floats,
    inverse_cell: float,
    shape: Ints,
    start: Ints,
    items: Ints,
    pairs: Ints,
    shares: Floats,
) -> int:
    """Fill edge and triangle of every piercing; return how many there are, which may be more."""
    found = 0
    least, most = np.empty(3), np.empty(3)
    first, last, home = np.empty(3, np.int64), np.empty(3, np.int64), np.empty(3, np.int64)
    for e in range(edges.shape[0]):
        p, q = edges[e, 0], edges[e, 1]
        for c in range(3):
            least[c], most[c] = min(x[p, c], x[q, c]), max(x[p, c], x[q, c])
            first[c] = cell_of(least[c], origin[c], inverse_cell, shape[c])
            last[c] = cell_of(most[c], origin[c], inverse_cell, shape[c])
        for i in range(first[0], last[0] + 1):
            for j in range(first[1], last[1] + 1):
                for k in range(first[2], last[2] + 1):
                    cell = (i * shape[1] + j) * shape[2] + k
                    for s in range(start[cell], start[cell + 1]):
                        t = items[s]
                        apart = False
                        for c in range(3):
                            apart = apart or low[t, c] > most[c] or high[t, c] < least[c]
                        if apart:
                            continue
                        for c in range(3):
                            corner = max(least[c], low[t, c])
                            home[c] = cell_of(corner, origin[c], inverse_cell, shape[c])
                        if home[0] != i or home[1] != j or home[2] != k:
                            continue
                        a, b, d = triangles[t, 0], triangles[t, 1], triangles[t, 2]
                        if p in (a, b, d) or q in (a, b, d):
                            continue
                        share = pierces(x, p, q, a, b, d)
                        if share < 0.0:
                            continue
                        if found < pairs.shape[0]:
                            pairs[found, 0], pairs[found, 1] = e, t
                            shares[found] = share
                        found += 1
    return found
