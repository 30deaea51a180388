"""Whether two samples of a column come from one distribution: PSI, Kolmogorov–Smirnov, χ²."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fittingroom.arrays import Floats

BINS = 10  # deciles of the reference, as PSI is usually counted
EXPECTED_MIN = 5.0  # χ² wants at least so many expected in each bin; rarer ones are put together
SHARE_MIN = 1e-4  # an empty bin would make PSI infinite


@dataclass(frozen=True, slots=True)
class Change:
    """How a column changed.

    Args:
        psi: population stability index: 0 for no change, 0.1 some, 0.25 much.
        p: how probable so much change is where there's none.
    """

    psi: float
    p: float


def number_change(before: Floats, after: Floats) -> Change:
    """Return how a column of numbers changed, missing values as a bin of their own."""
    told_before, told_after = before[~np.isnan(before)], after[~np.isnan(after)]
    if not len(told_before) or not len(told_after):
        return _counts_change(_binned(before, np.zeros(0)), _binned(after, np.zeros(0)))
    edges = np.unique(np.quantile(told_before, np.arange(1, BINS) / BINS))
    change = _counts_change(_binned(before, edges), _binned(after, edges))
    # χ² sees what goes missing and how shape changes, KS small shifts of all: two tests, so p × 2
    return Change(change.psi, min(1.0, 2.0 * min(change.p, ks_p(told_before, told_after))))


def word_change(before: NDArray[np.object_], after: NDArray[np.object_]) -> Change:
    """Return how a column of words changed, missing values as a word of their own."""
    words = sorted({str(word) for word in (*before, *after)})
    place = {word: n for n, word in enumerate(words)}
    counts = [
        np.bincount([place[str(word)] for word in column], minlength=len(words)).astype(float)
        for column in (before, after)
    ]
    return _counts_change(counts[0], counts[1])


def psi(before: Floats, after: Floats) -> float:
    """Return the population stability index of two rows of counts.

    Source: Yurdakul 2018, *Statistical properties of the population stability index*, eq. 1.1.
    """
    old = np.maximum(before / before.sum(), SHARE_MIN)
    new = np.maximum(after / after.sum(), SHARE_MIN)
    return float(((new - old) * np.log(new / old)).sum())


def ks_p(before: Floats, after: Floats) -> float:
    """Return the p value of the two-sample Kolmogorov–Smirnov test, by its asymptotic series.

    Source: Press et al. 1992, *Numerical Recipes*, section 14.3, with Stephens's correction.
    """
    grid = np.sort(np.concatenate([before, after]))
    shares = [np.searchsorted(np.sort(x), grid, side="right") / len(x) for x in (before, after)]
    distance = float(np.abs(shares[0] - shares[1]).max())
    size = np.sqrt(len(before) * len(after) / (len(before) + len(after)))
    reach = (size + 0.12 + 0.11 / size) * distance
    if reach < 0.2:
        return 1.0  # the series needs many terms there and gives 1
    terms = np.arange(1, 101)
    series = 2.0 * ((-1.0) ** (terms - 1) * np.exp(-2.0 * (terms * reach) ** 2)).sum()
    return float(np.clip(series, 0.0, 1.0))


def chi_square_p(before: Floats, after: Floats) -> float:
    """Return the p value of both rows of counts coming from one distribution.

    Source: Pearson's χ² of homogeneity (Agresti 2013, *Categorical Data Analysis*, 3.2).
    """
    from scipy.special import gammaincc

    table = _put_together(np.stack([before, after]))
    if table.shape[1] < 2:
        return 1.0
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    statistic = ((table - expected) ** 2 / expected).sum()
    return float(gammaincc((table.shape[1] - 1) / 2.0, statistic / 2.0))


def _put_together(table: Floats) -> Floats:
    """Put bins together that expect too few."""
    share = table.sum(axis=1).min() / table.sum()
    rare = table.sum(axis=0) * share < EXPECTED_MIN
    kept = table[:, ~rare]
    rest = table[:, rare].sum(axis=1, keepdims=True)
    if rest.sum() * share >= EXPECTED_MIN:
        kept = np.hstack([kept, rest])
    return np.asarray(kept)


def _counts_change(before: Floats, after: Floats) -> Change:
    if not before.sum() or not after.sum():
        return Change(0.0, 1.0)
    return Change(psi(before, after), chi_square_p(before, after))


def _binned(values: Floats, edges: Floats) -> Floats:
    missing = np.isnan(values)
    counts = np.bincount(
        np.searchsorted(edges, values[~missing], side="right"), minlength=len(edges) + 1
    )
    return np.append(counts, missing.sum()).astype(np.float64)
