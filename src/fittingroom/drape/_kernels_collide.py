"""Compiled loops of cloth against cloth: push, friction, matrix and the bound on every move."""

from __future__ import annotations

import numpy as np
from numba import njit

from fittingroom.arrays import Floats, Ints

LAYER_STIFFNESS = 2e6  # [N/m³] 1 kPa presses two layers 0.5 mm into their gap
HOLD = 0.2  # springs of friction, in those of the push: 0.3 of 100 Pa hold within 0.08 mm


@njit(cache=True, nogil=True)
def pair_mean(values: Floats, corners: Ints, n: int) -> float:
    """Return the mean of a figure of vertices over a pair."""
    total = 0.0
    for m in range(4):
        total += values[corners[n, m]]
    return total / 4


@njit(cache=True, nogil=True)
def pair_least(values: Floats, corners: Ints, n: int) -> float:
    """Return the least of a figure of vertices in a pair."""
    least = np.inf
    for m in range(4):
        least = min(least, values[corners[n, m]])
    return least


@njit(cache=True, nogil=True)
def _flatten(vector: Floats, normal: Floats) -> None:
    """Take away what is along the normal."""
    along = vector[0] * normal[0] + vector[1] * normal[1] + vector[2] * normal[2]
    for c in range(3):
        vector[c] -= along * normal[c]


@njit(cache=True, nogil=True)
def add_pairs(
    x: Floats,
    before: Floats,
    corners: Ints,
    weights: Floats,
    normals: Floats,
    distance: Floats,
    loose: Ints,
    gap: Floats,
    area: Floats,
    friction: Floats,
    drag: Floats,
    last: Floats,
    press: Floats,
    stiffness: Floats,
    diagonal: Ints,
    blocks: Floats,
    force: Floats,
) -> float:
    """Push apart what is nearer than its gap and hold it by friction; return the energy [J].

    Friction is a spring that pulls no harder than Coulomb allows over the length it would have at
    the end of the step if it slid on as in the last one.
    Only the diagonal blocks go into the matrix; `stiffness` keeps what the product needs beside
    them: along the normal less across it, and across it.
    """
    energy = 0.0
    shear, ahead = np.empty(3), np.empty(3)
    for n in range(corners.shape[0]):
        press[n] = stiffness[n, 0] = stiffness[n, 1] = 0.0
        depth = pair_least(gap, corners, n) - distance[n]
        if depth <= 0.0 or loose[n]:
            continue
        # each of two layers brings half of the area with which it touches the other
        k = LAYER_STIFFNESS * pair_mean(area, corners, n) / 4
        rough = pair_mean(friction, corners, n)
        press[n] = k * depth
        energy += 0.5 * k * depth * depth
        kt = 0.0
        for c in range(3):
            shear[c] = ahead[c] = drag[n, c]
            for m in range(4):
                i = corners[n, m]
                shear[c] += weights[n, m] * (x[i, c] - before[i, c])
                ahead[c] += weights[n, m] * last[i, c]
        _flatten(shear, normals[n])
        _flatten(ahead, normals[n])
        if rough > 0.0:
            length = np.sqrt(shear[0] ** 2 + shear[1] ** 2 + shear[2] ** 2)
            length = max(length, np.sqrt(ahead[0] ** 2 + ahead[1] ** 2 + ahead[2] ** 2))
            kt = HOLD * k
            if kt * length > rough * press[n]:
                kt = rough * press[n] / length
        stiffness[n, 0], stiffness[n, 1] = k - kt, kt
        for m in range(4):
            i, w = corners[n, m], weights[n, m]
            for c in range(3):
                force[i, c] += w * (press[n] * normals[n, c] - kt * shear[c])
            s = diagonal[i]
            for row in range(3):
                blocks[s, 5 * row] += w * w * kt
                for column in range(3):
                    value = w * w * (k - kt) * normals[n, row] * normals[n, column]
                    blocks[s, 4 * column + row] += value
    return energy


@njit(
    "void(float32[:,::1], float32[:,::1], uint32[:,::1], float32[:,::1], float32[:,::1], "
    "float32[:,::1])",
    cache=True,
    nogil=True,
)
def add_pairs_product(
    p: Floats, q: Floats, corners: Ints, weights: Floats, normals: Floats, stiffness: Floats
) -> None:
    """Add to q what the pairs' blocks beside the diagonal make of p."""
    for n in range(corners.shape[0]):
        nx, ny, nz = normals[n, 0], normals[n, 1], normals[n, 2]
        sx = sy = sz = np.float32(0.0)
        for m in range(4):
            i, w = corners[n, m], weights[n, m]
            sx += w * p[i, 0]
            sy += w * p[i, 1]
            sz += w * p[i, 2]
        for m in range(4):
            i, w = corners[n, m], weights[n, m]
            ox, oy, oz = sx - w * p[i, 0], sy - w * p[i, 1], sz - w * p[i, 2]
            along = stiffness[n, 0] * (ox * nx + oy * ny + oz * nz)
            q[i, 0] += w * (along * nx + stiffness[n, 1] * ox)
            q[i, 1] += w * (along * ny + stiffness[n, 1] * oy)
            q[i, 2] += w * (along * nz + stiffness[n, 1] * oz)


@njit(cache=True, nogil=True)
def drag_on(
    x: Floats,
    before: Floats,
    corners: Ints,
    weights: Floats,
    normals: Floats,
    area: Floats,
    friction: Floats,
    press: Floats,
    drag: Floats,
) -> None:
    """Stretch the springs of friction by what the step slid, as far as Coulomb allows."""
    for n in range(corners.shape[0]):
        if press[n] <= 0.0:
            drag[n] = 0.0
            continue
        along = 0.0
        for c in range(3):
            for m in range(4):
                i = corners[n, m]
                drag[n, c] += weights[n, m] * (x[i, c] - before[i, c])
            along += drag[n, c] * normals[n, c]
        length = 0.0
        for c in range(3):
            drag[n, c] -= along * normals[n, c]
            length += drag[n, c] * drag[n, c]
        length = np.sqrt(length)
        hold = HOLD * LAYER_STIFFNESS * pair_mean(area, corners, n) / 4
        reach = pair_mean(friction, corners, n) * press[n] / hold
        if length > reach:
            for c in range(3):
                drag[n, c] *= reach / length
