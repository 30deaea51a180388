"""The last correction: lift what still lies in the body's true surface out of it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.geometry.distance import MeshDistance

_LEAST_GAP = 0.0004  # [m] vertices keep at least this
_ROUNDS = 20
_DEEP = -0.0005  # [m] what lies deeper than this is lifted for more rounds
_MORE_ROUNDS = 60


def clear(
    positions: Floats,
    triangles: Ints,
    body: MeshDistance,
    *,
    allow: Callable[[Floats, Floats], Floats] | None = None,
) -> Floats:
    """Move vertices outward until they and the triangles' centres are outside the body.

    Twenty rounds bring all of it to the least gap, sixty more only what is still deep.

    Args:
        positions: [m], shape (vertex, 3).
        triangles: shape (triangle, 3).
        body: the true surface.
        allow: turns places before and after a round [m] into where the vertices may go, or None
            where they may go anywhere.
    """
    x = positions.copy()
    # by how much a point may move before it must be looked at again
    spare = np.zeros(len(x) + len(triangles))
    for number in range(_ROUNDS + _MORE_ROUNDS):
        points = np.vstack([x, x[triangles].mean(axis=1)])
        near = np.flatnonzero(spare <= 0.0)
        lift = np.zeros_like(points)
        lift[near], spare[near] = _lift(
            points[near], body, _LEAST_GAP if number < _ROUNDS else _DEEP
        )
        low = np.linalg.norm(lift, axis=1) > 0
        if not low.any():
            break
        move, hits = lift[: len(x)], low[: len(x)].astype(float)
        faces = np.flatnonzero(low[len(x) :])
        for corner in range(3):
            np.add.at(move, triangles[faces, corner], lift[len(x) + faces])
            np.add.at(hits, triangles[faces, corner], 1.0)
        goal = x + move / np.maximum(hits, 1.0)[:, None]
        goal = goal if allow is None else allow(x, goal)
        moved = np.linalg.norm(goal - x, axis=1)
        spare -= np.concatenate([moved, moved[triangles].max(axis=1)])
        x = goal
    return x


def _lift(points: Floats, body: MeshDistance, below: float) -> tuple[Floats, Floats]:
    """Movement that brings each point nearer than `below` [m] to the least gap, else zero.

    Also by how much each point is beyond the least gap [m].
    """
    distance, closest, triangle = body.signed(points)
    low = distance < below
    lift = np.zeros_like(points)
    outward = (points[low] - closest[low]) * np.sign(distance[low])[:, None]
    length = np.linalg.norm(outward, axis=1, keepdims=True)
    face = body.normals(triangle[low])
    outward = np.where(length > 1e-5, outward / np.maximum(length, 1e-12), face)
    # a tenth more than needed, so that rounds end
    lift[low] = closest[low] + outward * 1.1 * _LEAST_GAP - points[low]
    return lift, distance - _LEAST_GAP
