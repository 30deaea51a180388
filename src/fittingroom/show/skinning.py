"""Which bones move which vertex, four at most, for the body and for the cloth on it."""

from __future__ import annotations

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.body.body import Body
from fittingroom.drape.drape import Drape
from fittingroom.drape.following import cloth_weights

INFLUENCES = 4  # what glTF viewers read


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
    """Return bones and weights of the garment's vertices, both shape (vertex, 4)."""
    dense = cloth_weights(drape.body, drape.vertices, drape.triangles)
    bones = np.argsort(-dense, axis=1, kind="stable")[:, :INFLUENCES]
    return strongest(bones, np.take_along_axis(dense, bones, 1))
