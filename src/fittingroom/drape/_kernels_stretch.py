"""Compiled loop of cloth whose tension is a measured curve of its strain."""

from __future__ import annotations

import numpy as np
from numba import njit

from fittingroom.arrays import Floats, Ints

_STILL = 1e-9  # strain below which a secant is the first piece's stiffness


@njit(cache=True, nogil=True, error_model="numpy")
def follow_curves(
    x: Floats,
    triangles: Ints,
    slopes: Floats,
    area: Floats,
    curved: Ints,
    curve: Ints,
    strains: Floats,
    tensions: Floats,
    stiffness: Floats,
    hardening: Floats,
) -> float:
    """Set secant and tangent of the curved triangles at their strain; return the energy [J].

    The energy returned is what the curve stores beyond a spring of the secant's stiffness.
    """
    beyond = 0.0
    for number in range(curved.shape[0]):
        t = curved[number]
        for way in range(2):
            c = curve[t, way]
            if c < 0:
                continue
            length = 0.0
            for axis in range(3):
                run = 0.0
                for corner in range(3):
                    run += slopes[t, 3 * way + corner] * x[triangles[t, corner], axis]
                length += run * run
            strain = np.sqrt(length) - 1.0
            piece, stored = 0, 0.0
            last = strains.shape[1] - 2
            while piece < last and strain > strains[c, piece + 1]:
                low, high = strains[c, piece], strains[c, piece + 1]
                stored += 0.5 * (tensions[c, piece] + tensions[c, piece + 1]) * (high - low)
                piece += 1
            low, start = strains[c, piece], tensions[c, piece]
            tangent = (tensions[c, piece + 1] - start) / (strains[c, piece + 1] - low)
            tension = start + tangent * (strain - low)
            stored += 0.5 * (start + tension) * (strain - low)
            secant = tension / strain if abs(strain) > _STILL else tangent
            stiffness[t, way] = secant
            hardening[t, way] = tangent - secant
            beyond += area[t] * (stored - 0.5 * secant * strain * strain)
    return beyond
