"""Means with honest errors: several purchases of one wearer aren't several wearers."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from fittingroom.arrays import Floats, Ints
from fittingroom.purchases.purchases import Purchases

Z95 = NormalDist().inv_cdf(0.975)
CLUSTERS_MIN = 20  # fewer wearers tell nothing of how wearers differ


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with its standard error.

    Args:
        value: the mean.
        error: its standard error, infinite where there are too few wearers.
    """

    value: float
    error: float

    @property
    def low(self) -> float:
        """The lower end of the 95 % interval."""
        return self.value - Z95 * self.error

    @property
    def high(self) -> float:
        """The upper end of the 95 % interval."""
        return self.value + Z95 * self.error

    def above(self, bound: float) -> float:
        """Return the p value of the mean being no more than `bound`."""
        if not np.isfinite(self.error):
            return 1.0
        if self.error == 0.0:
            return 0.0 if self.value > bound else 1.0
        return NormalDist().cdf(-(self.value - bound) / self.error)


def wearers(purchases: Purchases) -> Ints:
    """Return a number for each row's wearer; a row without one is a wearer of its own."""
    keys = purchases.everything().get("user_id")
    if keys is None:
        return np.arange(len(purchases), dtype=np.int64)
    told = np.array([key is not None for key in keys], bool)
    numbers = np.arange(len(keys), dtype=np.int64)
    if told.any():
        _, codes = np.unique(keys[told].astype(str), return_inverse=True)
        numbers[told] = len(keys) + codes
    return numbers


def clustered_mean(values: Floats, clusters: Ints) -> Estimate:
    """Return the mean over rows, its error counted by clusters.

    Source: Liang & Zeger 1986, Biometrika 73, the sandwich for a mean, with G / (G − 1).
    """
    if len(values) == 0:
        return Estimate(float("nan"), float("inf"))
    mean = float(values.mean())
    _, codes = np.unique(clusters, return_inverse=True)
    sums = np.bincount(codes, weights=values - mean)
    if len(sums) < CLUSTERS_MIN:
        return Estimate(mean, float("inf"))
    share = len(sums) / (len(sums) - 1)
    return Estimate(mean, float(np.sqrt(share * (sums**2).sum()) / len(values)))


def clustered_difference(values: Floats, clusters: Ints, group: NDArray[np.bool_]) -> Estimate:
    """Return the mean in a group minus that of the rest."""
    one = clustered_mean(values[group], clusters[group])
    rest = clustered_mean(values[~group], clusters[~group])
    return Estimate(one.value - rest.value, float(np.hypot(one.error, rest.error)))


def wilson(count: int, total: int) -> tuple[float, float]:
    """Return the 95 % interval of a share.

    Source: Wilson 1927, JASA 22.
    """
    if total == 0:
        return 0.0, 1.0
    share, z2 = count / total, Z95**2
    middle = share + z2 / (2 * total)
    reach = Z95 * np.sqrt(share * (1 - share) / total + z2 / (4 * total**2))
    scale = 1 + z2 / total
    low, high = float(middle - reach) / scale, float(middle + reach) / scale
    return max(0.0, min(low, share)), min(1.0, max(high, share))  # rounding aside


def holm(p_values: Floats) -> Floats:
    """Return p values adjusted for how many there are.

    Source: Holm 1979, Scandinavian Journal of Statistics 6.
    """
    order = np.argsort(p_values)
    scaled = p_values[order] * (len(p_values) - np.arange(len(p_values)))
    adjusted = np.empty_like(scaled)
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(scaled))
    return adjusted
