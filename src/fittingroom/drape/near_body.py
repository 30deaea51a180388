"""The part of a body that a garment can touch, sampled fast pose after pose."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import ConvexHull, QhullError, cKDTree

from fittingroom.arrays import Floats, Ints
from fittingroom.body.body import Body
from fittingroom.geometry.distance import DistanceField, MeshDistance
from fittingroom.geometry.mesh import TriangleMesh

Flags = NDArray[np.bool_]
_REACH = 0.08  # [m] skin farther from the cloth, and not inside it, is left out
_PASSES = 0.03  # [m] and skin that comes no nearer in another pose
_MARGIN = 0.05  # [m] of the field round the cloth: it moves less between two frames


class NearBody:
    """The skin near a garment; hands, head and feet are most of a body's triangles.

    Args:
        body: in the pose the garment lies on.
        vertices: of the garment [m], shape (vertex, 3).
        passing: skin and garment in other poses [m], shapes (skin vertex, 3) and (vertex, 3): what
            comes near the garment there counts too, as hands do.
    """

    def __init__(
        self, body: Body, vertices: Floats, passing: Iterable[tuple[Floats, Floats]] = ()
    ) -> None:
        near = _within(body.mesh.vertices, vertices)
        for skin, cloth in passing:
            near |= _close(skin, cloth, _PASSES)
        triangles = body.mesh.triangles[near[body.mesh.triangles].any(axis=1)]
        self._used, numbers = np.unique(triangles, return_inverse=True)
        self._triangles: Ints = numbers.reshape(-1, 3)
        self._distance = MeshDistance(self._mesh(body.mesh.vertices))

    @property
    def triangle_count(self) -> int:
        """How many of the body's triangles are kept."""
        return len(self._triangles)

    def surface(self, skin: Floats) -> MeshDistance:
        """Return the exact distance to the posed skin.

        Args:
            skin: all vertices of the body in the pose [m], shape (vertex, 3).
        """
        return self._distance.moved(self._mesh(skin))

    def field(self, surface: MeshDistance, around: Floats, cell: float) -> DistanceField:
        """Sample the distance to the posed skin and the floor, exact near the skin.

        Args:
            surface: the posed skin.
            around: points the field must reach round [m], shape (point, 3): there alone is it
                exact.
            cell: spacing [m].
        """
        low, high = around.min(axis=0) - _MARGIN, around.max(axis=0) + _MARGIN
        return surface.field(low, high, cell, around=around).with_floor()

    def _mesh(self, skin: Floats) -> TriangleMesh:
        return TriangleMesh(skin[self._used], self._triangles)


def _within(skin: Floats, cloth: Floats) -> Flags:
    """Which skin vertices lie within reach of the cloth or inside its hull."""
    near = _close(skin, cloth, _REACH)
    try:
        faces = ConvexHull(cloth).equations
    except QhullError:  # a flat cloth has no inside
        return near
    return np.asarray(near | np.all(skin @ faces[:, :3].T + faces[:, 3] < 0.0, axis=1))


def _close(skin: Floats, cloth: Floats, reach: float) -> Flags:
    """Which skin vertices lie within reach of the cloth [m]."""
    return np.asarray(cKDTree(cloth).query(skin, distance_upper_bound=reach)[0] < reach)
