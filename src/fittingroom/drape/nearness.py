"""Which parts of a cloth are near which others: vertices by triangles, edges by edges."""

from __future__ import annotations

from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fittingroom.arrays import Floats, Ints
from fittingroom.drape.links import THINNEST
from fittingroom.drape.model import KEPT_MODELS, SKIN_GAP, DrapeModel
from fittingroom.errors import DrapeDiverged
from fittingroom.geometry.intersection import Piercings, find_piercings
from fittingroom.geometry.mesh import edges as edges_of

_SHARE_OF_TRIANGLE = 0.3  # of a triangle's least height its gap may be: else neighbours repel
_MOST_CELLS = 200_000  # of the search: clearing more takes longer than it saves
_ROOM = 6  # pairs there is room for at first, per vertex


@dataclass(frozen=True, slots=True, eq=False)
class ClothTopology:
    """What of a cloth never changes and the search needs.

    Args:
        triangles: shape (triangle, 3).
        edges: every edge once, shape (edge, 2).
        beside: the one or two triangles of each edge, -1 for none, shape (edge, 2).
        gap: distance a vertex keeps from other layers [m], shape (vertex,).
        spacing: mean edge [m].
    """

    triangles: Ints
    edges: Ints
    beside: Ints
    gap: Floats
    spacing: float


@dataclass(frozen=True, slots=True)
class Pairs:
    """Parts near one another: first a vertex and a triangle each, then two edges.

    Args:
        corners: vertex and triangle, or two edges, shape (pair, 4).
        keys: number of every pair, the same whenever it is found again, shape (pair,).
        vertex_pairs: how many are a vertex and a triangle.
        loose: whether they cross now, so that nothing keeps them apart, shape (pair,).
        piercings: where the cloth goes through itself.
    """

    corners: NDArray[Any]
    keys: Ints
    vertex_pairs: int
    loose: Ints
    piercings: Piercings | None


@lru_cache(maxsize=KEPT_MODELS)
def cloth_topology(model: DrapeModel) -> ClothTopology:
    """Gather what the search for near parts needs."""
    triangles = np.ascontiguousarray(model.triangles, np.int64)
    edges = np.ascontiguousarray(edges_of(triangles), np.int64)
    # slopes are gradients of hat functions: one over the heights of the triangle
    steepest = np.hypot(model.slopes[:, :3], model.slopes[:, 3:]).max(axis=1)
    least = np.full(model.vertex_count, np.inf)
    np.minimum.at(least, triangles.ravel(), np.repeat(1 / steepest, 3))
    gap = np.minimum(
        np.maximum(2 * (model.offset - SKIN_GAP), THINNEST), _SHARE_OF_TRIANGLE * least
    )
    spacing = float(np.sqrt(model.area.mean() * 4 / np.sqrt(3)))
    return ClothTopology(triangles, edges, _beside(triangles, edges), gap, spacing)


def find_pairs(cloth: ClothTopology, x: Floats, budget: Floats, *, tangled: bool) -> Pairs:
    """Find all pairs of parts without a common corner that may meet.

    Args:
        cloth: what is fixed.
        x: vertices [m], shape (vertex, 3).
        budget: how far each vertex may move [m], shape (vertex,).
        tangled: whether the cloth may go through itself, so that it must be looked for.

    Raises:
        DrapeDiverged: a place is no number.
    """
    due = np.ones(len(x), bool)
    with ThreadPoolExecutor(1) as second:
        near, by_vertex, close, by_edge = _all_pairs(cloth, x, budget, due, second)
    loose = np.zeros(len(near) + len(close), np.int64)
    piercings = None
    if tangled:
        piercings = find_piercings(x, cloth.triangles, edges=cloth.edges)
        loose = _loose(cloth, piercings, near, close)
    return Pairs(
        np.concatenate([by_vertex, by_edge]),
        # negative numbers are pairs of edges
        np.concatenate([near, -1 - close]),
        len(near),
        loose,
        piercings if piercings is not None and len(piercings.edge) else None,
    )


def renew_pairs(
    cloth: ClothTopology, x: Floats, budget: Floats, due: NDArray[np.bool_], known: Pairs
) -> Pairs:
    """Find again the pairs of the parts whose vertices are due, and keep the others.

    Args:
        cloth: what is fixed; it doesn't go through itself.
        x: vertices [m], shape (vertex, 3).
        budget: how far each vertex may move from here [m]: those that are due get a new one, the
            others have what is left of theirs, shape (vertex,).
        due: shape (vertex,).
        known: the pairs found before.

    Raises:
        DrapeDiverged: a place is no number.
    """
    near, by_vertex, close, by_edge = _all_pairs(cloth, x, budget, due, None)
    kept = np.flatnonzero(~due[known.corners].any(axis=1))
    first = int(np.searchsorted(kept, known.vertex_pairs))
    corners, keys = known.corners[kept], known.keys[kept]
    corners = np.concatenate([corners[:first], by_vertex, corners[first:], by_edge])
    return Pairs(
        corners,
        np.concatenate([keys[:first], near, keys[first:], -1 - close]),
        first + len(near),
        np.zeros(len(corners), np.int64),
        None,
    )


def lengths(vectors: Floats) -> Floats:
    """Return how long vectors are, shape (vector,)."""
    return np.asarray(np.sqrt(np.einsum("ij,ij->i", vectors, vectors)))


def _all_pairs(
    cloth: ClothTopology, x: Floats, budget: Floats, due: NDArray[np.bool_], second: Executor | None
) -> tuple[Ints, NDArray[Any], Ints, NDArray[Any]]:
    """Keys and corners of pairs of vertices and triangles, then of edges, with one that is due.

    A `second` thread may search for the edges meanwhile.
    """
    from fittingroom.drape import _kernels_search as search

    if not np.isfinite(x).all():
        raise DrapeDiverged("the simulation lost the cloth: positions are no longer numbers")
    late: Ints = due.astype(np.int64)
    edges = partial(_all_found, search.find_edges_near_edges, x, budget, late, cloth.edges)
    waiting = None if second is None else second.submit(edges)
    by_vertex, near = _all_found(
        search.find_vertices_near_triangles, x, budget, late, cloth.triangles
    )
    by_edge, close = edges() if waiting is None else waiting.result()
    return near, by_vertex, close, by_edge


def _all_found(
    search: Any, x: Floats, budget: Floats, due: Ints, members: Ints
) -> tuple[NDArray[Any], Ints]:
    """Run a search, again with more room where there was too little."""
    room = _ROOM * len(x)
    while True:
        corners, keys = np.empty((room, 4), np.uint32), np.empty(room, np.int64)
        count = search(x, budget, due, members, _MOST_CELLS, corners, keys)
        if count <= room:
            return corners[:count], keys[:count]
        room = count


def _beside(triangles: Ints, edges: Ints) -> Ints:
    """The first two triangles of every edge, -1 for none, shape (edge, 2)."""
    count = int(triangles.max()) + 1
    sides = np.sort(np.stack([triangles, np.roll(triangles, -1, axis=1)], axis=2), axis=2)
    keys = (sides[..., 0] * count + sides[..., 1]).ravel()
    order = np.argsort(keys, kind="stable")
    wanted = edges[:, 0] * count + edges[:, 1]
    begin = np.searchsorted(keys[order], wanted)
    copies = np.searchsorted(keys[order], wanted, "right") - begin
    second = np.where(copies > 1, order[np.minimum(begin + 1, len(order) - 1)] // 3, -1)
    return np.column_stack([order[begin] // 3, second])


def _side_edges(cloth: ClothTopology, triangles: Ints) -> Ints:
    """Numbers of the three edges of some triangles, shape (row, 3)."""
    count = int(cloth.triangles.max()) + 1
    corners = cloth.triangles[triangles]
    sides = np.sort(np.stack([corners, np.roll(corners, -1, axis=1)], axis=2), axis=2)
    keys = cloth.edges[:, 0] * count + cloth.edges[:, 1]
    return np.asarray(np.searchsorted(keys, sides[..., 0] * count + sides[..., 1]))


def _loose(cloth: ClothTopology, piercings: Piercings, near: Ints, close: Ints) -> Ints:
    """Whether a pair belongs to an edge and a triangle that cross."""
    faces, sides = len(cloth.triangles), len(cloth.edges)
    ends = cloth.edges[piercings.edge]
    points = (ends * faces + piercings.triangle[:, None]).ravel()
    edge, rim = piercings.edge[:, None], _side_edges(cloth, piercings.triangle)
    lines = (np.minimum(edge, rim) * sides + np.maximum(edge, rim)).ravel()
    return np.concatenate([np.isin(near, points), np.isin(close, lines)]).astype(np.int64)
