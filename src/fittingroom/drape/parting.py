"""The end of a drape: out of the body and out of itself, the one without undoing the other."""

from __future__ import annotations

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.drape.clearing import clear
from fittingroom.drape.colliding import keep_apart
from fittingroom.drape.model import DrapeModel
from fittingroom.drape.nearness import cloth_topology
from fittingroom.geometry.distance import MeshDistance
from fittingroom.geometry.intersection import count_crossings


def part(positions: Floats, model: DrapeModel, body: MeshDistance) -> Floats:
    """Lift cloth out of the body's true surface without making it cross itself.

    Args:
        positions: settled [m], shape (vertex, 3).
        model: of the cloth.
        body: the true surface.
    """
    cloth = cloth_topology(model)
    cleared = clear(positions, cloth.triangles, body)
    if count_crossings(cleared, cloth.triangles) == 0:
        return cleared
    return clear(
        positions, cloth.triangles, body, allow=lambda start, goal: keep_apart(cloth, start, goal)
    )
