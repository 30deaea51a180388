"""Make a table of probabilities monotone, changing it as little as need be."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fittingroom.arrays import Floats


def monotone(table: Floats, rising: Sequence[bool]) -> Floats:
    """Return the table made monotone along every axis.

    The least monotone table above it (at every place the greatest value that is before it on all
    axes) and the greatest below it are both monotone; so is their mean, which is returned. A table
    that is monotone already comes back as it is.

    Args:
        table: any shape.
        rising: for each axis whether values should rise along it, else fall.

    Example:
        >>> monotone(np.array([0.1, 0.4, 0.2, 0.5]), [True]).tolist()
        [0.1, 0.30000000000000004, 0.30000000000000004, 0.5]
    """
    flips = tuple(axis for axis, up in enumerate(rising) if not up)
    turned = np.flip(table, flips)
    above, below = turned, turned
    for axis in range(table.ndim):
        above = np.maximum.accumulate(above, axis=axis)
        back = np.flip(below, axis)
        below = np.flip(np.minimum.accumulate(back, axis=axis), axis)
    return np.asarray(np.flip(0.5 * (above + below), flips))
