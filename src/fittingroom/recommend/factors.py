"""ALS and BPR: people and items as short vectors whose product ranks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.recommend import _implicit
from fittingroom.recommend.askers import Askers
from fittingroom.recommend.known import NEW
from fittingroom.recommend.ranker import Scores, State, Training, matrix_of


@dataclass(frozen=True, slots=True)
class AlsOptions:
    """Alternating least squares (Hu, Koren, Volinsky 2008).

    Args:
        factors: length of a vector.
        regularization: against large vectors.
        alpha: how much surer a choice is than none.
        iterations: sweeps.
        seed: of the first vectors.
    """

    factors: int = 32
    regularization: float = 50.0
    alpha: float = 1.0
    iterations: int = 12
    seed: int = 1


@dataclass(frozen=True, slots=True)
class BprOptions:
    """Bayesian personalised ranking (Rendle et al. 2009).

    Args:
        factors: length of a vector.
        regularization: against large vectors.
        rate: of learning.
        iterations: sweeps.
        seed: of the first vectors and the drawn pairs.
    """

    factors: int = 64
    regularization: float = 0.1
    rate: float = 0.05
    iterations: int = 200
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Factors:
    """Ranks by the product of vectors; new people get the vector of their choices.

    Args:
        user: shape (user, factor).
        item: shape (item, factor).
        fold: takes summed vectors of chosen items to a person's vector: ALS's own last step
            without the weight of its choices, or the mean for BPR, shape (factor, factor).
        stranger: vector of someone without a choice: the mean person, shape (factor,).
    """

    user: Scores
    item: Scores
    fold: Floats
    stranger: Floats

    def scores(self, askers: Askers) -> Scores:
        """Return the product of the asker's and the items' vectors, shape (asker, item)."""
        vectors = np.tile(self.stranger, (len(askers), 1)).astype(np.float32)
        count = np.asarray(askers.owned.sum(axis=1)).ravel()
        summed = np.asarray(askers.owned @ self.item)
        new = count > 0
        vectors[new] = (summed[new] / count[new, None]) @ self.fold
        known = askers.user != NEW
        vectors[known] = self.user[askers.user[known]]
        return vectors @ self.item.T

    def state(self) -> State:
        """Return the arrays it is made of."""
        return {
            "user": self.user, "item": self.item, "fold": self.fold, "stranger": self.stranger,
        }  # fmt: skip


def fit_als(training: Training, options: AlsOptions | None = None) -> Factors:
    """Factorise by `implicit`'s ALS."""
    o = options or AlsOptions()
    user, item = _implicit.als(
        matrix_of(training), factors=o.factors, regularization=o.regularization, alpha=o.alpha,
        iterations=o.iterations, seed=o.seed,
    )  # fmt: skip
    gram = (item.T @ item).astype(np.float64) + o.regularization * np.eye(item.shape[1])
    fold = np.asarray(o.alpha * np.linalg.inv(gram), np.float64)
    return Factors(user, item, fold, user.mean(axis=0))


def fit_bpr(training: Training, options: BprOptions | None = None) -> Factors:
    """Factorise by `implicit`'s BPR."""
    o = options or BprOptions()
    user, item = _implicit.bpr(
        matrix_of(training), factors=o.factors, regularization=o.regularization, rate=o.rate,
        iterations=o.iterations, seed=o.seed,
    )  # fmt: skip
    fold = np.eye(item.shape[1])
    return Factors(user, item, fold, user.mean(axis=0))
