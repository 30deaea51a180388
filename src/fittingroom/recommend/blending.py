"""`Blend`: several rankers' scores weighed against each other, fitted on validation choices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.recommend.askers import Askers
from fittingroom.recommend.ranker import Ranker, Scores

FITTED = 3000  # askers the weights are fitted on: 0.5 GB of scores at 6,000 items and 7 rankers
RIDGE = 1e-3  # against weights that only cancel each other
SEED = 1


@dataclass(frozen=True, slots=True)
class Blend:
    """Ranks by a weighted sum of standardised scores.

    Args:
        rankers: by name.
        weights: of each, in the same order, shape (ranker,).
    """

    rankers: Mapping[str, Ranker]
    weights: Floats

    def scores(self, askers: Askers) -> Scores:
        """Return the weighted sum, shape (asker, item)."""
        parts = zip(self.weights, self.rankers.values(), strict=True)
        total: Scores | None = None
        for weight, ranker in parts:
            part = np.float32(weight) * standardised(ranker.scores(askers))
            total = part if total is None else total + part
        assert total is not None
        return total


def standardised(scores: Scores) -> Scores:
    """Return scores with mean 0 over an asker's items, in their own unit."""
    return np.asarray(scores - scores.mean(axis=1, keepdims=True), np.float32)


def fit_blend(rankers: Mapping[str, Ranker], askers: Askers, item: Ints) -> Blend:
    """Fit the weights by which the askers' choices become most likely among all items.

    Args:
        rankers: trained without these choices.
        askers: who.
        item: what each chose, all known, shape (asker,).

    Source: conditional logit, McFadden 1974, fitted by L-BFGS.
    """
    from scipy.optimize import minimize

    rows = np.random.default_rng(SEED).permutation(len(item))[:FITTED]
    some, chosen = askers.take(rows), item[rows]
    scale, parts = [], []
    for ranker in rankers.values():
        scores = standardised(ranker.scores(some))
        scale.append(float(scores.std()) or 1.0)
        parts.append(scores / np.float32(scale[-1]))
    fitted = minimize(
        _loss, np.full(len(parts), 1.0 / len(parts)), args=(np.stack(parts), chosen), jac=True,
        method="L-BFGS-B", options={"maxiter": 60},
    )  # fmt: skip
    return Blend(rankers, np.asarray(fitted.x / np.array(scale), np.float64))


def _loss(weights: Floats, parts: Scores, chosen: Ints) -> tuple[float, Floats]:
    """Return minus the mean log-probability of the choices, and its gradient."""
    loss, slope, count = 0.0, np.zeros(len(weights)), len(chosen)
    for start in range(0, count, 250):
        rows = slice(start, min(start + 250, count))
        some, own = parts[:, rows], chosen[rows]
        scores = np.tensordot(weights.astype(np.float32), some, axes=1)
        scores -= scores.max(axis=1, keepdims=True)
        odds = np.exp(scores)
        total = odds.sum(axis=1, keepdims=True)
        place = np.arange(len(own))
        loss -= float((scores[place, own] - np.log(total[:, 0])).sum())
        odds /= total
        slope += np.einsum("kai,ai->k", some, odds) - some[:, place, own].sum(axis=1)
    return (
        loss / count + RIDGE * float(weights @ weights),
        slope / count + 2.0 * RIDGE * weights,
    )
