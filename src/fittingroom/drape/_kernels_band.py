"""Compiled loops of the coarse grid: its matrix in a band, and the direct solve."""

from __future__ import annotations

import numpy as np
from numba import njit

from fittingroom.arrays import Floats, Ints


@njit(
    "void(uint32[::1], uint32[::1], float32[:,::1], uint32[:,::1], float32[:,::1], float64[:,::1])",
    cache=True,
    nogil=True,
)
def coarsen(
    start: Ints, column: Ints, blocks: Floats, parent: Ints, weight: Floats, band: Floats
) -> None:
    """Add the blocks as the coarse grid sees them to the lower band, [column, row - column]."""
    for i in range(parent.shape[0]):
        for s in range(start[i], start[i + 1]):
            j = column[s]
            for a in range(3):
                row = np.int64(parent[i, a])
                for b in range(3):
                    col = np.int64(parent[j, b])
                    w = np.float64(weight[i, a] * weight[j, b])
                    if row < col or w == 0.0:
                        continue
                    down = 3 * (row - col)
                    for c in range(3):
                        for r in range(c if row == col else 0, 3):
                            band[3 * col + c, down + r - c] += w * blocks[s, 4 * c + r]


@njit("void(float32[:,::1], float32[::1])", cache=True, nogil=True, fastmath=True)
def solve_band(factor: Floats, x: Floats) -> None:
    """Solve L Lᵀ x = x in place, L in lower band storage [column, row - column]."""
    count, width = factor.shape
    for j in range(count):
        x[j] /= factor[j, 0]
        reach, value = min(width, count - j), x[j]
        for k in range(1, reach):
            x[j + k] -= factor[j, k] * value
    for j in range(count - 1, -1, -1):
        total = np.float32(0.0)
        for k in range(1, min(width, count - j)):
            total += factor[j, k] * x[j + k]
        x[j] = (x[j] - total) / factor[j, 0]


@njit("boolean(float64[:,::1])", cache=True, nogil=True, fastmath=True)
def factor_band(band: Floats) -> bool:
    """Replace a matrix by its Cholesky factor, both in lower band storage; False if indefinite.

    Our own loop, for the library's spins on every core it sees, and a service has none to spare.
    """
    count, width = band.shape
    for j in range(count):
        if not band[j, 0] > 0.0:
            return False
        pivot = np.sqrt(band[j, 0])
        reach = min(width, count - j)
        for k in range(reach):
            band[j, k] /= pivot
        for k in range(1, reach):
            value = band[j, k]
            if value != 0.0:
                for m in range(k, reach):
                    band[j + k, m - k] -= value * band[j, m]
    return True
