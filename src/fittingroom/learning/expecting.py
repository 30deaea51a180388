"""The size that people with such a body take: a ridge on what is told of the wearer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from fittingroom.arrays import Floats, frozen

BODY = (
    "height_cm", "weight_kg", "bmi", "bust_cm", "cup", "bra_band_in", "age_years",
    "underbust_girth_cm", "waist_girth_cm", "hip_girth_cm",
)  # fmt: skip
RIDGE = 10.0  # in rows: a measurement that ten wearers gave is half believed


@dataclass(frozen=True, slots=True)
class Expecting:
    """Standardises what is told of a body, and expects a size from it.

    Args:
        mean: of each of `BODY`, shape (name,).
        scale: the standard deviation, shape (name,).
        weights: of the design's columns, shape (column,).
    """

    mean: Floats
    scale: Floats
    weights: Floats

    def standard(self, numbers: Mapping[str, Floats]) -> Floats:
        """Return the standardised body, 0 (the mean) where it isn't known, shape (row, name)."""
        body = np.stack([numbers[name] for name in BODY], axis=1)
        return np.nan_to_num(np.clip((body - self.mean) / self.scale, -5.0, 5.0))

    def design(self, numbers: Mapping[str, Floats]) -> Floats:
        """Return 1, the body, its squares, and what is missing, shape (row, column)."""
        body = self.standard(numbers)
        gone = np.stack([np.isnan(numbers[name]) for name in BODY], axis=1)
        return np.concatenate([np.ones((len(body), 1)), body, np.square(body), gone], axis=1)

    def size(self, numbers: Mapping[str, Floats]) -> Floats:
        """Return the size expected for each row, shape (row,)."""
        return np.asarray(self.design(numbers) @ self.weights)


def expect_sizes(numbers: Mapping[str, Floats], size: Floats, rows: Floats) -> Expecting:
    """Fit what size a body takes.

    Args:
        numbers: by name, NaN where missing.
        size: the size taken, NaN where missing.
        rows: the weight of each row: those that fitted count.
    """
    body = np.stack([numbers[name] for name in BODY], axis=1)
    known = ~np.isnan(body)
    count = np.maximum(known.sum(0), 1)
    mean = np.where(known, body, 0.0).sum(0) / count
    spread = np.sqrt(np.where(known, np.square(body - mean), 0.0).sum(0) / count)
    blank = Expecting(frozen(mean), frozen(np.where(spread > 0, spread, 1.0)), frozen([]))
    design, weight = blank.design(numbers), np.where(np.isnan(size), 0.0, rows)
    gram = design.T @ (design * weight[:, None]) + RIDGE * np.eye(design.shape[1])
    gram[0, 0] -= RIDGE * (1.0 - 1e-9)
    right = design.T @ (weight * np.nan_to_num(size))
    return Expecting(blank.mean, blank.scale, frozen(np.linalg.solve(gram, right)))
