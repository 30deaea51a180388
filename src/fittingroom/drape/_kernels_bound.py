"""Compiled loops that shorten moves until nothing can cross.

A pair of convex pieces stays apart through a move if the corners of one lie beyond those of the
other, along the line between their closest points, at the end as they do at the start: heights
are linear in time. So one look at the end is proof for the whole way, and layers may move far
together, as long as they don't move into one another.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from fittingroom.arrays import Floats, Ints

_KEPT = 0.1  # share of the room between two layers that one step leaves at least
_LEAST = 2e-5  # [m] of room that no step takes
_PUSHES = 6  # rounds in which layers may push one another on
_HALVINGS = 12  # rounds in which they are slowed down instead
_SURE = 1e-9  # [m] of rounding


@njit(cache=True, nogil=True)
def bound_moves(
    x: Floats,
    corners: Ints,
    vertex_pairs: int,
    weights: Floats,
    normals: Floats,
    distance: Floats,
    loose: Ints,
    room: Floats,
    moves: Floats,
) -> None:
    """Change moves so that no pair crosses and none is longer than its vertex's room."""
    _fit(room, moves)
    for _ in range(_PUSHES):
        if not _push(x, corners, vertex_pairs, weights, normals, distance, loose, moves):
            return
        _fit(room, moves)
    slow = np.empty(x.shape[0])
    for turn in range(_HALVINGS):
        slow[:] = 1.0
        if not _slow(x, corners, vertex_pairs, weights, normals, distance, loose, moves, slow):
            return
        for i in range(x.shape[0]):
            for c in range(3):
                moves[i, c] *= slow[i]
    _stay(x, corners, vertex_pairs, weights, normals, distance, loose, moves)


@njit(cache=True, nogil=True)
def _fit(room: Floats, moves: Floats) -> None:
    for i in range(moves.shape[0]):
        square = moves[i, 0] ** 2 + moves[i, 1] ** 2 + moves[i, 2] ** 2
        if square > room[i] * room[i]:
            scale = room[i] / np.sqrt(square)
            for c in range(3):
                moves[i, c] *= scale


@njit(cache=True, nogil=True)
def _longest(corners: Ints, n: int, moves: Floats) -> float:
    """Square of the longest move in a pair."""
    most = 0.0
    for m in range(4):
        i = corners[n, m]
        most = max(most, moves[i, 0] ** 2 + moves[i, 1] ** 2 + moves[i, 2] ** 2)
    return most


@njit(cache=True, nogil=True)
def _heights(
    x: Floats,
    corners: Ints,
    n: int,
    weights: Floats,
    normals: Floats,
    moves: Floats,
    height: Floats,
    first: int,
) -> tuple[float, float]:
    """Fill heights at the end along the pair's line; return the lowest above, the highest below."""
    base = 0.0
    for m in range(first, 4):
        j = corners[n, m]
        for c in range(3):
            base -= weights[n, m] * x[j, c] * normals[n, c]
    low, top = np.inf, -np.inf
    for m in range(4):
        i = corners[n, m]
        height[m] = -base
        for c in range(3):
            height[m] += (x[i, c] + moves[i, c]) * normals[n, c]
        if m < first:
            low = min(low, height[m])
        else:
            top = max(top, height[m])
    return low, top


@njit(cache=True, nogil=True)
def _leave(distance: float) -> float:
    return min(distance, max(_KEPT * distance, _LEAST))


@njit(cache=True, nogil=True)
def _push(
    x: Floats,
    corners: Ints,
    vertex_pairs: int,
    weights: Floats,
    normals: Floats,
    distance: Floats,
    loose: Ints,
    moves: Floats,
) -> bool:
    """Part pairs that would come too near, each side by half; return whether there were any."""
    any_met = False
    height = np.empty(4)
    for n in range(corners.shape[0]):
        leave = _leave(distance[n])
        spare = distance[n] - leave
        if loose[n] or (spare > 0.0 and 4.0 * _longest(corners, n, moves) < spare * spare):
            continue
        first = 1 if n < vertex_pairs else 2
        low, top = _heights(x, corners, n, weights, normals, moves, height, first)
        if low - top >= leave - _SURE:
            continue
        any_met = True
        middle = 0.5 * (low + top)
        for m in range(4):
            lift = 0.0
            if m < first:
                lift = max(0.0, middle + 0.5 * leave - height[m])
            else:
                lift = min(0.0, middle - 0.5 * leave - height[m])
            i = corners[n, m]
            for c in range(3):
                moves[i, c] += lift * normals[n, c]
    return any_met


@njit(cache=True, nogil=True)
def _slow(
    x: Floats,
    corners: Ints,
    vertex_pairs: int,
    weights: Floats,
    normals: Floats,
    distance: Floats,
    loose: Ints,
    moves: Floats,
    slow: Floats,
) -> bool:
    """Fill by how much vertices of pairs that come too near are slowed; return if there are any."""
    any_met = False
    height = np.empty(4)
    for n in range(corners.shape[0]):
        leave = _leave(distance[n])
        spare = distance[n] - leave
        if loose[n] or (spare > 0.0 and 4.0 * _longest(corners, n, moves) < spare * spare):
            continue
        low, top = _heights(
            x, corners, n, weights, normals, moves, height, 1 if n < vertex_pairs else 2
        )
        if low - top >= leave - 2.0 * _SURE:
            continue
        any_met = True
        for m in range(4):
            slow[corners[n, m]] = 0.5
    return any_met


@njit(cache=True, nogil=True)
def _stay(
    x: Floats,
    corners: Ints,
    vertex_pairs: int,
    weights: Floats,
    normals: Floats,
    distance: Floats,
    loose: Ints,
    moves: Floats,
) -> None:
    """Stop every vertex short of the resting plane half-way between it and what it is near."""
    share = np.ones(x.shape[0])
    still = np.zeros_like(moves)
    height = np.empty(4)
    for n in range(corners.shape[0]):
        if loose[n]:
            continue
        first = 1 if n < vertex_pairs else 2
        half, leave = 0.5 * distance[n], 0.5 * _leave(distance[n])
        _heights(x, corners, n, weights, normals, still, height, first)
        for m in range(4):
            i = corners[n, m]
            side = 1.0 if m < first else -1.0
            climb = 0.0
            for c in range(3):
                climb += side * moves[i, c] * normals[n, c]
            spare = max(0.0, side * (height[m] - half) - leave)
            if -climb > spare:
                share[i] = min(share[i], spare / -climb)
    for i in range(x.shape[0]):
        for c in range(3):
            moves[i, c] *= share[i]
