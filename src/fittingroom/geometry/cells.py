"""An even grid of cells that finds boxes near boxes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fittingroom.arrays import Floats, Ints

_MOST_CELLS = 400_000  # a grid is coarsened rather than cleared longer than it is searched


@dataclass(frozen=True, slots=True)
class Cells:
    """Groups of vertices sorted into cells by their boxes.

    Args:
        low: lower corner of each box [m], shape (box, 3).
        high: upper corner of each box [m], shape (box, 3).
        origin: lower corner of the grid [m], shape (3,).
        inverse_cell: cells per metre [1/m].
        shape: cells along each axis, shape (3,).
        start: where each cell's boxes start in `items`, shape (cell + 1,).
        items: numbers of the boxes in each cell.
    """

    low: Floats
    high: Floats
    origin: Floats
    inverse_cell: float
    shape: Ints
    start: Ints
    items: Ints


def sort_boxes(vertices: Floats, members: Ints, size: float) -> Cells:
    """Sort groups of vertices (edges, triangles) into cells of about `size` [m].

    Args:
        vertices: [m], shape (vertex, 3).
        members: vertex numbers of each group, shape (group, corner).
        size: spacing of the cells [m]; about the groups' own size is fastest.
    """
    from fittingroom.geometry._kernels_cells import bound, sort_into_cells

    low, high = np.empty((len(members), 3)), np.empty((len(members), 3))
    bound(vertices, members, low, high)
    origin = low.min(axis=0) if len(low) else np.zeros(3)
    extent = high.max(axis=0) - origin if len(low) else np.zeros(3)
    size = max(size, 1e-9, float(np.prod(extent + size) / _MOST_CELLS) ** (1 / 3))
    shape = np.asarray(extent / size, dtype=np.int64) + 1
    start, items = sort_into_cells(low, high, origin, 1 / size, shape)
    return Cells(low, high, origin, 1 / size, shape, start, items)
