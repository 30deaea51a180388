"""Which bones move which vertex, four at most, for the body and for the cloth on it."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_matrix
from scipy.spatial import cKDTree

from fittingroom.arrays import Floats, Ints
from fittingroom.body.body import Body
from fittingroom.drape.drape import Drape
from fittingroom.geometry.mesh import edges

INFLUENCES = 4  # what glTF viewers read
NEIGHBOURS = 8  # body vertices that one garment vertex looks at
SMOOTHINGS = 12  # passes over the cloth: about 10 cm on a 1 cm mesh


def strongest(bones: Ints, weights: Floats) -> tuple[Ints, Floats]:
    """Return each row's four strongest influences, renormalised, strongest first.

    Args:
        bones: shape (vertex, influence).
        weights: shape (vertex, influence).
    """
    order = np.argsort(-weights, axis=1, kind="stable")[:, :INFLUENCES]
    kept = np.take_along_axis(weights, order, 1)
    kept = np.where(kept > 1e-4, kept, 0.0)
    kept /= kept.sum(1, keepdims=True)
    return np.where(kept > 0.0, np.take_along_axis(bones, order, 1), 0), kept


def body_influences(body: Body) -> tuple[Ints, Floats]:
    """Return bones and weights of the body's vertices, both shape (vertex, 4)."""
    return strongest(body.skin_bones, body.skin_weights)


def cloth_influences(drape: Drape) -> tuple[Ints, Floats]:
    """Return bones and weights of the garment's vertices, both shape (vertex, 4).

    A vertex takes the weights of the skin nearest to it, smoothed over the cloth so that it bends
    where the body bends without creases of its own.
    """
    dense = _smoothed(_nearest_weights(drape), drape)
    bones = np.argsort(-dense, axis=1, kind="stable")[:, :INFLUENCES]
    return strongest(bones, np.take_along_axis(dense, bones, 1))


def _nearest_weights(drape: Drape) -> Floats:
    body = drape.body
    distance, near = cKDTree(body.mesh.vertices).query(drape.vertices, k=NEIGHBOURS)
    share = 1.0 / np.maximum(distance, 1e-4) ** 2
    share /= share.sum(1, keepdims=True)
    dense = np.zeros((len(body.skin_bones), len(body.skeleton.names)))
    rows = np.arange(len(dense))[:, None]
    np.add.at(dense, (rows, body.skin_bones), body.skin_weights)
    taken: Floats = np.einsum("vn,vnb->vb", share, dense[near])
    return taken


def _smoothed(weights: Floats, drape: Drape) -> Floats:
    count = len(weights)
    pairs = edges(drape.triangles)
    both = np.concatenate([pairs, pairs[:, ::-1]])
    touching = csr_matrix((np.ones(len(both)), (both[:, 0], both[:, 1])), shape=(count, count))
    degree = np.asarray(touching.sum(1)).ravel()
    for _ in range(SMOOTHINGS):
        mean = touching @ weights / np.maximum(degree, 1.0)[:, None]
        weights = np.where(degree[:, None] > 0, 0.5 * (weights + mean), weights)
    shares: Floats = weights / weights.sum(1, keepdims=True)
    return shares
