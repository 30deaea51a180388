"""The fabric library: `data/fabrics.json`, each figure with its range, basis and source, and the
measured tension curves of cloth with elastane.

Units are converted there once: KES-F bending 1 gf·cm²/cm = 9.807e-5 N·m, shear 1 gf/cm/degree =
56.19 N/m, load 1 gf/cm = 0.9807 N/m. A cloth's tension curve is bent; the one stiffness that
stores the same energy up to the same strain is LT · F / EMT.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from math import isfinite
from typing import Any, Literal

from fittingroom.errors import FabricError, UnknownName
from fittingroom.garment.fabric import Curve, Fabric

# What cloth can be, from chiffon to felt: outside it a unit was mixed up. Same units as `Fabric`.
LIMITS: dict[str, tuple[float, float]] = {
    "areal_density": (0.01, 2.0),
    "thickness": (0.00003, 0.02),
    "stretch_warp": (10.0, 1e6),
    "stretch_weft": (10.0, 1e6),
    "shear": (1.0, 1e5),
    "bending_warp": (1e-8, 1e-2),
    "bending_weft": (1e-8, 1e-2),
    "friction": (0.0, 2.0),
    "stretch_limit": (0.0, 2.0),
}

_CURVES = ("curve_warp", "curve_weft")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a fabric.

    Args:
        value: in the unit of `Fabric`'s field.
        low: smallest value such cloths have.
        high: largest.
        basis: "measured" where a named cloth was measured, "typical" where it is a usual value of
            such cloths.
        source: where it comes from and how it was converted.
    """

    value: float
    low: float
    high: float
    basis: Literal["measured", "typical"]
    source: str


@dataclass(frozen=True, slots=True)
class MeasuredCurve:
    """A measured curve of a fabric.

    Args:
        points: strain and tension [N/m], both rising.
        source: where it comes from and how it was converted.
    """

    points: Curve
    source: str


def fabric_of(name: str) -> Fabric:
    """Return a fabric of the library.

    Raises:
        UnknownName: no such fabric.

    Example:
        >>> fabric_of("denim").areal_density
        0.339
    """
    fabric = fabric_from(name, {key: figure.value for key, figure in figures_of(name).items()})
    curves = curves_of(name)
    warp, weft = (curves[way].points if way in curves else () for way in _CURVES)
    return replace(fabric, curve_warp=warp, curve_weft=weft)


def fabric_from(name: str, values: Mapping[str, float], *, source: str = "") -> Fabric:
    """Return a fabric of the given figures, checked.

    Args:
        name: its name.
        values: one figure for each field of `Fabric`, in that field's unit.
        source: where they come from; the library's own where empty.

    Raises:
        FabricError: a figure is missing or no cloth has it.
    """
    for field, (low, high) in LIMITS.items():
        value = values.get(field)
        if not isinstance(value, int | float) or not isfinite(value) or not low <= value <= high:
            raise FabricError(
                f"fabric '{name}' has {field} {value!r}: cloths have {low:g} to {high:g} "
                "(SI units)",
                field=field,
                value=value,
                allowed=f"{low:g} to {high:g}",
            )
    told = source or f"fittingroom's fabric library, '{name}': each figure's source in the docs"
    figures: dict[str, Any] = {field: float(values[field]) for field in LIMITS}
    return Fabric(name=name, **figures, source=told)


def figures_of(name: str) -> dict[str, Figure]:
    """Return every figure of a fabric with its range and source, by `Fabric`'s fields.

    Raises:
        UnknownName: no such fabric.
    """
    library = _library()
    if name not in library:
        raise UnknownName("fabric", name, library)
    return {field: Figure(**library[name][field]) for field in LIMITS}


def curves_of(name: str) -> dict[str, MeasuredCurve]:
    """Return the measured curves of a fabric by `Fabric`'s fields; most have none.

    Raises:
        UnknownName: no such fabric.

    Example:
        >>> list(curves_of("swim-knit"))
        ['curve_warp', 'curve_weft']
    """
    library = _library()
    if name not in library:
        raise UnknownName("fabric", name, library)
    return {
        way: MeasuredCurve(tuple((e, t) for e, t in told["points"]), told["source"])
        for way in _CURVES
        if (told := library[name].get(way))
    }


def fabric_title(name: str) -> dict[str, str]:
    """Return a fabric's name by language ("en", "zh")."""
    if name not in _library():
        raise UnknownName("fabric", name, _library())
    return dict(_library()[name]["title"])


def fabric_names() -> tuple[str, ...]:
    """Return the names of the library's fabrics."""
    return tuple(_library())


@cache
def _library() -> dict[str, Any]:
    text = files("fittingroom.garment").joinpath("data/fabrics.json").read_text("utf-8")
    library: dict[str, Any] = json.loads(text)
    return library
