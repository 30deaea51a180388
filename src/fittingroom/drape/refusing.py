"""No drape leaves this stage with cloth inside the body: what could not be cleared is refused."""

from __future__ import annotations

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.drape.drape import Drape
from fittingroom.drape.result import edge_strain
from fittingroom.errors import DrapeDiverged
from fittingroom.geometry.distance import MeshDistance

_DEEPEST = 0.001  # [m] a vertex or a triangle's centre may lie inside the body
_TORN = 4.0  # edge strain no cloth survives, elastane included: it had gone through a limb
_TIGHT = 0.1  # median stretch of a panel, over its tighter direction, that counts as too small


def refuse_failed(drape: Drape) -> None:
    """Refuse a drape whose cloth lies in the body, or was torn to get out of it.

    Args:
        drape: cleared and measured.

    Raises:
        DrapeDiverged: naming the panel, the place and the likely cause.
    """
    end = drape.settling
    deep = end.penetration > _DEEPEST
    if not deep and end.strain_max <= _TORN:
        return
    centres = drape.vertices[drape.triangles].mean(axis=1)
    inside, torn = _depth(drape, centres), _largest_strain(drape)
    worst = int((inside if deep else torn).argmax())
    what = (
        f"lies {1000 * inside[worst]:.0f} mm inside"
        if deep
        else f"is torn to {1 + torn[worst]:.0f} times its length"
    )
    panel = int(drape.panel[worst])
    name, where = drape.pattern.panels[panel].name, _nearest_landmark(drape, centres[worst])
    stretch = float(np.median(drape.strain[drape.panel == panel].max(axis=1)))
    cause = (
        f"it is stretched by {100 * stretch:.0f} %, far too tight there: take a larger size"
        if stretch > _TIGHT
        else "it is caught between parts of the body: choose a pose that leaves more room there"
    )
    raise DrapeDiverged(
        f"'{name}' can't be worn outside the body: it {what} near '{where}'; {cause}"
    )


def _depth(drape: Drape, centres: Floats) -> Floats:
    """Depth of each triangle's deepest corner or centre in the body [m], shape (triangle,)."""
    corners = -drape.gap[drape.triangles].min(axis=1)
    return np.asarray(np.maximum(corners, -MeshDistance(drape.body.mesh).signed(centres)[0]))


def _largest_strain(drape: Drape) -> Floats:
    """Strain of each triangle's most stretched side, shape (triangle,)."""
    strain = edge_strain(drape.vertices, drape.triangles, drape.pattern_points)
    return np.asarray(strain.reshape(-1, 3).max(axis=1))


def _nearest_landmark(drape: Drape, point: Floats) -> str:
    landmarks = drape.body.landmarks
    return min(landmarks, key=lambda name: float(np.linalg.norm(landmarks[name] - point)))
