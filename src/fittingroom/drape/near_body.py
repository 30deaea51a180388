"""The part of a body that a garment can touch, sampled fast pose after pose."""

from __future__ import annotations

import numpy as np
from scipy.spatial import Delaunay, QhullError, cKDTree

from fittingroom.arrays import Floats, Ints
from fittingroom.body.body import Body
from fittingroom.geometry.distance import DistanceField, MeshDistance
from fittingroom.geometry.mesh import TriangleMesh

_REACH = 0.08  # [m] skin farther from the cloth, and not inside it, is left out
_MARGIN = 0.05  # [m] of the field round the cloth: it moves less between two frames


class NearBody:
    """The skin near a garment; hands, head and feet are most of a body's triangles.

    Args:
        body: in the pose the garment lies on.
        vertices: of the garment [m], shape (vertex, 3).
    """

    def __init__(self, body: Body, vertices: Floats) -> None:
        near = _within(body.mesh.vertices, vertices)
        triangles = body.mesh.triangles[near[body.mesh.triangles].any(axis=1)]
        self._used, numbers = np.unique(triangles, return_inverse=True)
        self._triangles: Ints = numbers.reshape(-1, 3)
        self._distance = MeshDistance(self._mesh(body.mesh.vertices))

    @property
    def triangle_count(self) -> int:
        """How many of the body's triangles are kept."""
        return len(self._triangles)

    def field(self, skin: Floats, around: Floats, cell: float) -> DistanceField:
        """Sample the distance to the posed skin and the floor, exact near the skin.

        Args:
            skin: all vertices of the body in the pose [m], shape (vertex, 3).
            around: points the field must reach round [m], shape (point, 3).
            cell: spacing [m].
        """
        distance = self._distance.moved(self._mesh(skin))
        low, high = around.min(axis=0) - _MARGIN, around.max(axis=0) + _MARGIN
        return distance.field(low, high, cell).with_floor()

    def _mesh(self, skin: Floats) -> TriangleMesh:
        return TriangleMesh(skin[self._used], self._triangles)


def _within(skin: Floats, cloth: Floats) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which skin vertices lie within reach of the cloth or inside its hull."""
    near = cKDTree(cloth).query(skin)[0] < _REACH
    try:
        return np.asarray(near | (Delaunay(cloth).find_simplex(skin) >= 0))
    except QhullError:  # a flat cloth has no inside
        return np.asarray(near)
