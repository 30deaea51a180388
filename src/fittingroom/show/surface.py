"""`Surface`: a mesh as viewers want it, one texture coordinate and one normal per vertex."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from fittingroom.arrays import Floats, Ints, frozen


@dataclass(frozen=True, slots=True)
class Surface:
    """A mesh to be shown.

    Args:
        positions: [m], shape (vertex, 3).
        normals: outward, made unit, shape (vertex, 3).
        uv: texture coordinates, v up, shape (vertex, 2).
        triangles: shape (triangle, 3).
        origin: the body's or drape's vertex that each vertex shows, shape (vertex,).
    """

    positions: Floats
    normals: Floats
    uv: Floats
    triangles: Ints
    origin: Ints

    def __post_init__(self) -> None:
        length = np.linalg.norm(self.normals, axis=1, keepdims=True)
        known = length > 1e-9
        unit = np.where(known, self.normals / np.where(known, length, 1.0), (0.0, 1.0, 0.0))
        object.__setattr__(self, "normals", unit)
        for name in ("positions", "normals", "uv"):
            object.__setattr__(self, name, frozen(getattr(self, name)))
        for name in ("triangles", "origin"):
            object.__setattr__(self, name, frozen(getattr(self, name), np.int64))


def split_corners(
    positions: Floats, normals: Floats, triangles: Ints, corner_uv: Floats
) -> Surface:
    """Return a surface in which corners that share vertex and texture coordinate are one vertex.

    Args:
        positions: [m], shape (vertex, 3).
        normals: unit, shape (vertex, 3).
        triangles: shape (triangle, 3).
        corner_uv: texture coordinates of each triangle corner, shape (triangle, 3, 2).
    """
    corners = triangles.reshape(-1)
    # micrometres of a metre-sized texture: finer differences are rounding
    keys = np.column_stack([corners, np.rint(corner_uv.reshape(-1, 2) * 1e6).astype(np.int64)])
    _, first, inverse = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    origin = corners[first]
    return Surface(
        positions=positions[origin],
        normals=normals[origin],
        uv=corner_uv.reshape(-1, 2)[first],
        triangles=inverse.reshape(-1, 3),
        origin=origin,
    )


def joined(surfaces: tuple[Surface, ...]) -> Surface:
    """Return several surfaces as one; `origin` keeps counting in each one's own source."""
    starts = np.cumsum([0] + [len(surface.positions) for surface in surfaces])
    return Surface(
        positions=np.concatenate([surface.positions for surface in surfaces]),
        normals=np.concatenate([surface.normals for surface in surfaces]),
        uv=np.concatenate([surface.uv for surface in surfaces]),
        triangles=np.concatenate(
            [surface.triangles + start for surface, start in zip(surfaces, starts, strict=False)]
        ),
        origin=np.concatenate([surface.origin for surface in surfaces]),
    )


def moved(surface: Surface, offset: Floats) -> Surface:
    """Return `surface` with `offset` [m], shape (vertex, 3), added to its positions."""
    return replace(surface, positions=surface.positions + offset)


def tangents(surface: Surface) -> Floats:
    """Return the direction in which u grows and the handedness of (u, v), shape (vertex, 4).

    Source: Khronos, "glTF 2.0 Specification", section 3.7.2.1: bitangent = normal x tangent * w.
    """
    points, uv = surface.positions[surface.triangles], surface.uv[surface.triangles]
    side, side_uv = points[:, 1:] - points[:, :1], uv[:, 1:] - uv[:, :1]
    twice_area = side_uv[:, 0, 0] * side_uv[:, 1, 1] - side_uv[:, 1, 0] * side_uv[:, 0, 1]
    sign = np.where(twice_area < 0.0, -1.0, 1.0)
    along_u = (side[:, 0] * side_uv[:, 1, 1:] - side[:, 1] * side_uv[:, 0, 1:]) * sign[:, None]
    summed, hand = np.zeros_like(surface.positions), np.zeros(len(surface.positions))
    for corner in range(3):
        np.add.at(summed, surface.triangles[:, corner], along_u)
        np.add.at(hand, surface.triangles[:, corner], twice_area)
    return np.column_stack([_unit_beside(surface.normals, summed), np.where(hand < 0.0, -1.0, 1.0)])


def _unit_beside(normals: Floats, directions: Floats) -> Floats:
    """Return the part of each direction across its normal, as unit vectors; any where none is."""
    fallback = np.where(np.abs(normals[:, :1]) < 0.9, [[1.0, 0.0, 0.0]], [[0.0, 1.0, 0.0]])
    for candidate in (directions, fallback):
        flat = candidate - normals * np.sum(normals * candidate, axis=1, keepdims=True)
        length = np.linalg.norm(flat, axis=1, keepdims=True)
        unit = flat / np.maximum(length, 1e-30)
        if candidate is directions:
            best, good = unit, length > 1e-9
    chosen: Floats = np.where(good, best, unit)
    return chosen
