"""From parameters to coefficients of the basis, with their derivative.

Parameters: seven phenotypes, each 0 to 1, then the local changes, each -1 to 1.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.body.changes import LOCAL_CHANGES, PHENOTYPES

PARAMETERS = (*PHENOTYPES, *LOCAL_CHANGES)
PHENOTYPE_COUNT = len(PHENOTYPES)
LOWER = np.array([0.0] * PHENOTYPE_COUNT + [-1.0] * len(LOCAL_CHANGES))
UPPER = np.ones(len(PARAMETERS))


def coefficients(corners: Floats, parameters: Floats) -> Floats:
    """Return the basis rows' coefficients, the constant row's 1 first, shape (row,)."""
    return coefficients_and_slope(corners, parameters)[0]


def coefficients_and_slope(corners: Floats, parameters: Floats) -> tuple[Floats, Floats]:
    """Return the coefficients `shape (row,)` and their derivative `shape (parameter, row)`.

    At the kinks (a phenotype at 0.5, a local change at 0) the derivative is that of the upper side.
    """
    phenotypes, local = parameters[:PHENOTYPE_COUNT], parameters[PHENOTYPE_COUNT:]
    values, slopes = _multilinear(corners, phenotypes)
    first, count = 1 + len(values), len(local)
    row = np.zeros(first + 2 * count)
    row[0], row[1:first] = 1.0, values
    row[first::2], row[first + 1 :: 2] = np.maximum(local, 0.0), np.maximum(-local, 0.0)
    slope = np.zeros((len(parameters), len(row)))
    slope[:PHENOTYPE_COUNT, 1:first] = slopes
    each = np.arange(count)
    plus = local >= 0
    slope[PHENOTYPE_COUNT + each, first + 2 * each + ~plus] = np.where(plus, 1.0, -1.0)
    return row, slope


def _multilinear(corners: Floats, at: Floats) -> tuple[Floats, Floats]:
    """Interpolate in a box of corners; return the values and their slope per coordinate."""
    pairs = [_hat(count, value) for count, value in zip(corners.shape[:-1], at, strict=True)]
    values = _contract(corners, [weights for weights, _ in pairs])
    slopes = [
        _contract(corners, [pairs[k][int(k == axis)] for k in range(len(pairs))])
        for axis in range(len(pairs))
    ]
    return values, np.stack(slopes)


def _contract(corners: Floats, weights: list[Floats]) -> Floats:
    for weight in weights:
        corners = np.tensordot(weight, corners, axes=1)
    return corners


def _hat(count: int, value: float) -> tuple[Floats, Floats]:
    """Return the linear interpolation's weights at `value` in 0..1 and their slope."""
    cell = min(int(value * (count - 1)), count - 2)
    share = value * (count - 1) - cell
    weights, slope = np.zeros(count), np.zeros(count)
    weights[cell : cell + 2] = 1 - share, share
    slope[cell : cell + 2] = -(count - 1), count - 1
    return weights, slope


def named(parameters: Floats) -> dict[str, float]:
    """Return parameters by name."""
    return dict(zip(PARAMETERS, map(float, parameters), strict=True))


def unnamed(shape: Mapping[str, float]) -> Floats:
    """Return parameters by number."""
    return np.array([shape[name] for name in PARAMETERS])
