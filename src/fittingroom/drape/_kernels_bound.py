"""Compiled loops that shorten moves until nothing can cross.

Along the line between their closest points, the corners of one piece of a pair lie beyond those of
the other. As long as they do so, which their linear moves make easy to tell, the pieces can't meet:
that proves the first part of the way, from where a new line proves the next (conservative
advancement). So layers may move far together, and slide far on one another.

Source: after Mirtich, "Impulse-based dynamic simulation of rigid body systems", thesis, 1996.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from fittingroom.arrays import Floats, Ints
from fittingroom.drape._kernels_near import edge_edge, point_triangle

_KEPT = 0.1  # share of the room between two layers that one step leaves at least
_LEAST = 2e-5  # [m] of room that no step takes
_PUSHES = 6  # rounds in which layers may push one another on
_HALVINGS = 12  # rounds in which they are slowed down instead
_SURE = 1e-9  # [m] of rounding
_LOOKS = 16  # lines on the way of one pair
_SHARE = 0.3  # of the room that a pair keeps until the next line


@njit(cache=True, nogil=True)
def bound_moves(
    x: Floats,
    corners: Ints,
    vertex_pairs: int,
    normals: Floats,
    distance: Floats,
    loose: Ints,
    room: Floats,
    moves: Floats,
) -> None:
    """Change moves so that no pair crosses and none is longer than its vertex's room."""
    _fit(room, moves)
    for _ in range(_PUSHES):
        if not _push(x, corners, vertex_pairs, distance, loose, moves):
            return
        _fit(room, moves)
    slow = np.empty(x.shape[0])
    for _ in range(_HALVINGS):
        slow[:] = 1.0
        if not _slow(x, corners, vertex_pairs, distance, loose, moves, slow):
            return
        for i in range(x.shape[0]):
            for c in range(3):
                moves[i, c] *= slow[i]
    _stay(x, corners, vertex_pairs, normals, distance, loose, moves)


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
def _leave(distance: float) -> float:
    leave: float = min(distance, max(_KEPT * distance, _LEAST))
    return leave


@njit(cache=True, nogil=True)
def _line(y: Floats, first: int, normal: Floats) -> float:
    """Fill the direction between a pair's closest points and return their distance."""
    square = 0.0
    if first == 1:
        u, v, w = point_triangle(y, 0, 1, 2, 3)
        for c in range(3):
            normal[c] = y[0, c] - u * y[1, c] - v * y[2, c] - w * y[3, c]
            square += normal[c] * normal[c]
    else:
        s, t = edge_edge(y, 0, 1, 2, 3)
        for c in range(3):
            normal[c] = (1 - s) * y[0, c] + s * y[1, c] - (1 - t) * y[2, c] - t * y[3, c]
            square += normal[c] * normal[c]
    distance = np.sqrt(square)
    for c in range(3):
        normal[c] /= distance + 1e-300
    return float(distance)


@njit(cache=True, nogil=True)
def _proved(y: Floats, z: Floats, first: int, normal: Floats, keep: float) -> float:
    """Share of the moves z from places y on which the two sides stay `keep` apart."""
    share = 1.0
    for i in range(first):
        for j in range(first, 4):
            high = closing = 0.0
            for c in range(3):
                high += (y[i, c] - y[j, c]) * normal[c]
                closing -= (z[i, c] - z[j, c]) * normal[c]
            if high - share * closing < keep and closing > 0.0:
                share = max(0.0, (high - keep) / closing)
    return share


@njit(cache=True, nogil=True)
def _meet(
    x: Floats,
    corners: Ints,
    n: int,
    first: int,
    moves: Floats,
    leave: float,
    y: Floats,
    z: Floats,
    normal: Floats,
) -> bool:
    """Whether a pair's moves bring it nearer than `leave`; fills the line where they do."""
    rest = 1.0
    for m in range(4):
        i = corners[n, m]
        for c in range(3):
            y[m, c], z[m, c] = x[i, c], moves[i, c]
    for _ in range(_LOOKS):
        distance = _line(y, first, normal)
        share = _proved(y, z, first, normal, min(distance, max(leave, _SHARE * distance)) - _SURE)
        if share >= 1.0:
            return False
        if share * rest < 1e-3:
            return True
        for m in range(4):
            for c in range(3):
                y[m, c] += share * z[m, c]
                z[m, c] *= 1.0 - share
        rest *= 1.0 - share
    return True


@njit(cache=True, nogil=True)
def _push(
    x: Floats,
    corners: Ints,
    vertex_pairs: int,
    distance: Floats,
    loose: Ints,
    moves: Floats,
) -> bool:
    """Part pairs that would come too near, each side by half; return whether there were any."""
    any_met = False
    y, z, normal, height = np.empty((4, 3)), np.empty((4, 3)), np.empty(3), np.empty(4)
    for n in range(corners.shape[0]):
        leave = _leave(distance[n])
        spare = distance[n] - leave
        if loose[n] or (spare > 0.0 and 4.0 * _longest(corners, n, moves) < spare * spare):
            continue
        first = 1 if n < vertex_pairs else 2
        if not _meet(x, corners, n, first, moves, leave, y, z, normal):
            continue
        any_met = True
        low, top = np.inf, -np.inf
        for m in range(4):
            i = corners[n, m]
            height[m] = 0.0
            for c in range(3):
                height[m] += (x[i, c] + moves[i, c]) * normal[c]
            if m < first:
                low = min(low, height[m])
            else:
                top = max(top, height[m])
        middle = 0.5 * (low + top)
        for m in range(4):
            lift = middle - 0.5 * leave - height[m]
            lift = max(0.0, lift + leave) if m < first else min(0.0, lift)
            i = corners[n, m]
            for c in range(3):
                moves[i, c] += lift * normal[c]
    return any_met


@njit(cache=True, nogil=True)
def _slow(
    x: Floats,
    corners: Ints,
    vertex_pairs: int,
    distance: Floats,
    loose: Ints,
    moves: Floats,
    slow: Floats,
) -> bool:
    """Fill by how much vertices of pairs that come too near are slowed; return if there are any."""
    any_met = False
    y, z, normal = np.empty((4, 3)), np.empty((4, 3)), np.empty(3)
    for n in range(corners.shape[0]):
        leave = _leave(distance[n])
        spare = distance[n] - leave
        if loose[n] or (spare > 0.0 and 4.0 * _longest(corners, n, moves) < spare * spare):
            continue
        if _meet(x, corners, n, 1 if n < vertex_pairs else 2, moves, leave, y, z, normal):
            any_met = True
            for m in range(4):
                slow[corners[n, m]] = 0.5
    return any_met


@njit(cache=True, nogil=True)
def _stay(
    x: Floats,
    corners: Ints,
    vertex_pairs: int,
    normals: Floats,
    distance: Floats,
    loose: Ints,
    moves: Floats,
) -> None:
    """Stop every vertex short of the resting plane half-way between it and what it is near."""
    share = np.ones(x.shape[0])
    height = np.empty(4)
    for n in range(corners.shape[0]):
        if loose[n]:
            continue
        first = 1 if n < vertex_pairs else 2
        leave = 0.5 * _leave(distance[n])
        low = np.inf
        for m in range(4):
            i = corners[n, m]
            height[m] = 0.0
            for c in range(3):
                height[m] += x[i, c] * normals[n, c]
            if m < first:
                low = min(low, height[m])
        half = low - 0.5 * distance[n]
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
