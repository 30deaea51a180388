"""Measured stretch curves of the fabrics of a model, laid out for the compiled loop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.garment.fabric import Curve, Fabric


@dataclass(frozen=True, slots=True)
class StretchCurves:
    """Curves, and which triangle follows which.

    Args:
        curved: triangles with a curve along either thread.
        curve: number of each triangle's curve along weft and warp, -1 where it has none,
            shape (triangle, 2).
        strains: of each curve's points, the first at 0, shape (curve, point).
        tensions: of each curve's points [N/m], shape (curve, point).
    """

    curved: Ints
    curve: Ints
    strains: Floats
    tensions: Floats


def stretch_curves(fabrics: Sequence[Fabric], which: Ints) -> StretchCurves | None:
    """Lay out the curves of the fabrics, or None where no fabric has one.

    Args:
        fabrics: what is cut from.
        which: number of each triangle's fabric, shape (triangle,).
    """
    curves: list[Curve] = []
    numbers = np.full((len(fabrics), 2), -1)
    for row, fabric in enumerate(fabrics):
        for way, curve in enumerate((fabric.curve_weft, fabric.curve_warp)):
            if curve:
                numbers[row, way] = len(curves)
                curves.append(((0.0, 0.0), *curve))
    if not curves:
        return None
    longest = max(len(curve) for curve in curves)
    points = np.array([_lengthened(curve, longest) for curve in curves])
    followed = numbers[which]
    return StretchCurves(
        curved=np.flatnonzero((followed >= 0).any(axis=1)),
        curve=np.ascontiguousarray(followed),
        strains=np.ascontiguousarray(points[:, :, 0]),
        tensions=np.ascontiguousarray(points[:, :, 1]),
    )


def _lengthened(curve: Curve, count: int) -> list[tuple[float, float]]:
    """Go on along the last piece until there are `count` points."""
    (low, start), (high, end) = curve[-2:]
    return [
        *curve,
        *(
            (high + step * (high - low), end + step * (end - start))
            for step in range(1, count - len(curve) + 1)
        ),
    ]
