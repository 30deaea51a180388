"""Compiled loops that search for cloth near cloth: vertices by triangles, edges by edges.

Every piece is a ball round its middle. Balls are sorted by their middles into cells as wide as two
of them together, so that a ball only meets those in its own and the neighbouring cells; along the
last axis, three cells are one run of memory.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from fittingroom.arrays import Floats, Ints
from fittingroom.drape._kernels_near import edge_edge, point_triangle
from fittingroom.geometry._kernels_cells import cell_of, sort_into_cells


@njit(cache=True, nogil=True)
def find_vertices_near_triangles(
    x: Floats,
    budget: Floats,
    due: Ints,
    triangles: Ints,
    most_cells: int,
    corners: Ints,
    keys: Ints,
) -> int:
    """Fill the pairs that may meet; return how many there are, maybe more than there is room for.

    A vertex and a triangle may meet if they are no further apart than the vertex and any of the
    triangle's corners may move. Only pairs of which a corner is `due` are looked for.
    """
    count = 0
    balls = _balls(x, budget, triangles)
    size = balls[:, 3].max() + budget.max()
    origin, inverse_cell, shape = _grid(x, size, most_cells)
    start, items = sort_into_cells(balls[:, :3], balls[:, :3], origin, inverse_cell, shape)
    balls = balls[items]
    before = _due_before(due, triangles, items)
    for v in range(x.shape[0]):
        i = cell_of(x[v, 0], origin[0], inverse_cell, shape[0])
        j = cell_of(x[v, 1], origin[1], inverse_cell, shape[1])
        k = cell_of(x[v, 2], origin[2], inverse_cell, shape[2])
        for di in range(max(i - 1, 0), min(i + 2, shape[0])):
            for dj in range(max(j - 1, 0), min(j + 2, shape[1])):
                row = (di * shape[1] + dj) * shape[2]
                begin, end = start[row + max(k - 1, 0)], start[row + min(k + 2, shape[2])]
                if not due[v] and before[begin] == before[end]:
                    continue
                for s in range(begin, end):
                    dx, dy, dz = x[v, 0] - balls[s, 0], x[v, 1] - balls[s, 1], x[v, 2] - balls[s, 2]
                    far = balls[s, 3] + budget[v]
                    if dx * dx + dy * dy + dz * dz > far * far:
                        continue
                    if not due[v] and before[s] == before[s + 1]:
                        continue
                    t = items[s]
                    a, b, d = triangles[t, 0], triangles[t, 1], triangles[t, 2]
                    if v in (a, b, d):
                        continue
                    reach = budget[v] + max(budget[a], budget[b], budget[d])
                    wa, wb, wd = point_triangle(x, v, a, b, d)
                    square = 0.0
                    for c in range(3):
                        off = x[v, c] - wa * x[a, c] - wb * x[b, c] - wd * x[d, c]
                        square += off * off
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
    due: Ints,
    edges: Ints,
    most_cells: int,
    corners: Ints,
    keys: Ints,
) -> int:
    """Fill the pairs of edges that may meet; see `find_vertices_near_triangles`."""
    count = 0
    balls = _balls(x, budget, edges)
    origin, inverse_cell, shape = _grid(x, 2.0 * balls[:, 3].max(), most_cells)
    start, items = sort_into_cells(balls[:, :3], balls[:, :3], origin, inverse_cell, shape)
    before = _due_before(due, edges, items)
    bars = np.empty((edges.shape[0], 8))
    for s in range(edges.shape[0]):
        p, q = edges[items[s], 0], edges[items[s], 1]
        for c in range(3):
            bars[s, c], bars[s, 3 + c] = balls[items[s], c], 0.5 * (x[q, c] - x[p, c])
        bars[s, 6], bars[s, 7] = balls[items[s], 3], max(budget[p], budget[q])
    for i in range(shape[0]):
        for j in range(shape[1]):
            for k in range(shape[2]):
                row = (i * shape[1] + j) * shape[2]
                for m in range(start[row + k], start[row + k + 1]):
                    late = before[m] != before[m + 1]
                    # the rest of this run, then the four rows that come after
                    for turn in range(5):
                        if turn == 0:
                            first, last = m + 1, start[row + min(k + 2, shape[2])]
                        else:
                            di, dj = i + min(turn - 1, 1), j + (1 if turn == 1 else turn - 3)
                            if di >= shape[0] or dj < 0 or dj >= shape[1]:
                                continue
                            other = (di * shape[1] + dj) * shape[2]
                            first = start[other + max(k - 1, 0)]
                            last = start[other + min(k + 2, shape[2])]
                        if not late and before[first] == before[last]:
                            continue
                        for n in range(first, last):
                            if not late and before[n] == before[n + 1]:
                                continue
                            if _bars_apart(bars, m, n):
                                continue
                            e, f = min(items[m], items[n]), max(items[m], items[n])
                            p, q, a, b = edges[e, 0], edges[e, 1], edges[f, 0], edges[f, 1]
                            if p in (a, b) or q in (a, b):
                                continue
                            s, t = edge_edge(x, p, q, a, b)
                            reach, square = bars[m, 7] + bars[n, 7], 0.0
                            for c in range(3):
                                off = (1 - s) * x[p, c] + s * x[q, c]
                                off -= (1 - t) * x[a, c] + t * x[b, c]
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
def _due_before(due: Ints, members: Ints, items: Ints) -> Ints:
    """How many groups of vertices with one that is due come before each in the cells' order."""
    before = np.zeros(items.shape[0] + 1, np.int32)
    for s in range(items.shape[0]):
        late = 0
        for m in range(members.shape[1]):
            late |= due[members[items[s], m]]
        before[s + 1] = before[s] + late
    return before


@njit(cache=True, nogil=True)
def _bars_apart(bars: Floats, m: int, n: int) -> bool:
    """Whether two edges, seen along the line between their middles, leave room enough."""
    dx, dy, dz = bars[n, 0] - bars[m, 0], bars[n, 1] - bars[m, 1], bars[n, 2] - bars[m, 2]
    between = dx * dx + dy * dy + dz * dz
    far = bars[m, 6] + bars[n, 6]
    if between > far * far:
        return True
    room = between - abs(dx * bars[m, 3] + dy * bars[m, 4] + dz * bars[m, 5])
    room -= abs(dx * bars[n, 3] + dy * bars[n, 4] + dz * bars[n, 5])
    reach = bars[m, 7] + bars[n, 7]
    return bool(room > 0.0 and room * room > reach * reach * between)


@njit(cache=True, nogil=True, error_model="numpy")
def _balls(x: Floats, budget: Floats, members: Ints) -> Floats:
    """Middle and radius of each group of vertices, the way they may move included."""
    balls = np.zeros((members.shape[0], 4))
    corners = members.shape[1]
    for i in range(members.shape[0]):
        radius = most = 0.0
        for m in range(corners):
            for c in range(3):
                balls[i, c] += x[members[i, m], c] / corners
        for m in range(corners):
            v = members[i, m]
            square = 0.0
            for c in range(3):
                square += (x[v, c] - balls[i, c]) ** 2
            radius, most = max(radius, square), max(most, budget[v])
        balls[i, 3] = np.sqrt(radius) + most
    return balls


@njit(cache=True, nogil=True, error_model="numpy")
def _grid(x: Floats, size: float, most_cells: int) -> tuple[Floats, float, Ints]:
    """Origin, cells per metre and shape of a grid round all vertices with cells of `size`."""
    low, high = np.empty(3), np.empty(3)
    for c in range(3):
        low[c], high[c] = x[:, c].min(), x[:, c].max()
    shape = np.empty(3, np.int64)
    while True:
        total = 1.0
        for c in range(3):
            shape[c] = np.int64((high[c] - low[c]) / size) + 1
            total *= shape[c]
        if total <= most_cells:
            break
        size *= 1.3
    return low, 1.0 / size, shape
