"""What lies round each triangle, unfolded into its plane: neighbours, and their neighbours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fittingroom.arrays import Floats, Ints


@dataclass(frozen=True, slots=True)
class Surrounds:
    """The vertices across the sides of each triangle and across the sides of its neighbours.

    Side k lies opposite corner k. Of the nine vertices round a triangle, k lies across its side k,
    3 + k and 6 + k across the other two sides of the neighbour there.

    Args:
        twin: half-edge (3 · triangle + side) on the other side, -1 at a rim, shape (triangle, 3).
        vertex: vertices round it, -1 where there is none, shape (triangle, 9).
        place: their places in the triangle's own plane [m], shape (triangle, 9, 2).
    """

    twin: Ints
    vertex: Ints
    place: Floats


def unfold(triangles: Ints, points: Floats) -> Surrounds:
    """Unfold what lies round every triangle into its plane.

    Args:
        triangles: sewn vertices, shape (triangle, 3).
        points: corners in their panel's plane [m], shape (triangle, 3, 2).
    """
    twin = _twins(triangles)
    have = twin >= 0
    face, corner = np.maximum(twin, 0) // 3, np.maximum(twin, 0) % 3
    plane = points[..., 0] + 1j * points[..., 1]
    first, along = _sides(plane)
    alike = np.roll(triangles, -1, axis=1)[face, corner] == np.roll(triangles, -1, axis=1)

    def brought(place: Floats) -> Floats:
        """Carry places from the neighbour's plane over the common side."""
        run = along[face, corner]
        there = (place - first[face, corner]) / run
        share = np.where(alike, there.real, 1.0 - there.real)
        height = there.imag * np.abs(run)
        return np.asarray(first + along * (share - 1j * height / np.abs(along)))

    vertex, place = np.where(have, triangles[face, corner], -1), brought(plane[face, corner])
    vertices, places = [vertex], [place]
    for step in (1, 2):
        side = (corner + step) % 3
        vertices.append(np.where(have, vertex[face, side], -1))
        places.append(brought(place[face, side]))
    everywhere = np.concatenate(places, axis=1)
    return Surrounds(
        twin,
        np.concatenate(vertices, axis=1),
        np.stack([everywhere.real, everywhere.imag], axis=-1),
    )


def _sides(plane: Floats) -> tuple[Floats, Floats]:
    """Start of each side, opposite its corner, and the way along it."""
    first = np.roll(plane, -1, axis=1)
    return first, np.roll(plane, 1, axis=1) - first


def _twins(triangles: Ints) -> Ints:
    """The half-edge across each side, -1 at a rim, shape (triangle, 3).

    Where more than two meet, as in the seam of a pleat, nothing lies flat: each has a rim there.
    """
    ends = np.stack([np.roll(triangles, -1, axis=1), np.roll(triangles, 1, axis=1)])
    key = (ends.min(axis=0) * (triangles.max() + 1) + ends.max(axis=0)).ravel()
    order = np.argsort(key, kind="stable")
    same = np.concatenate([[False], key[order][1:] == key[order][:-1], [False]])
    pair = np.flatnonzero(same[1:-1] & ~same[:-2] & ~same[2:])
    twin = np.full(len(key), -1)
    twin[order[pair]], twin[order[pair + 1]] = order[pair + 1], order[pair]
    return twin.reshape(-1, 3)
