"""Move a cloth to given places without making it cross itself on the way."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.drape.nearness import ClothTopology, find_pairs, lengths
from fittingroom.geometry.intersection import find_piercings

_CARRY_EDGES = 0.4  # cloth that would cross is carried on by at most this many edges at a time
_PUSHED = 1.2  # times its own move others may push a vertex on
_NUDGED = 0.003  # [m] and this much more


def keep_apart(cloth: ClothTopology, start: Floats, goal: Floats) -> Floats:
    """Return places on the way from `start` to `goal` [m] such that nothing crosses on the way.

    What crosses at the start may go on crossing.
    """
    from fittingroom.drape import _kernels_bound, _kernels_near

    moves = goal - start
    room = _PUSHED * lengths(moves) + _NUDGED
    pairs = find_pairs(cloth, start, room, tangled=True)
    count = len(pairs.corners)
    weights, normals, distance = np.empty((count, 4)), np.empty((count, 3)), np.empty(count)
    _kernels_near.measure_pairs(
        start, pairs.corners, pairs.vertex_pairs, weights, normals, distance
    )
    _kernels_bound.bound_moves(
        start,
        pairs.corners,
        pairs.vertex_pairs,
        normals,
        distance,
        pairs.loose,
        room,
        moves,
    )
    return start + moves


def carry(cloth: ClothTopology, start: Floats, move: Callable[[Floats, float], Floats]) -> Floats:
    """Carry a cloth along with the body, in small moves if one large one made it cross itself.

    Args:
        cloth: topology.
        start: vertices [m], shape (vertex, 3).
        move: places after a share of the whole way, from any places.
    """
    goal = move(start, 1.0)
    if _piercings(cloth, goal) <= _piercings(cloth, start):
        return goal
    parts = int(np.ceil(lengths(goal - start).max() / (_CARRY_EDGES * cloth.spacing)))
    x = start
    for _ in range(parts):
        x = keep_apart(cloth, x, move(x, 1.0 / parts))
    return x


def crosses(cloth: ClothTopology, x: Floats) -> bool:
    """Whether a cloth goes through itself."""
    return _piercings(cloth, x) > 0


def _piercings(cloth: ClothTopology, x: Floats) -> int:
    return len(find_piercings(x, cloth.triangles, edges=cloth.edges).edge)
