"""The cantilever test of cloth (ASTM D1388, ISO 9073-7), done on the simulated fabric."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from fittingroom.drape.hanging import Hung, hang
from fittingroom.drape.relaxing import RestOptions
from fittingroom.drape.swatch import Swatch
from fittingroom.garment.fabric import Fabric

_SLOPE = np.radians(41.5)  # of the plane that the strip's tip touches
_WIDTH = 0.025  # [m] of the strip
_EDGES = 20  # along the overhang
_SPAN = (0.6, 1.6)  # of the overhang expected: where it is sought
_ENOUGH = 1e-3  # of the overhang


@dataclass(frozen=True, slots=True)
class BendingLength:
    """What the cantilever test reads off a fabric.

    Args:
        overhang: how far the strip slides out until its tip is 41.5° below the edge [m].
        bending_length: half of it [m].
        rigidity: weight per area times the cube of the bending length [N·m].
    """

    overhang: float
    bending_length: float
    rigidity: float


def bending_length(
    fabric: Fabric, *, along: Literal["warp", "weft"] = "warp", options: RestOptions | None = None
) -> BendingLength:
    """Slide a strip over an edge until its tip touches a plane that falls by 41.5°.

    Args:
        fabric: what is tested.
        along: direction of the strip.
        options: when a strip counts as at rest.

    Raises:
        DrapeDiverged: a strip found no rest.

    Example:
        >>> from fittingroom.garment.fabrics import fabric_of
        >>> test = bending_length(fabric_of("denim"))
        >>> bool(abs(test.rigidity / fabric_of("denim").bending_warp - 1) < 0.1)
        True

    Source: ASTM D1388-18, option A; Peirce, "The handle of cloth as a measurable quantity", J.
    Textile Inst. 21, 1930, for the half.
    """
    from scipy.optimize import brentq

    weight = fabric.areal_density * 9.81
    known = fabric.bending_warp if along == "warp" else fabric.bending_weft
    expected = 2 * (known / weight) ** (1 / 3)
    strip = Swatch(
        fabric,
        width=_WIDTH,
        length=expected,
        spacing=expected / _EDGES,
        grain=0.0 if along == "warp" else np.pi / 2,
        start="lying",
    )

    def too_low(length: float) -> float:
        cut = replace(strip, length=length, spacing=min(length / _EDGES, _WIDTH / 3))
        return _dip(hang(cut, options=options)) - float(_SLOPE)

    low, high = (share * expected for share in _SPAN)
    overhang = float(brentq(too_low, low, high, xtol=_ENOUGH * expected))
    return BendingLength(overhang, overhang / 2, weight * (overhang / 2) ** 3)


def _dip(hung: Hung) -> float:
    """Angle of the line from the edge to the tip below the horizon [rad]."""
    tip = hung.vertices[hung.rims["bottom"]].mean(axis=0)
    return float(np.arctan2(-tip[1], tip[2]))
