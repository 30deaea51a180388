"""Compiled loops that sort boxes into the cells of an even grid.

Boxes go into every cell they touch. Two boxes that share several cells are met only in the one
that holds the larger of their lower corners, so that no pair is seen twice.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from fittingroom.arrays import Floats, Ints


@njit(cache=True, nogil=True)
def cell_of(value: float, origin: float, inverse_cell: float, count: int) -> int:
    """Return the cell of a coordinate along one axis, the outermost one beyond the grid."""
    return max(0, min(count - 1, int(np.floor((value - origin) * inverse_cell))))


@njit(cache=True, nogil=True)
def bound(vertices: Floats, members: Ints, low: Floats, high: Floats) -> None:
    """Fill the boxes round groups of vertices, one group a row of `members`."""
    for i in range(members.shape[0]):
        for c in range(3):
            least, most = np.inf, -np.inf
            for k in range(members.shape[1]):
                value = vertices[members[i, k], c]
                least, most = min(least, value), max(most, value)
            low[i, c], high[i, c] = least, most


@njit(cache=True, nogil=True)
def sort_into_cells(
    low: Floats, high: Floats, origin: Floats, inverse_cell: float, shape: Ints
) -> tuple[Ints, Ints]:
    """Return where each cell's boxes start, shape (cell + 1,), and the boxes' numbers."""
    nx, ny, nz = shape[0], shape[1], shape[2]
    start = np.zeros(nx * ny * nz + 1, np.int32)
    span = np.empty((low.shape[0], 6), np.int32)
    for i in range(low.shape[0]):
        for c in range(3):
            span[i, c] = cell_of(low[i, c], origin[c], inverse_cell, shape[c])
            span[i, 3 + c] = cell_of(high[i, c], origin[c], inverse_cell, shape[c])
        for x in range(span[i, 0], span[i, 3] + 1):
            for y in range(span[i, 1], span[i, 4] + 1):
                for z in range(span[i, 2], span[i, 5] + 1):
                    start[(x * ny + y) * nz + z + 1] += 1
    for cell in range(nx * ny * nz):
        start[cell + 1] += start[cell]
    following = start[:-1].copy()
    items = np.empty(start[-1], np.int32)
    for i in range(low.shape[0]):
        for x in range(span[i, 0], span[i, 3] + 1):
            for y in range(span[i, 1], span[i, 4] + 1):
                for z in range(span[i, 2], span[i, 5] + 1):
                    cell = (x * ny + y) * nz + z
                    items[following[cell]] = i
                    following[cell] += 1
    return start, items
