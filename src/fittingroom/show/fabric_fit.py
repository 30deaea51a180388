"""How the cloth sits, as one number per garment vertex."""

from __future__ import annotations

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.drape.drape import Drape


def vertex_strain(drape: Drape) -> Floats:
    """Return the larger of the stretches along warp and weft, the mean of the triangles round each
    vertex weighted by area, shape (vertex,)."""
    corners = drape.pattern_points
    side, other = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    area = np.abs(side[:, 0] * other[:, 1] - side[:, 1] * other[:, 0])
    most = drape.strain.max(1) * area
    total, weight = np.zeros(len(drape.vertices)), np.zeros(len(drape.vertices))
    for corner in range(3):
        np.add.at(total, drape.triangles[:, corner], most)
        np.add.at(weight, drape.triangles[:, corner], area)
    mean: Floats = total / np.maximum(weight, 1e-12)
    return mean
