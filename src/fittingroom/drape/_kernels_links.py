"""Compiled loop of threads that pull two points of the cloth together: elastic and buttons."""

from __future__ import annotations

import numpy as np
from numba import njit

from fittingroom.arrays import Floats, Ints

_CORNERS = 6  # vertices of a link: three of either end


@njit(cache=True, nogil=True, error_model="numpy")
def add_links(
    x: Floats,
    corners: Ints,
    weights: Floats,
    rest: Floats,
    stiffness: Floats,
    slots: Ints,
    blocks: Floats,
    force: Floats,
) -> float:
    """Add the pull of stretched links and its stiffness; return the energy [J].

    Energy per link: k L0 / 2 · (L / L0 - 1)² where L > L0, else none: a thread can't push. The
    stiffness is exact, k / L0 along the link and T / L across it, so it is never negative.
    """
    energy = 0.0
    for n in range(corners.shape[0]):
        dx, dy, dz = 0.0, 0.0, 0.0
        for c in range(_CORNERS):
            i, w = corners[n, c], weights[n, c]
            dx += w * x[i, 0]
            dy += w * x[i, 1]
            dz += w * x[i, 2]
        length = np.sqrt(dx * dx + dy * dy + dz * dz)
        strain = length / rest[n] - 1.0
        if strain <= 0.0:
            continue
        energy += 0.5 * stiffness[n] * rest[n] * strain * strain
        across = stiffness[n] * strain / length
        along = (stiffness[n] / rest[n] - across) / (length * length)
        for c in range(_CORNERS):
            w = weights[n, c]
            if w == 0.0:
                continue
            i = corners[n, c]
            force[i, 0] -= w * across * dx
            force[i, 1] -= w * across * dy
            force[i, 2] -= w * across * dz
            for other in range(_CORNERS):
                share = w * weights[n, other]
                if share == 0.0:
                    continue
                s = slots[n, c, other]
                a, d = share * along, share * across
                blocks[s, 0] += a * dx * dx + d
                blocks[s, 1] += a * dx * dy
                blocks[s, 2] += a * dx * dz
                blocks[s, 4] += a * dy * dx
                blocks[s, 5] += a * dy * dy + d
                blocks[s, 6] += a * dy * dz
                blocks[s, 8] += a * dz * dx
                blocks[s, 9] += a * dz * dy
                blocks[s, 10] += a * dz * dz + d
    return energy
