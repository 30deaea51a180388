"""How often a closed mesh encloses a point: 0 outside, 1 inside, 2 where it overlaps itself."""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from fittingroom.arrays import Floats
from fittingroom.geometry.mesh import TriangleMesh, triangle_normals

_CLUSTER = 16  # triangles that count as one where they are far
_FAR = 2.0  # times a cluster's reach: beyond, the sum of all is true to a few hundredths


class Winding:
    """Winding numbers of one closed mesh; right where it cuts itself, unlike a signed distance.

    Args:
        mesh: closed, wound outward.
    """

    __slots__ = ("_areas", "_centres", "_ends", "_reaches", "_triangles")

    def __init__(self, mesh: TriangleMesh) -> None:
        middles = mesh.vertices[mesh.triangles].mean(axis=1)
        # the leaves of a tree, one after the other
        order = cKDTree(middles, leafsize=_CLUSTER).indices
        self._triangles = mesh.triangles[order]
        starts = np.arange(0, len(order), _CLUSTER)
        self._ends = np.append(starts, len(order))
        count = np.diff(self._ends)
        corners = mesh.vertices[self._triangles]
        self._centres = np.add.reduceat(middles[order], starts) / count[:, None]
        away = corners - np.repeat(self._centres, count, axis=0)[:, None]
        farthest = np.einsum("tkc,tkc->tk", away, away).max(axis=1)
        self._reaches = np.sqrt(np.maximum.reduceat(farthest, starts))
        self._areas = np.add.reduceat(
            0.5 * triangle_normals(mesh.vertices, self._triangles), starts
        )

    def at(self, points: Floats, vertices: Floats) -> Floats:
        """Return the winding number round each point, shape (point,).

        Args:
            points: [m], shape (point, 3).
            vertices: of the mesh [m], shape (vertex, 3); those near the points may have moved a
                little since.
        """
        from fittingroom.geometry._kernels_winding import winding_at

        out = np.empty(len(points))
        winding_at(
            np.ascontiguousarray(points, np.float64),
            np.ascontiguousarray(vertices, np.float64),
            self._triangles,
            self._ends,
            self._centres,
            self._reaches,
            self._areas,
            _FAR,
            out,
        )
        return out
