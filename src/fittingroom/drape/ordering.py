"""Which of two garments lies outside: what is worn under another one is moved inside it.

Two garments that were put on one by one go through each other all over. Cloth is wound outward, so
the nearest cloth of the outer garment tells on which side of it a point lies. What is worn under
it and lies outside is moved to its inner side, which leaves room because the outer one was closed
round a thicker body (`ROOM`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.drape.shells import Shell, Worn, crossed

Skin = Callable[[Floats], tuple[Floats, Floats]]  # distance [m] and unit direction outward

ROOM = 0.005  # [m] per garment below, between the skin and a garment while it is closed
_REACH = 0.12  # [m] cloth further off has nothing to do with a point
_APART = 0.0015  # [m] what is moved inside comes to lie this far inside
_ROUNDS = 60
_PATIENCE = 12  # rounds: what lies at the end of the reach comes in meanwhile
_DEEPER = 0.0005  # [m] further inside with every round in which it crosses even so
_DEEPEST = 0.008  # [m] at most
_SAME_WAY = 0.5  # cosine between the way to the skin and to the shell's inner side
_LONGEST = 0.01  # [m] move of a vertex in a round
_SHARE_OF_MOVE = 0.7  # a triangle moved by what lies on it moves this share of the way


def put_inside(worn: Sequence[Worn], skin: Skin) -> list[Floats]:
    """Move every garment inside those worn over it; return the vertices of each [m].

    Args:
        worn: from the skin outwards.
        skin: distance to the body and direction away from it.
    """
    places = [garment.positions for garment in worn]
    for under in range(len(worn) - 2, -1, -1):
        over = [(places[number], worn[number].triangles) for number in range(under + 1, len(worn))]
        places[under] = _inside(worn[under], over, skin)
    return places


def _inside(inner: Worn, over: Sequence[tuple[Floats, Ints]], skin: Skin) -> Floats:
    """Move one garment inside all garments over it."""
    x = inner.positions.copy()
    shells = [Shell(places, triangles) for places, triangles in over]
    own, apart = Shell(x, inner.triangles), np.full(len(x), _APART)
    outside: list[int] = []
    for _ in range(_ROUNDS):
        move, share, crossing = np.zeros_like(x), np.zeros(len(x)), False
        outside.append(0)
        for shell in shells:
            outside[-1] += _under_shell(x, shell, apart, skin, move, share)
            _under_vertices(own, shell.places, apart, skin, move, share)
            met = crossed(x, inner.triangles, shell)
            apart[met] = np.minimum(apart[met] + _DEEPER, _DEEPEST)
            crossing |= bool(met.any())
        # a few vertices in folds may seem outside for ever
        stuck = len(outside) > _PATIENCE and outside[-1] >= outside[-1 - _PATIENCE]
        if not crossing and (outside[-1] == 0 or stuck):
            break
        x = x + move / np.maximum(share, 1.0)[:, None]
        gap, outward = skin(x)
        x += np.maximum(inner.offset - gap, 0.0)[:, None] * outward
        own.move(x)
    return x


def _under_shell(
    x: Floats, shell: Shell, apart: Floats, skin: Skin, move: Floats, share: Floats
) -> int:
    """Add the moves of vertices that lie outside a shell, or too near it; count those outside.

    Cloth that goes through the shell near its rim also has vertices beyond the rim: these come as
    near to the skin as the rim is, so that cloth slopes into a waistband.
    """
    distance, closest, triangle, foot = shell.sides(x)
    near = (distance > -apart) & (distance < _REACH) & (foot | (apart > _APART))
    gap, outward = skin(x)
    normal = shell.distance.normals(triangle)
    # towards the skin, where that is inward: so neighbours don't end in one point of the shell
    along = np.where((np.einsum("ij,ij->i", outward, normal) > _SAME_WAY)[:, None], outward, normal)
    length = np.where(foot, distance, np.maximum(gap - skin(closest)[0], -apart)) + apart
    move[near] -= (np.minimum(length, _LONGEST)[:, None] * along)[near]
    share[near] += 1.0
    return int((near & foot & (distance > 0.0)).sum())


def _under_vertices(
    own: Shell, points: Floats, apart: Floats, skin: Skin, move: Floats, share: Floats
) -> None:
    """Add the moves of triangles that lie outside vertices of a shell, or too near them.

    By distance to the skin, for cloth that is on its way may be folded, inside out.
    """
    distance, closest, triangle, foot = own.sides(points)
    corners = own.triangles[triangle]
    gap, outward = skin(closest)
    above = gap - skin(points)[0]
    wanted = apart[corners].min(axis=1)
    off = np.abs(distance)
    wrong = foot & (off < _REACH) & (above > -wanted)
    wrong &= (np.abs(above) > _SAME_WAY * off) | (off < wanted)
    weights = own.weights(closest, triangle)[wrong]
    back = (np.minimum(above + wanted, _LONGEST)[:, None] * outward)[wrong]
    for corner in range(3):
        weight = _SHARE_OF_MOVE * weights[:, corner]
        np.add.at(move, corners[wrong, corner], -weight[:, None] * back)
        np.add.at(share, corners[wrong, corner], weight)
