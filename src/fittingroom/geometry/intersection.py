"""Where a mesh goes through itself.

Two triangles in general position cross exactly if an edge of one pierces the other. An edge and a
triangle with a common corner can't, so this also finds triangles that share one corner and cross
elsewhere. Triangles in one and the same plane don't count as crossing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.geometry.cells import sort_boxes
from fittingroom.geometry.mesh import edges as edges_of

_FEW = 1024  # piercings there is room for at first


@dataclass(frozen=True, slots=True)
class Piercings:
    """Edges of a mesh that go through its triangles.

    Args:
        edges: every edge of the mesh once, vertex numbers, shape (edge, 2).
        edge: number of each edge that pierces, shape (piercing,).
        triangle: the triangle it goes through, shape (piercing,).
        share: where along the edge, 0 at its first vertex, shape (piercing,).
    """

    edges: Ints
    edge: Ints
    triangle: Ints
    share: Floats


def find_piercings(vertices: Floats, triangles: Ints, *, edges: Ints | None = None) -> Piercings:
    """Find where a mesh's edges go through its triangles.

    Args:
        vertices: [m], shape (vertex, 3).
        triangles: vertex numbers, shape (triangle, 3).
        edges: every edge once where the caller has them, shape (edge, 2).
    """
    from fittingroom.geometry import _kernels_intersection as kernels

    x = np.ascontiguousarray(vertices, np.float64)
    faces = np.ascontiguousarray(triangles, np.int64)
    ends = np.ascontiguousarray(edges_of(faces) if edges is None else edges, np.int64)
    lengths = np.linalg.norm(x[ends[:, 0]] - x[ends[:, 1]], axis=1)
    cells = sort_boxes(x, faces, float(lengths.mean()))
    room = _FEW
    while True:
        pairs, shares = np.empty((room, 2), np.int64), np.empty(room)
        found = kernels.find_piercings(
            x,
            ends,
            faces,
            cells.low,
            cells.high,
            cells.origin,
            cells.inverse_cell,
            cells.shape,
            cells.start,
            cells.items,
            pairs,
            shares,
        )
        if found <= room:
            return Piercings(ends, pairs[:found, 0], pairs[:found, 1], shares[:found])
        room = found


def crossing_triangles(triangles: Ints, piercings: Piercings) -> Ints:
    """Return the pairs of triangles that cross, lower number first, each once, shape (pair, 2)."""
    count = int(triangles.max()) + 1 if len(triangles) else 1
    sides = np.sort(np.stack([triangles, np.roll(triangles, -1, axis=1)], axis=2), axis=2)
    key = (sides[..., 0].astype(np.int64) * count + sides[..., 1]).ravel()
    order = np.argsort(key, kind="stable")
    ends = piercings.edges[piercings.edge].astype(np.int64)
    wanted = ends[:, 0] * count + ends[:, 1]
    begin = np.searchsorted(key[order], wanted, "left")
    copies = np.searchsorted(key[order], wanted, "right") - begin
    piercing = np.repeat(np.arange(len(wanted)), copies)
    within = np.arange(len(piercing)) - np.repeat(np.cumsum(copies) - copies, copies)
    owner = order[begin[piercing] + within] // 3
    pairs = np.sort(np.column_stack([owner, piercings.triangle[piercing]]), axis=1)
    return np.unique(pairs, axis=0)


def count_crossings(vertices: Floats, triangles: Ints) -> int:
    """Return how many pairs of a mesh's triangles cross."""
    return len(crossing_triangles(triangles, find_piercings(vertices, triangles)))
