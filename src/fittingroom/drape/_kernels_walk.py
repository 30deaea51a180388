"""Compiled loop that finds the skin nearest to a point by walking over it from a few places."""

from __future__ import annotations

import numpy as np
from numba import njit

from fittingroom.arrays import Floats, Ints
from fittingroom.geometry._kernels_distance import closest_on_triangle

_STEPS = 24  # triangles a walk goes at most
_OUT_OF_REACH = 0.06  # [m] a walk that begins so much farther off than another ended is left out


@njit(cache=True, nogil=True)
def _square(p: Floats, skin: Floats, triangles: Ints, t: int, corners: Floats) -> float:
    """Squared distance to a triangle, whose corners are left in `corners`, shape (1, 3, 3)."""
    for k in range(3):
        for c in range(3):
            corners[0, k, c] = skin[triangles[t, k], c]
    u, v, w, _ = closest_on_triangle(p[0], p[1], p[2], corners, 0)
    square = 0.0
    for c in range(3):
        at = u * corners[0, 0, c] + v * corners[0, 1, c] + w * corners[0, 2, c]
        square += (p[c] - at) ** 2
    return square


@njit(cache=True, nogil=True)
def corner_normals(vertices: Floats, triangles: Ints, sums: Floats) -> None:
    """Add each triangle's normal, as long as twice its area, to the sums of its corners."""
    for t in range(triangles.shape[0]):
        a, b, c = triangles[t, 0], triangles[t, 1], triangles[t, 2]
        for k in range(3):
            i, j = (k + 1) % 3, (k + 2) % 3
            one = (vertices[b, i] - vertices[a, i]) * (vertices[c, j] - vertices[a, j])
            other = (vertices[b, j] - vertices[a, j]) * (vertices[c, i] - vertices[a, i])
            sums[a, k] += one - other
            sums[b, k] += one - other
            sums[c, k] += one - other


@njit(cache=True, nogil=True)
def walk_nearest(
    points: Floats,
    seeds: Ints,
    neighbours: Ints,
    skin: Floats,
    triangles: Ints,
    normals: Floats,
    distance: Floats,
    closest: Floats,
    outward: Floats,
) -> None:
    """Fill signed distance, closest point and the normal there, from each point's seeds.

    `normals` are the sums of `corner_normals`, blended between a triangle's corners. A walk goes on
    to the nearest neighbour while that is nearer.
    """
    corners = np.empty((1, 3, 3))
    for p in range(points.shape[0]):
        best = np.inf
        best_triangle = -1
        for s in range(seeds.shape[1]):
            here = seeds[p, s]
            if here < 0:
                break
            square = _square(points[p], skin, triangles, here, corners)
            if np.sqrt(square) > np.sqrt(best) + _OUT_OF_REACH:
                continue
            for _ in range(_STEPS):
                on = -1
                for k in range(neighbours.shape[1]):
                    other = neighbours[here, k]
                    if other < 0:
                        continue
                    found = _square(points[p], skin, triangles, other, corners)
                    if found < square:
                        square, on = found, other
                if on < 0:
                    break
                here = on
            if square < best:
                best, best_triangle = square, here
        _square(points[p], skin, triangles, best_triangle, corners)
        u, v, w, _ = closest_on_triangle(points[p, 0], points[p, 1], points[p, 2], corners, 0)
        one, two = triangles[best_triangle, 0], triangles[best_triangle, 1]
        three = triangles[best_triangle, 2]
        side, length = 0.0, 0.0
        for c in range(3):
            closest[p, c] = u * corners[0, 0, c] + v * corners[0, 1, c] + w * corners[0, 2, c]
            outward[p, c] = u * normals[one, c] + v * normals[two, c] + w * normals[three, c]
            length += outward[p, c] ** 2
            side += (points[p, c] - closest[p, c]) * outward[p, c]
        for c in range(3):
            outward[p, c] /= max(np.sqrt(length), 1e-30)
        distance[p] = np.sqrt(best) if side >= 0.0 else -np.sqrt(best)
