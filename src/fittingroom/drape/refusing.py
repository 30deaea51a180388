"""No drape leaves this stage with cloth inside the body: what could not be cleared is refused."""

from __future__ import annotations

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.drape.drape import Drape
from fittingroom.errors import DrapeDiverged
from fittingroom.geometry.distance import MeshDistance

_DEEPEST = 0.001  # [m] a vertex or a triangle's centre may lie inside the body
_FURTHEST = 0.03  # [m] clearing may lift a vertex; from further in, cloth had gone through a limb
_TIGHT = 0.1  # median stretch of a panel, over its tighter direction, that counts as too small


def refuse_penetration(drape: Drape, lifted: Floats) -> None:
    """Refuse a drape whose cloth is in the body or had to be pulled out of its depth.

    Args:
        drape: cleared and measured.
        lifted: how far clearing moved each vertex [m], shape (vertex,).

    Raises:
        DrapeDiverged: naming the panel, the place and the likely cause.
    """
    deep = drape.settling.penetration > _DEEPEST
    if not deep and lifted.max() <= _FURTHEST:
        return
    centres = drape.vertices[drape.triangles].mean(axis=1)
    inside = _depth(drape, centres) if deep else lifted[drape.triangles].max(axis=1)
    worst = int(inside.argmax())
    panel = int(drape.panel[worst])
    name, where = drape.pattern.panels[panel].name, _nearest_landmark(drape, centres[worst])
    stretch = float(np.median(drape.strain[drape.panel == panel].max(axis=1)))
    cause = (
        f"it is stretched by {100 * stretch:.0f} %, far too tight there: take a larger size"
        if stretch > _TIGHT
        else "it is caught between parts of the body: choose a pose that leaves more room there"
    )
    raise DrapeDiverged(
        f"'{name}' can't be worn outside the body: it lies {1000 * inside[worst]:.0f} mm "
        f"inside near '{where}'; {cause}"
    )


def _depth(drape: Drape, centres: Floats) -> Floats:
    """Depth of each triangle's deepest corner or centre in the body [m], shape (triangle,)."""
    corners = -drape.gap[drape.triangles].min(axis=1)
    return np.asarray(np.maximum(corners, -MeshDistance(drape.body.mesh).signed(centres)[0]))


def _nearest_landmark(drape: Drape, point: Floats) -> str:
    landmarks = drape.body.landmarks
    return min(landmarks, key=lambda name: float(np.linalg.norm(landmarks[name] - point)))
