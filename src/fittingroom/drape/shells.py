"""A garment on its way on, as a surface with an inner and an outer side; what goes through what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fittingroom.arrays import Floats, Ints
from fittingroom.geometry.distance import MeshDistance
from fittingroom.geometry.intersection import crossing_triangles, find_piercings
from fittingroom.geometry.mesh import TriangleMesh

Flags = NDArray[np.bool_]

_NEAR = 0.010  # [m] cloth lies on other cloth within this
_ON_SIDE = 1e-6  # barycentric weight of the corner across, for a point on a triangle's side


@dataclass(frozen=True, slots=True)
class Worn:
    """A garment somewhere on its way on.

    Args:
        positions: [m], shape (vertex, 3).
        triangles: wound outward, shape (triangle, 3).
        offset: distance its middle keeps from the skin [m], shape (vertex,).
    """

    positions: Floats
    triangles: Ints
    offset: Floats


class Shell:
    """A garment as a surface with an inner and an outer side.

    Args:
        places: of its vertices [m], shape (vertex, 3).
        triangles: wound outward, shape (triangle, 3).
    """

    def __init__(self, places: Floats, triangles: Ints) -> None:
        self.places, self.triangles = places, triangles
        self.distance = MeshDistance(TriangleMesh(places, triangles))
        self._rim = _rim(triangles)

    def move(self, places: Floats) -> None:
        """Go on with the vertices in other places [m], shape (vertex, 3)."""
        self.distance = self.distance.moved(TriangleMesh(places, self.triangles))
        self.places = places

    def sides(self, points: Floats) -> tuple[Floats, Floats, Ints, Flags]:
        """Find signed distance [m], closest point, its triangle, and whether it's a point's foot.

        A point whose nearest place is on the garment's rim lies beyond the garment.
        """
        distance, closest, triangle = self.distance.signed(points)
        return distance, closest, triangle, ~self._on_rim(closest, triangle)

    def weights(self, closest: Floats, triangle: Ints) -> Floats:
        """Barycentric weights of points in their triangles, shape (point, 3)."""
        a, b, c = (self.places[self.triangles[triangle, k]] for k in range(3))
        normal = np.cross(b - a, c - a)
        square = np.maximum(np.einsum("ij,ij->i", normal, normal), 1e-300)
        second = np.einsum("ij,ij->i", np.cross(closest - a, c - a), normal) / square
        third = np.einsum("ij,ij->i", np.cross(b - a, closest - a), normal) / square
        return np.column_stack([1 - second - third, second, third])

    def _on_rim(self, closest: Floats, triangle: Ints) -> Flags:
        # side k runs from corner k to the next: it is opposite to corner k + 2
        weights = self.weights(closest, triangle)
        opposite = weights[:, [2, 0, 1]]
        return np.asarray((self._rim[triangle] & (opposite < _ON_SIDE)).any(axis=1))


def _rim(triangles: Ints) -> Flags:
    """Whether each side of each triangle has cloth on one side only, shape (triangle, 3)."""
    sides = np.sort(np.stack([triangles, np.roll(triangles, -1, axis=1)], axis=2), axis=2)
    keys = sides[..., 0].astype(np.int64) * (int(triangles.max()) + 1) + sides[..., 1]
    _, number, count = np.unique(keys, return_inverse=True, return_counts=True)
    return np.asarray(count[number.reshape(keys.shape)] == 1)


def crossed(x: Floats, triangles: Ints, shell: Shell) -> Flags:
    """Which vertices belong to edges or triangles that cross a shell, shape (vertex,)."""
    count, own = len(x), len(triangles)
    both = np.vstack([triangles, shell.triangles + count])
    found = find_piercings(np.vstack([x, shell.places]), both)
    ends, face = found.edges[found.edge], found.triangle
    met = np.zeros(count + len(shell.places), bool)
    met[ends[(ends[:, 0] < count) & (face >= own)]] = True
    met[both[face[(ends[:, 0] >= count) & (face < own)]]] = True
    return met[:count]


def lying_on(outer: Worn, inner: Worn) -> tuple[int, int]:
    """Count vertices of a garment near cloth of the one below, and those that lie below it."""
    distance, _, _, foot = Shell(inner.positions, inner.triangles).sides(outer.positions)
    near = foot & (np.abs(distance) < _NEAR)
    return int(near.sum()), int((near & (distance < 0.0)).sum())


def crossings_between(worn: Sequence[Worn]) -> int:
    """Count pairs of triangles of different garments that go through one another."""
    vertices = np.cumsum([0, *(len(garment.positions) for garment in worn)])
    triangles = np.vstack([g.triangles + s for g, s in zip(worn, vertices, strict=False)])
    owner = np.repeat(np.arange(len(worn)), [len(garment.triangles) for garment in worn])
    places = np.vstack([garment.positions for garment in worn])
    pairs = crossing_triangles(triangles, find_piercings(places, triangles))
    return int((owner[pairs[:, 0]] != owner[pairs[:, 1]]).sum())
