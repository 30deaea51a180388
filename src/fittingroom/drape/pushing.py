"""Push cloth that lies in a body out of it by a margin, its neighbours along to stay even."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from fittingroom.arrays import Floats, Ints
from fittingroom.geometry.distance import MeshDistance
from fittingroom.geometry.mesh import edges

Flags = NDArray[np.bool_]
_EVEN_ROUNDS = 6  # whose lift is spread over the neighbours
_ROUNDS = 24  # the rest lift vertices alone
_SURPLUS = 1.05  # a little more than needed, so that rounds end


def pushed_out(points: Floats, triangles: Ints, body: MeshDistance, margin: float) -> Floats:
    """Return points that all lie at least `margin` [m] outside, where the body leaves room.

    Args:
        points: vertices of the cloth [m], shape (vertex, 3).
        triangles: shape (triangle, 3).
        body: the surface to be outside of.
        margin: [m].
    """
    x = points.copy()
    spread = _neighbour_mean(triangles, len(points))
    low = np.arange(len(x))
    for number in range(_ROUNDS):
        # later rounds look only at what was in: lifting a vertex alone moves no other
        lift, deep = _lift(x[low], body, margin)
        if not deep.any():
            break
        if number < _EVEN_ROUNDS:
            even = spread @ lift
            longer = np.einsum("ij,ij->i", even, even) > np.einsum("ij,ij->i", lift, lift)
            x += np.where(longer[:, None], even, lift)
            continue
        x[low] += lift
        low = low[deep]
    return x


def _lift(points: Floats, body: MeshDistance, margin: float) -> tuple[Floats, Flags]:
    """Movement that brings each point to the margin, and which points need one."""
    distance, closest, triangle = body.signed(points)
    deep = distance < margin - 1e-9
    away = (points - closest) * np.sign(distance)[:, None]
    length = np.linalg.norm(away, axis=1, keepdims=True)
    outward = np.where(length > 1e-5, away / np.maximum(length, 1e-12), body.normals(triangle))
    goal = closest + _SURPLUS * margin * outward
    return np.where(deep[:, None], goal - points, 0.0), deep


def _neighbour_mean(triangles: Ints, count: int) -> csr_matrix:
    """Matrix that takes half of each vertex's own value and half of its neighbours' mean."""
    pairs = edges(triangles)
    both = np.concatenate([pairs, pairs[:, ::-1]])
    touching = csr_matrix((np.ones(len(both)), (both[:, 0], both[:, 1])), shape=(count, count))
    degree = np.maximum(np.asarray(touching.sum(1)).ravel(), 1.0)
    return csr_matrix(touching.multiply(0.5 / degree[:, None]) + 0.5 * _identity(count))


def _identity(count: int) -> csr_matrix:
    from scipy.sparse import identity

    return csr_matrix(identity(count))
