"""Which bones move which vertex, four at most, for the body and for the cloth on it."""

from __future__ import annotations

from fittingroom.arrays import Floats, Ints
from fittingroom.body.body import Body
from fittingroom.drape.drape import Drape
from fittingroom.drape.following import cloth_weights, strongest, strongest_of


def body_influences(body: Body) -> tuple[Ints, Floats]:
    """Return bones and weights of the body's vertices, both shape (vertex, 4)."""
    return strongest(body.skin_bones, body.skin_weights)


def cloth_influences(drape: Drape) -> tuple[Ints, Floats]:
    """Return bones and weights of the garment's vertices, both shape (vertex, 4)."""
    return strongest_of(cloth_weights(drape.body, drape.vertices, drape.triangles))
