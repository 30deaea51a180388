"""Make a table of probabilities monotone, changing it as little as need be."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fittingroom.arrays import Floats


def monotone(table: Floats, rising: Sequence[bool], weights: Sequence[Floats]) -> Floats:
    """Return the table made monotone along every axis.

    Along one axis after the other it's replaced by its isotonic regression, the nearest monotone
    one in weighted least squares. That never makes of a larger row a smaller one, so what was made
    monotone along an axis stays it. A table that is monotone already comes back as it is.

    Args:
        table: any shape.
        rising: for each axis whether values should rise along it, else fall.
        weights: for each axis how much each place counts.

    Source: Robertson, Wright & Dykstra 1988, *Order Restricted Statistical Inference*, 1.4.

    Example:
        >>> monotone(np.array([0.1, 0.5, 0.25, 1.0]), [True], [np.ones(4)]).tolist()
        [0.1, 0.375, 0.375, 1.0]
    """
    made = table
    for axis, (up, weight) in enumerate(zip(rising, weights, strict=True)):
        if up:
            made = _along(made, axis, weight)
        else:
            made = np.flip(_along(np.flip(made, axis), axis, weight[::-1]), axis)
    return np.asarray(made)


def _along(table: Floats, axis: int, weight: Floats) -> Floats:
    """Return the isotonic regression along an axis, by the greatest of least means."""
    rows = np.moveaxis(table, axis, 0)
    shape = (len(weight),) + (1,) * (rows.ndim - 1)
    zero = np.zeros((1, *rows.shape[1:]))
    sums = np.concatenate([zero, np.cumsum(rows * weight.reshape(shape), axis=0)])
    whole = np.append(0.0, np.cumsum(weight))
    made = np.empty_like(rows)
    least = [_least_means(sums, whole, first) for first in range(len(rows))]
    for place in range(len(rows)):
        made[place] = np.max([least[first][place - first] for first in range(place + 1)], axis=0)
    return np.moveaxis(made, 0, axis)


def _least_means(sums: Floats, whole: Floats, first: int) -> Floats:
    """Return for each place from `first` on the least mean from `first` to it or beyond."""
    shape = (-1,) + (1,) * (sums.ndim - 1)
    means = (sums[first + 1 :] - sums[first]) / (whole[first + 1 :] - whole[first]).reshape(shape)
    return np.asarray(np.minimum.accumulate(means[::-1], axis=0)[::-1])
