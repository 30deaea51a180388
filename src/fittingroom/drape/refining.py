"""Carry places from a coarse mesh of a pattern to a fine one, through the panels' planes."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from fittingroom.drape.meshing import ClothMesh

_KEPT = 12  # pairs of meshes
_CANDIDATES = 10  # triangles looked at round a point: their centres are nearest


@lru_cache(maxsize=_KEPT)
def refinement(coarse: ClothMesh, fine: ClothMesh) -> Any:
    """Build the matrix that interpolates from coarse to fine vertices.

    Returns:
        `scipy.sparse.csr_matrix`, shape (fine vertex, coarse vertex), rows sum to 1.
    """
    import scipy.sparse as sp
    from scipy.spatial import cKDTree

    first = np.unique(fine.vertex, return_index=True)[1]
    columns = np.zeros((len(first), 3), np.int64)
    shares = np.zeros((len(first), 3))
    for panel in np.unique(fine.point_panel[first]):
        rows = np.flatnonzero(fine.point_panel[first] == panel)
        triangles = coarse.point_triangles[coarse.panel == panel]
        corners = coarse.points[triangles]
        points = fine.points[first[rows]]
        count = min(_CANDIDATES, len(triangles))
        near = cKDTree(corners.mean(axis=1)).query(points, k=count)[1].reshape(len(rows), count)
        weights = _barycentric(corners[near], points[:, None])
        best = weights.min(axis=2).argmax(axis=1)
        pick = np.arange(len(rows))
        columns[rows] = coarse.vertex[triangles[near[pick, best]]]
        inside = np.maximum(weights[pick, best], 0.0)
        shares[rows] = inside / inside.sum(axis=1, keepdims=True)
    index = np.repeat(np.arange(len(first)), 3)
    shape = (fine.vertex_count, coarse.vertex_count)
    return sp.csr_matrix((shares.ravel(), (index, columns.ravel())), shape=shape)


def _barycentric(corners: Any, points: Any) -> Any:
    """Barycentric weights, shape (..., 3)."""
    origin = corners[..., 0, :]
    u, v, w = corners[..., 1, :] - origin, corners[..., 2, :] - origin, points - origin
    det = u[..., 0] * v[..., 1] - u[..., 1] * v[..., 0]
    b = (w[..., 0] * v[..., 1] - w[..., 1] * v[..., 0]) / det
    c = (u[..., 0] * w[..., 1] - u[..., 1] * w[..., 0]) / det
    return np.stack([1 - b - c, b, c], axis=-1)
