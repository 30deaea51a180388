"""Bending stiffness of a flat cloth as one constant matrix.

Each triangle and its three neighbours, unfolded into its plane, carry a quadratic; the energy is
the rigidity along warp, weft and twist times the square of its curvatures. Hinge and cotangent
bending are about twice too stiff whatever the mesh; this one converges to the heavy elastica.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from fittingroom.arrays import Floats, Ints

_RIDGE = 1e-3  # keeps the fit of the curvatures regular where a neighbour is missing


def bending_matrix(
    triangles: Ints, pattern_points: Floats, area: Floats, rigidity: Floats, vertex_count: int
) -> Any:
    """Build the matrix Q of the energy ½ xᵀ Q x, the same for each coordinate.

    Args:
        triangles: sewn vertices, shape (triangle, 3).
        pattern_points: corners in their panel's plane [m], shape (triangle, 3, 2).
        area: of each triangle [m²], shape (triangle,).
        rigidity: along weft (x), along warp (y), of twist [N·m], shape (triangle, 3).
        vertex_count: size of the matrix.

    Returns:
        `scipy.sparse.csr_matrix`, symmetric, positive semidefinite [N/m].
    """
    import scipy.sparse as sp

    opposite, places = _neighbours(triangles, pattern_points)
    have = opposite >= 0
    vertices = np.concatenate([triangles, np.where(have, opposite, triangles[:, [0]])], axis=1)
    size = np.sqrt(area)[:, None, None]
    centre = pattern_points.mean(axis=1, keepdims=True)
    u, v = np.moveaxis((np.concatenate([pattern_points, places], axis=1) - centre) / size, -1, 0)
    ones = np.ones((len(triangles), 3))
    own = np.linalg.inv(np.stack([ones, u[:, :3], v[:, :3]], axis=2))
    flat = np.stack([ones, u[:, 3:], v[:, 3:]], axis=2) @ own
    quadratic = np.stack([u * u / 2, v * v / 2, u * v], axis=-1)
    bulge = (quadratic[:, 3:] - flat @ quadratic[:, :3]) * have[:, :, None]
    rise = np.concatenate([-flat, np.broadcast_to(np.eye(3), flat.shape)], axis=2)
    rise = rise * have[:, :, None]
    # least curvature that explains how far the neighbours stand off the triangle's plane
    gram = bulge @ bulge.transpose(0, 2, 1) + _RIDGE * np.eye(3)
    curvature = bulge.transpose(0, 2, 1) @ np.linalg.solve(gram, rise) / size**2
    weight = area[:, None] * rigidity * np.array([1.0, 1.0, 4.0])
    energy = curvature.transpose(0, 2, 1) @ (weight[:, :, None] * curvature)
    rows, columns = np.repeat(vertices, 6, axis=1).ravel(), np.tile(vertices, (1, 6)).ravel()
    matrix = sp.csr_matrix((energy.ravel(), (rows, columns)), shape=(vertex_count, vertex_count))
    matrix.sum_duplicates()
    matrix.sort_indices()
    return matrix


def _neighbours(triangles: Ints, points: Floats) -> tuple[Ints, Floats]:
    """The vertex across each corner's opposite edge, -1 at a rim, and its unfolded place."""
    count = len(triangles)
    edges = np.concatenate([triangles[:, [1, 2]], triangles[:, [2, 0]], triangles[:, [0, 1]]])
    owner, corner = np.tile(np.arange(count), 3), np.repeat(np.arange(3), count)
    key = edges.min(axis=1) * (triangles.max() + 1) + edges.max(axis=1)
    order = np.argsort(key, kind="stable")
    twin = key[order][1:] == key[order][:-1]
    one, other = order[:-1][twin], order[1:][twin]
    opposite = np.full((count, 3), -1)
    places = np.zeros((count, 3, 2))
    for a, b in ((one, other), (other, one)):
        ta, ca, tb, cb = owner[a], corner[a], owner[b], corner[b]
        opposite[ta, ca] = triangles[tb, cb]
        start, end = points[ta, (ca + 1) % 3], points[ta, (ca + 2) % 3]
        same = triangles[tb, (cb + 1) % 3] == triangles[ta, (ca + 1) % 3]
        there = points[tb, np.where(same, (cb + 1) % 3, (cb + 2) % 3)]
        along = points[tb, np.where(same, (cb + 2) % 3, (cb + 1) % 3)] - there
        length = np.linalg.norm(along, axis=1)
        along = along / length[:, None]
        across = np.column_stack([-along[:, 1], along[:, 0]])
        reach = points[tb, cb] - there
        share = np.einsum("ij,ij->i", reach, along) / length
        height = np.abs(np.einsum("ij,ij->i", reach, across))
        here = end - start
        outward = np.column_stack([here[:, 1], -here[:, 0]])
        outward /= np.linalg.norm(outward, axis=1)[:, None]
        places[ta, ca] = start + share[:, None] * here + height[:, None] * outward
    return opposite, places
