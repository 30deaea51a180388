"""The network's numbers: every column standardised, missing ones at the mean."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fittingroom.arrays import frozen

Matrix = NDArray[np.float32]
FAR = 6.0  # standard deviations: a slip of the pen can't move a layer further


@dataclass(frozen=True, slots=True)
class Scaling:
    """Mean and scale of each column, and which columns need one that says it's missing.

    Args:
        mean: shape (column,).
        scale: shape (column,).
        gaps: the columns, by number, with an indicator of being missing.
    """

    mean: Matrix
    scale: Matrix
    gaps: NDArray[np.int64]

    def of(self, values: Matrix) -> Matrix:
        """Return standardised columns, then the indicators, shape (row, column + gap)."""
        scaled = np.clip((values - self.mean) / self.scale, -FAR, FAR)
        gone = np.isnan(values[:, self.gaps]).astype(np.float32)
        return np.concatenate([np.nan_to_num(scaled, nan=0.0).astype(np.float32), gone], axis=1)


def learn_scaling(values: Matrix, names: tuple[str, ...]) -> Scaling:
    """Learn the scaling of a training table.

    Args:
        values: NaN where missing.
        names: of the columns; those of the past (with a colon) tell by a count what they lack.
    """
    known = ~np.isnan(values)
    count = np.maximum(known.sum(0), 1)
    mean = np.where(known, values, 0.0).sum(0, dtype=np.float64) / count
    square = np.where(known, np.square(values - mean), 0.0).sum(0, dtype=np.float64) / count
    spread = np.sqrt(square)
    own = np.array([":" not in name for name in names])
    gaps = np.flatnonzero(own & ~known.all(0) & known.any(0))
    scale = np.where(spread > 1e-6, spread, 1.0)
    return Scaling(frozen(mean, np.float32), frozen(scale, np.float32), gaps)
