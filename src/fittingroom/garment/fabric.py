"""`Fabric`: how a cloth behaves, each figure in SI and with its source in the library."""

from __future__ import annotations

from dataclasses import dataclass


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
