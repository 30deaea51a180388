"""Whether a challenger is better than the champion: paired bootstrap on rows neither learned from.

Both models answer the same rows; their losses are compared row by row, so what makes a row hard
for both cancels. Whole wearers are drawn, since purchases of one wearer aren't independent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.learning.clustered import wearers
from fittingroom.learning.fairness import LEAST
from fittingroom.purchases.purchases import UNTOLD, Purchases

CHUNK = 2_000_000  # cells of the table of draws held at once


@dataclass(frozen=True, slots=True)
class Comparison:
    """How much better a challenger is.

    Args:
        rows: that were compared.
        wearers: whose they are.
        champion: its log loss.
        challenger: its log loss.
        low: 95 % sure that the gain is at least this (one-sided).
        high: 95 % sure that the gain is at most this (one-sided).
    """

    rows: int
    wearers: int
    champion: float
    challenger: float
    low: float
    high: float

    @property
    def gain(self) -> float:
        """How much log loss the challenger saves; negative where it's worse [nat]."""
        return self.champion - self.challenger

    def as_json(self) -> dict[str, Any]:
        """Return the comparison as JSON holds it."""
        return {
            "rows": self.rows, "wearers": self.wearers,
            "log_loss_champion": round(self.champion, 5),
            "log_loss_challenger": round(self.challenger, 5),
            "gain": round(self.gain, 5), "low": round(self.low, 5), "high": round(self.high, 5),
        }  # fmt: skip


def row_losses(purchases: Purchases, probabilities: Floats) -> Floats:
    """Return the log loss of each row [nat]; every row has an outcome."""
    outcomes = purchases.outcomes()
    said = probabilities[np.arange(len(outcomes)), outcomes]
    return np.asarray(-np.log(np.maximum(said, LEAST)))


def with_outcome(purchases: Purchases) -> Purchases:
    """Return the rows of which is known how they fitted."""
    return purchases.take(np.flatnonzero(purchases.outcomes() != UNTOLD))


def compare(
    purchases: Purchases,
    champion: Floats,
    challenger: Floats,
    rng: np.random.Generator,
    *,
    draws: int = 2_000,
) -> Comparison:
    """Compare two models' probabilities on the same rows.

    Args:
        purchases: the rows, each with an outcome.
        champion: its probabilities, shape (row, 3).
        challenger: its probabilities, shape (row, 3).
        rng: source of chance.
        draws: of wearers.

    Source: Efron & Tibshirani 1993, *An Introduction to the Bootstrap*, chapter 13 (percentile).
    """
    losses = [row_losses(purchases, odds) for odds in (champion, challenger)]
    _, codes = np.unique(wearers(purchases), return_inverse=True)
    gains = np.asarray(np.bincount(codes, weights=losses[0] - losses[1]), np.float64)
    rows = np.asarray(np.bincount(codes), np.float64)
    means = _drawn_means(gains, rows, rng, draws)
    low, high = np.quantile(means, [0.05, 0.95])
    return Comparison(
        rows=len(purchases),
        wearers=len(rows),
        champion=float(losses[0].mean()),
        challenger=float(losses[1].mean()),
        low=float(low),
        high=float(high),
    )


def _drawn_means(gains: Floats, rows: Floats, rng: np.random.Generator, draws: int) -> Floats:
    """Return the mean gain per row of each draw of wearers, shape (draw,)."""
    count, step = len(gains), max(1, CHUNK // len(gains))
    means = []
    for start in range(0, draws, step):
        picked = rng.integers(count, size=(min(step, draws - start), count))
        means.append(gains[picked].sum(axis=1) / rows[picked].sum(axis=1))
    return np.concatenate(means)
