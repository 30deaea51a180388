"""The border to `implicit`: ALS and BPR, trained there, used as plain arrays here."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from fittingroom.errors import MissingDependency
from fittingroom.recommend.ranker import Scores


def als(
    chosen: Any, *, factors: int, regularization: float, alpha: float, iterations: int, seed: int
) -> tuple[Scores, Scores]:
    """Return factors of users and items by alternating least squares.

    Raises:
        MissingDependency: `implicit` isn't installed.
    """
    with _quiet():
        model = _library().als.AlternatingLeastSquares(
            factors=factors, regularization=regularization, alpha=alpha, iterations=iterations,
            random_state=seed, num_threads=1,
        )  # fmt: skip
        return _fitted(model, chosen)


def bpr(
    chosen: Any, *, factors: int, regularization: float, rate: float, iterations: int, seed: int
) -> tuple[Scores, Scores]:
    """Return factors of users and items by Bayesian personalised ranking; the last is the bias.

    Raises:
        MissingDependency: `implicit` isn't installed.
    """
    with _quiet():
        model = _library().bpr.BayesianPersonalizedRanking(
            factors=factors, regularization=regularization, learning_rate=rate,
            iterations=iterations, random_state=seed, num_threads=1,
        )  # fmt: skip
        return _fitted(model, chosen)


def _fitted(model: Any, chosen: Any) -> tuple[Scores, Scores]:
    model.fit(chosen, show_progress=False)
    return np.array(model.user_factors, np.float32), np.array(model.item_factors, np.float32)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep to ourselves what it has to say of the machine's BLAS threads."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*threads", category=RuntimeWarning)
        yield


def _library() -> Any:
    try:
        import implicit.als
        import implicit.bpr
    except ImportError as error:
        raise MissingDependency("implicit", extra="learning", purpose="ALS and BPR") from error
    return implicit
