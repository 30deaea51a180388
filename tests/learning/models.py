"""Learned models made up for tests: noise, and ones that always say the same."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from fittingroom.purchases.purchases import Purchases


class NoiseModel:
    """Says anything of anything, but always the same of the same row."""

    def __init__(self, seed: int = 1, evidence: tuple[float, float] = (5.0, 50.0)) -> None:
        self._turns = np.random.default_rng(seed).normal(0.0, 1.0, (6, 3))
        self._evidence = evidence

    def probabilities(self, purchases: Purchases) -> NDArray[np.float64]:
        columns = purchases.inputs()
        wish = np.array([{"close": 0.0, "regular": 1.0, "loose": 2.0}[e] for e in columns["ease"]])
        girths = [np.nan_to_num(columns[f"{name}_girth_cm"]) for name in ("bust", "waist", "hip")]
        rows = np.column_stack([*girths, columns["size"], 3.0 * wish, np.ones(len(wish))])
        logits = 3.0 * np.sin(rows @ self._turns * np.array([0.7, 1.3, 2.9]))
        odds = np.exp(logits)
        return np.asarray(odds / odds.sum(axis=1, keepdims=True))

    def evidence(self, purchases: Purchases) -> NDArray[np.float64]:
        return np.tile(self._evidence, (len(purchases), 1))


class SureModel:
    """Is sure of one size: smaller ones are small, larger ones large."""

    def __init__(self, right: int, evidence: tuple[float, float] = (5.0, 50.0)) -> None:
        self._right, self._evidence = right, evidence

    def probabilities(self, purchases: Purchases) -> NDArray[np.float64]:
        size = purchases.inputs()["size"]
        small, large = size < self._right, size > self._right
        return np.column_stack(
            [np.where(small, 0.96, 0.02), np.where(small | large, 0.02, 0.96),
             np.where(large, 0.96, 0.02)]
        )  # fmt: skip

    def evidence(self, purchases: Purchases) -> NDArray[np.float64]:
        return np.tile(self._evidence, (len(purchases), 1))
