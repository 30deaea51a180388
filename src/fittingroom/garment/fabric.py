"""`Fabric`: how a cloth behaves, each figure in SI and with its source in the library."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import isfinite

from fittingroom.errors import FabricError

Curve = tuple[tuple[float, float], ...]
"""Measured stretch: points of strain and tension [N/m], both rising, from rest on."""

_MOST_STRAIN, _MOST_TENSION = 5.0, 1e6  # beyond what any cloth does: a unit was mixed up


@dataclass(frozen=True, slots=True)
class Fabric:
    """A cloth.

    Args:
        name: its name in the library, "single-jersey".
        areal_density: [kg/m²].
        thickness: [m].
        stretch_warp: membrane stiffness along the warp (wale, for knits) [N/m].
        stretch_weft: the same along the weft (course) [N/m].
        shear: shear stiffness [N/m].
        bending_warp: bending rigidity per width along the warp [N·m].
        bending_weft: the same along the weft [N·m].
        friction: Coulomb coefficient against skin and underwear.
        stretch_limit: strain a wearer still finds comfortable; beyond it the cloth is too tight.
        source: where the figures come from.
        curve_warp: tension along the warp by strain where it was measured, for cloth with
            elastane; (0, 0) goes without saying, between points and beyond them it is straight,
            and compressed cloth has the first piece's stiffness. Where empty, `stretch_warp` holds
            at every strain.
        curve_weft: the same along the weft.

    Raises:
        FabricError: a curve that doesn't rise.

    Example:
        A cloth that gives way at first and then stiffens:

        >>> from dataclasses import replace
        >>> from fittingroom.garment.fabrics import fabric_of
        >>> ((0.2, 20.0), (0.4, 80.0)) == replace(
        ...     fabric_of("rib"), curve_weft=((0.2, 20.0), (0.4, 80.0))
        ... ).curve_weft
        True
    """

    name: str
    areal_density: float
    thickness: float
    stretch_warp: float
    stretch_weft: float
    shear: float
    bending_warp: float
    bending_weft: float
    friction: float
    stretch_limit: float
    source: str
    curve_warp: Curve = ()
    curve_weft: Curve = ()

    def __post_init__(self) -> None:
        for name in ("curve_warp", "curve_weft"):
            _check_curve(self.name, name, getattr(self, name))


def _check_curve(fabric: str, name: str, curve: Curve) -> None:
    for (strain, tension), (further, harder) in pairwise(((0.0, 0.0), *curve)):
        told = isfinite(further) and isfinite(harder)
        inside = told and further <= _MOST_STRAIN and harder <= _MOST_TENSION
        if not (inside and further > strain and harder > tension):
            raise FabricError(
                f"fabric '{fabric}' has {name} with the point ({further:g}, {harder:g}): strain "
                f"and tension [N/m] both rise from 0, to at most {_MOST_STRAIN:g} and "
                f"{_MOST_TENSION:g}",
                field=name,
                value=(further, harder),
                allowed=f"above ({strain:g}, {tension:g})",
            )
