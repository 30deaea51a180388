"""Signed distance to a closed mesh: exact at points, and sampled on a grid for fast contact.

Negative inside. The sign comes from angle-weighted pseudonormals, which are exact for closed
meshes that don't cut themselves.

Source: Bærentzen and Aanæs, "Signed distance computation using the angle weighted pseudonormal",
IEEE TVCG 11(3), 2005.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fittingroom.arrays import Floats, Ints
from fittingroom.geometry.mesh import TriangleMesh

_LEAF = 4  # triangles in a leaf of the tree
_BAND_CELLS = 2.3  # a cell's diagonal and the contact offset, in cells
_COARSE = 4  # away from the surface the grid is filled from every fourth node


@dataclass(frozen=True, slots=True)
class DistanceField:
    """Signed distance on a grid, exact near the surface, approximate away from it.

    Args:
        values: signed distance at the nodes [m], shape (nx, ny, nz), float32.
        origin: place of node (0, 0, 0) [m], shape (3,).
        cell: spacing of the nodes [m].
    """

    values: NDArray[np.float32]
    origin: Floats
    cell: float

    def with_floor(self) -> DistanceField:
        """Return the field of the same body standing on solid ground at y = 0."""
        height = self.origin[1] + self.cell * np.arange(self.values.shape[1], dtype=np.float32)
        values = np.minimum(self.values, height.astype(np.float32)[None, :, None])
        return DistanceField(np.ascontiguousarray(values), self.origin, self.cell)

    def at(self, points: Floats) -> tuple[Floats, Floats]:
        """Return signed distance, shape (point,), and unit gradient, shape (point, 3)."""
        from fittingroom.geometry._kernels_distance import sample_field

        out = np.empty((len(points), 4))
        sample_field(np.ascontiguousarray(points), self.values, self.origin, 1 / self.cell, out)
        return out[:, 0], out[:, 1:]


class MeshDistance:
    """Exact signed distance to one closed mesh, through a tree of boxes.

    Args:
        mesh: closed, wound outward.
    """

    __slots__ = ("_corners", "_edge", "_faces", "_high", "_levels", "_low", "_normals", "_order")

    def __init__(self, mesh: TriangleMesh) -> None:
        self._levels = max(0, int(np.ceil(np.log2(max(1.0, len(mesh.triangles) / _LEAF)))))
        self._order = _median_order(mesh.vertices[mesh.triangles].mean(axis=1), self._levels)
        self._edge = _edge_numbers(mesh.triangles)
        self._fit(mesh)

    def moved(self, mesh: TriangleMesh) -> MeshDistance:
        """Return the same for the mesh's vertices in other places; half the cost of a new one."""
        other = object.__new__(MeshDistance)
        other._levels, other._order, other._edge = self._levels, self._order, self._edge
        other._fit(mesh)
        return other

    def _fit(self, mesh: TriangleMesh) -> None:
        normals = _pseudonormals(mesh, self._edge)
        self._faces = normals[:, 6]
        self._normals = np.ascontiguousarray(normals[self._order])
        self._corners = np.ascontiguousarray(mesh.vertices[mesh.triangles][self._order])
        self._low, self._high = _boxes(self._corners, self._levels)

    def signed(self, points: Floats) -> tuple[Floats, Floats, Ints]:
        """Find the closest surface point of each point.

        Args:
            points: [m], shape (point, 3).

        Returns:
            Signed distance [m], shape (point,); closest point [m], shape (point, 3); its
            triangle's number in the mesh, shape (point,).
        """
        from fittingroom.geometry._kernels_distance import query_tree

        points = np.ascontiguousarray(points, dtype=np.float64)
        distance = np.empty(len(points))
        closest = np.empty((len(points), 3))
        triangle = np.zeros(len(points), np.int64)
        query_tree(
            points,
            self._corners,
            self._normals,
            self._low,
            self._high,
            2**self._levels,
            _LEAF,
            distance,
            closest,
            triangle,
        )
        return distance, closest, self._order[triangle]

    def normals(self, triangles: Ints) -> Floats:
        """Return the unit outward normals of some triangles of the mesh."""
        return np.asarray(self._faces[triangles])

    def field(
        self,
        low: Floats,
        high: Floats,
        cell: float,
        *,
        band: float = _BAND_CELLS,
        around: Floats | None = None,
    ) -> DistanceField:
        """Sample the distance on a grid from `low` to `high` [m] with spacing `cell` [m].

        Args:
            low: lowest corner [m], shape (3,).
            high: highest corner [m], shape (3,).
            cell: spacing of the nodes [m].
            band: nodes this near the surface are exact, in cells.
            around: points [m], shape (point, 3), which alone need exact nodes, in their own cells
                and the next; everywhere where None.
        """
        from fittingroom.geometry._kernels_distance import mark_nodes, splat_band

        shape = np.ceil((high - low) / (_COARSE * cell)).astype(int) * _COARSE + 1
        axes = [low[k] + _COARSE * cell * np.arange(shape[k] // _COARSE + 1) for k in range(3)]
        nodes = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)
        coarse = self.signed(nodes.reshape(-1, 3))[0].reshape(nodes.shape[:3])
        values = np.ascontiguousarray(_refined(coarse), dtype=np.float32)
        origin = np.array(low, dtype=np.float64)
        square = (band * cell) ** 2
        best = np.full(values.shape, square if around is None else -1.0)
        if around is not None:
            mark_nodes(np.ascontiguousarray(around), origin, 1 / cell, square, best)
        splat_band(values, best, origin, cell, self._corners, self._normals, band * cell)
        return DistanceField(values, origin, cell)


def _refined(coarse: Floats) -> Floats:
    """Fill in `_COARSE - 1` nodes between each two by linear interpolation along every axis."""
    share = np.arange(_COARSE) / _COARSE
    for axis in range(3):
        rows = np.moveaxis(coarse, axis, 0)
        between = rows[:-1, None] + share[None, :, None, None] * (rows[1:] - rows[:-1])[:, None]
        filled = np.concatenate([between.reshape(-1, *rows.shape[1:]), rows[-1:]])
        coarse = np.moveaxis(filled, 0, axis)
    return coarse


def _median_order(centres: Floats, levels: int) -> Ints:
    """Order triangles so that halves, quarters, ... of the order are boxes split at the median."""
    order = np.arange(len(centres))
    leaf_count = 2**levels
    for level in range(levels):
        # boundaries of the segments, in whole leaves, so that leaves stay aligned
        leaf = np.arange(len(order)) // _LEAF
        segment = leaf * 2**level // leaf_count
        starts = np.flatnonzero(np.r_[True, segment[1:] != segment[:-1]])
        ordered = centres[order]
        spread = np.maximum.reduceat(ordered, starts) - np.minimum.reduceat(ordered, starts)
        axis = spread.argmax(axis=1)[np.cumsum(np.r_[True, segment[1:] != segment[:-1]]) - 1]
        order = order[np.lexsort((ordered[np.arange(len(order)), axis], segment))]
    return order


def _boxes(corners: Floats, levels: int) -> tuple[Floats, Floats]:
    """Bounding boxes of the implicit tree, children of node n at 2n and 2n + 1."""
    leaf_count = 2**levels
    low = np.full((2 * leaf_count, 3), np.inf)
    high = np.full((2 * leaf_count, 3), -np.inf)
    starts = np.arange(0, len(corners), _LEAF)
    low[leaf_count : leaf_count + len(starts)] = np.minimum.reduceat(corners.min(1), starts)
    high[leaf_count : leaf_count + len(starts)] = np.maximum.reduceat(corners.max(1), starts)
    first = leaf_count // 2
    while first:
        children = slice(2 * first, 4 * first)
        low[first : 2 * first] = low[children].reshape(first, 2, 3).min(axis=1)
        high[first : 2 * first] = high[children].reshape(first, 2, 3).max(axis=1)
        first //= 2
    return low, high


def _edge_numbers(triangles: Ints) -> Ints:
    """Number of each triangle's edges ab, bc, ca among all edges, shape (triangle, 3)."""
    sides = np.sort(np.stack([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]], 1))
    key = sides[..., 0] * (int(triangles.max()) + 1) + sides[..., 1]
    return np.asarray(np.unique(key, return_inverse=True)[1].reshape(-1, 3))


def _pseudonormals(mesh: TriangleMesh, edge_number: Ints) -> Floats:
    """Normals of corners, edges and face of each triangle, shape (triangle, 7, 3)."""
    from fittingroom.geometry._kernels_distance import pseudonormals

    normals = np.empty((len(mesh.triangles), 7, 3))
    corner, edge = np.zeros_like(mesh.vertices), np.zeros((int(edge_number.max()) + 1, 3))
    pseudonormals(mesh.vertices, mesh.triangles, edge_number, corner, edge, normals)
    return normals
