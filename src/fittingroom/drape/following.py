"""How cloth follows the body's bones: skin weights of its vertices, and the motion they give."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from scipy.spatial import cKDTree

from fittingroom.arrays import Floats, Ints
from fittingroom.body.body import Body, Pose
from fittingroom.body.posing import bone_motions, stand
from fittingroom.geometry.mesh import edges

INFLUENCES = 4  # what glTF viewers read
NEIGHBOURS = 8  # body vertices that one garment vertex looks at
_NOTHING = 1e-3  # a weight that moves cloth by less than a millimetre in a metre
SMOOTHINGS = 12  # passes over the cloth: about 10 cm on a 1 cm mesh


def cloth_weights(body: Body, vertices: Floats, triangles: Ints) -> Floats:
    """Return how much each cloth vertex follows each bone, rows sum to 1, shape (vertex, bone).

    A vertex takes the weights of the skin nearest to it, smoothed over the cloth so that it bends
    where the body bends without creases of its own.

    Args:
        body: in the pose the cloth lies on.
        vertices: of the cloth [m], shape (vertex, 3).
        triangles: shape (triangle, 3).
    """
    return _smoothed(_nearest(body, vertices), triangles)


def sparse_weights(weights: Floats) -> Any:
    """Return weights as `scipy.sparse.csr_matrix`, without those that move nothing."""
    kept = np.where(weights > _NOTHING, weights, 0.0)
    return csr_matrix(kept / kept.sum(1, keepdims=True))


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


def strongest_of(weights: Floats) -> tuple[Ints, Floats]:
    """Return bones and shares of each row's four strongest weights, shape (vertex, 4) each."""
    bones = np.argsort(-weights, axis=1, kind="stable")[:, :INFLUENCES]
    return strongest(bones, np.take_along_axis(weights, bones, 1))


def followed(points: Floats, weights: Any, motions: Floats) -> Floats:
    """Return points moved with their bones (linear blend skinning).

    Args:
        points: [m], shape (point, 3).
        weights: an array or a sparse matrix, shape (point, bone).
        motions: rigid motion of each bone from where the points are, shape (bone, 4, 4).
    """
    blended = blend(weights, motions)
    return np.asarray(np.einsum("pij,pj->pi", blended[:, :, :3], points) + blended[:, :, 3])


def blend(weights: Any, motions: Floats) -> Floats:
    """Return the blended motion of each point, shape (point, 3, 4)."""
    flat = motions[:, :3].reshape(len(motions), 12)
    return np.asarray((weights @ flat).reshape(-1, 3, 4))


def moved_skin(body: Body, pose: Pose) -> tuple[Floats, Floats]:
    """Return what `body.posing.move` does, in a compiled loop."""
    from fittingroom.drape._kernels_skin import skin_points

    motions, skin = bone_motions(body.skeleton, pose), np.empty_like(body.rest_vertices)
    skin_points(body.rest_vertices, body.skin_bones, body.skin_weights, motions, skin)
    return stand(motions, skin)


def between_poses(before: Floats, after: Floats) -> Floats:
    """Return each bone's motion from one pose to another, shape (bone, 4, 4).

    Args:
        before: motion from rest, as `Body.posed_from_rest`.
        after: the same in the other pose.
    """
    return np.asarray(after @ np.linalg.inv(before))


def _nearest(body: Body, vertices: Floats) -> Floats:
    distance, near = cKDTree(body.mesh.vertices).query(vertices, k=NEIGHBOURS)
    share = 1.0 / np.maximum(distance, 1e-4) ** 2
    share /= share.sum(1, keepdims=True)
    dense = np.zeros((len(body.skin_bones), len(body.skeleton.names)))
    rows = np.arange(len(dense))[:, None]
    np.add.at(dense, (rows, body.skin_bones), body.skin_weights)
    taken: Floats = np.einsum("vn,vnb->vb", share, dense[near])
    return taken


def _smoothed(weights: Floats, triangles: Ints) -> Floats:
    count = len(weights)
    pairs = edges(triangles)
    both = np.concatenate([pairs, pairs[:, ::-1]])
    touching = csr_matrix((np.ones(len(both)), (both[:, 0], both[:, 1])), shape=(count, count))
    degree = np.asarray(touching.sum(1)).ravel()
    for _ in range(SMOOTHINGS):
        mean = touching @ weights / np.maximum(degree, 1.0)[:, None]
        weights = np.where(degree[:, None] > 0, 0.5 * (weights + mean), weights)
    shares: Floats = weights / weights.sum(1, keepdims=True)
    return shares
