"""Compiled loops that shorten the lines along which cloth goes through cloth."""

from __future__ import annotations

import numpy as np
from numba import njit

from fittingroom.arrays import Floats, Ints
from fittingroom.geometry._kernels_intersection import pierces

_STEEPEST = 0.2  # least sine between edge and triangle that the slope of the line is taken at
_LONGEST = 2.0  # two lines that meet in one point pull at most this much


@njit(cache=True, nogil=True)
def _normal(x: Floats, triangle: Ints, out: Floats) -> None:
    a, b, c = triangle[0], triangle[1], triangle[2]
    for k in range(3):
        i, j = (k + 1) % 3, (k + 2) % 3
        out[k] = (x[b, i] - x[a, i]) * (x[c, j] - x[a, j]) - (x[b, j] - x[a, j]) * (
            x[c, i] - x[a, i]
        )
    length = np.sqrt(out[0] ** 2 + out[1] ** 2 + out[2] ** 2) + 1e-300
    for k in range(3):
        out[k] /= length


@njit(cache=True, nogil=True)
def contour_pulls(
    x: Floats,
    triangles: Ints,
    edges: Ints,
    beside: Ints,
    edge: Ints,
    triangle: Ints,
    back: Ints,
    corners: Ints,
    weights: Floats,
    pulls: Floats,
) -> None:
    """Fill, for every piercing, its five corners, their weights and the pull on its edge.

    Where it is known which end of the edge has come through (`back` is 1 if it must go back
    towards the first one, -1 towards the second), the edge is pulled back square to the triangle.

    Otherwise the line along which two sheets cross is shortened. It runs from piercing to
    piercing. Moving the edge by ΣR - n (e · ΣR) / (e · n) shortens it fastest, with R the
    directions of the line away from the piercing, e the edge and n the triangle's normal; the
    triangle is pulled the other way, so that no momentum is made. A pair that no longer crosses
    gets no pull.

    Source: after Volino and Magnenat-Thalmann, "Resolving surface collisions through intersection
    contour minimization", SIGGRAPH 2006.
    """
    normal, other, line = np.empty(3), np.empty(3), np.empty(3)
    for n in range(edge.shape[0]):
        p, q = edges[edge[n], 0], edges[edge[n], 1]
        a, b, c = triangles[triangle[n], 0], triangles[triangle[n], 1], triangles[triangle[n], 2]
        corners[n, 0], corners[n, 1], corners[n, 2], corners[n, 3], corners[n, 4] = p, q, a, b, c
        pulls[n] = 0.0
        share = pierces(x, p, q, a, b, c)
        if share < 0.0:
            continue
        _normal(x, triangles[triangle[n]], normal)
        _place(x, p, q, a, b, c, share, normal, weights[n])
        if back[n] != 0:
            along = 0.0
            for k in range(3):
                along += normal[k] * (x[p, k] - x[q, k]) * back[n]
            for k in range(3):
                pulls[n, k] = normal[k] if along > 0.0 else -normal[k]
            continue
        for side in range(2):
            t = beside[edge[n], side]
            if t < 0:
                continue
            third = triangles[t, 0] + triangles[t, 1] + triangles[t, 2] - p - q
            _normal(x, triangles[t], other)
            length = 0.0
            for k in range(3):
                i, j = (k + 1) % 3, (k + 2) % 3
                line[k] = normal[i] * other[j] - normal[j] * other[i]
                length += line[k] * line[k]
            forward = 1.0 if _inward(x, p, q, third, line) > 0.0 else -1.0
            scale = forward / (np.sqrt(length) + 1e-300)
            for k in range(3):
                pulls[n, k] += scale * line[k]
        _slope(x, p, q, normal, pulls[n])


@njit(cache=True, nogil=True)
def _inward(x: Floats, p: int, q: int, third: int, line: Floats) -> float:
    """How far a line from an edge leads towards the triangle's third corner."""
    ee = et = el = lt = 0.0
    for k in range(3):
        e, t = x[q, k] - x[p, k], x[third, k] - x[p, k]
        ee += e * e
        et += e * t
        el += e * line[k]
        lt += line[k] * t
    return lt - el * et / (ee + 1e-300)


@njit(cache=True, nogil=True)
def _slope(x: Floats, p: int, q: int, normal: Floats, pull: Floats) -> None:
    """Turn the sum of the line's directions into the slope by the edge's place."""
    length = along = steep = 0.0
    for k in range(3):
        e = x[q, k] - x[p, k]
        length += e * e
        along += e * pull[k]
        steep += e * normal[k]
    least = _STEEPEST * np.sqrt(length)
    if abs(steep) < least:
        steep = least if steep >= 0.0 else -least
    size = 0.0
    for k in range(3):
        pull[k] -= normal[k] * along / steep
        size += pull[k] * pull[k]
    if size > _LONGEST * _LONGEST:
        for k in range(3):
            pull[k] *= _LONGEST / np.sqrt(size)


@njit(cache=True, nogil=True)
def _place(
    x: Floats, p: int, q: int, a: int, b: int, c: int, share: float, normal: Floats, out: Floats
) -> None:
    """Fill the weights of the point where edge pq meets triangle abc, minus on the triangle."""
    out[0], out[1] = 1.0 - share, share
    total = 0.0
    for m in range(3):
        first = (b, c, a)[m]
        second = (c, a, b)[m]
        area = 0.0
        for k in range(3):
            i, j = (k + 1) % 3, (k + 2) % 3
            ui = x[first, i] - (1.0 - share) * x[p, i] - share * x[q, i]
            uj = x[first, j] - (1.0 - share) * x[p, j] - share * x[q, j]
            vi = x[second, i] - (1.0 - share) * x[p, i] - share * x[q, i]
            vj = x[second, j] - (1.0 - share) * x[p, j] - share * x[q, j]
            area += normal[k] * (ui * vj - uj * vi)
        out[2 + m] = -max(area, 0.0)
        total += max(area, 0.0)
    for m in range(3):
        out[2 + m] /= total + 1e-300


@njit(cache=True, nogil=True)
def add_pulls(
    corners: Ints,
    weights: Floats,
    pulls: Floats,
    stiffness: Floats,
    reach: float,
    diagonal: Ints,
    blocks: Floats,
    force: Floats,
) -> None:
    """Draw each piercing's edge and triangle past each other by about `reach`."""
    for n in range(corners.shape[0]):
        size = pulls[n, 0] ** 2 + pulls[n, 1] ** 2 + pulls[n, 2] ** 2
        if size == 0.0:
            continue
        for m in range(5):
            i, w = corners[n, m], weights[n, m]
            k = stiffness[i]
            for c in range(3):
                force[i, c] += k * reach * w * pulls[n, c]
                blocks[diagonal[i], 5 * c] += k * abs(w)
