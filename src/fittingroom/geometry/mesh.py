"""Triangle meshes as plain arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fittingroom.arrays import Floats, Ints, frozen


@dataclass(frozen=True, slots=True)
class TriangleMesh:
    """A triangle mesh, wound outward.

    Args:
        vertices: [m], shape (vertex, 3).
        triangles: vertex numbers, shape (triangle, 3).
    """

    vertices: Floats
    triangles: Ints

    def __post_init__(self) -> None:
        object.__setattr__(self, "vertices", frozen(self.vertices))
        object.__setattr__(self, "triangles", frozen(self.triangles, np.int64))


def triangle_normals(vertices: Floats, triangles: Ints) -> Floats:
    """Return area-weighted outward normals (twice the area long), shape (triangle, 3)."""
    a, b, c = (vertices[triangles[:, corner]] for corner in range(3))
    return np.cross(b - a, c - a)


def vertex_normals(vertices: Floats, triangles: Ints) -> Floats:
    """Return unit normals weighted by triangle area, shape (vertex, 3)."""
    normals = np.zeros_like(vertices)
    face = triangle_normals(vertices, triangles)
    for corner in range(3):
        np.add.at(normals, triangles[:, corner], face)
    length = np.linalg.norm(normals, axis=1, keepdims=True)
    return normals / np.where(length > 0, length, 1.0)


def edges(triangles: Ints) -> Ints:
    """Return every edge once, as vertex numbers in rising order, shape (edge, 2)."""
    pairs = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
    return np.unique(np.sort(pairs, axis=1), axis=0)


def enclosed_volume(vertices: Floats, triangles: Ints) -> float:
    """Return the volume inside a closed mesh [m³] (divergence theorem)."""
    a, b, c = (vertices[triangles[:, corner]] for corner in range(3))
    return float(np.einsum("ij,ij->", a, np.cross(b, c)) / 6.0)
