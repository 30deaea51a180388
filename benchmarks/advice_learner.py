"""A small learned model of fit for comparisons: logistic, with an effect of each wearer and item.

It is what a shop could learn in seconds with scipy alone: room at bust, waist and hip by style, and
for every wearer and item how much larger or smaller than that they find things, pulled to 0.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
from scipy import sparse
from scipy.optimize import minimize

from fittingroom.learning.model import FitModel
from fittingroom.purchases.purchases import Purchases

GIRTHS = ("bust", "waist", "hip")
WISH = {"close": -1.0, "regular": 0.0, "loose": 1.0}


class EffectsModel:
    """P(small, fit, large) as a multinomial logit.

    Args:
        data: purchases with outcomes.
        pull: how strongly the effects of wearers and items are pulled to 0.
    """

    def __init__(self, data: Purchases, *, pull: float = 1.0) -> None:
        columns = data.inputs()
        told = np.isfinite(columns["bust_girth_cm"])
        girths = np.stack([columns[f"{name}_girth_cm"][told] for name in GIRTHS], axis=1)
        self._girths, *_ = np.linalg.lstsq(_body(columns)[told], girths, rcond=None)
        self._places = {
            name: {key: at for at, key in enumerate(sorted(set(columns[name])))}
            for name in ("style", "user_id", "item_id")
        }
        self._counts = {name: Counter(columns[name]) for name in ("user_id", "item_id")}
        self._weights = self._fit(self._design(columns), data.outcomes(), pull)

    def probabilities(self, purchases: Purchases) -> np.ndarray:
        """Return P(small, fit, large), shape (row, 3)."""
        logits = self._design(purchases.inputs()) @ self._weights
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(odds / odds.sum(axis=1, keepdims=True))

    def evidence(self, purchases: Purchases) -> np.ndarray:
        """Return the outcomes learned from of each row's wearer and item, shape (row, 2)."""
        columns = purchases.inputs()
        return np.array(
            [[self._counts[name][key] for key in columns[name]] for name in ("user_id", "item_id")],
            np.float64,
        ).T

    def _design(self, columns: Any) -> sparse.csr_matrix:
        guessed = _body(columns) @ self._girths
        told = np.stack([columns[f"{name}_girth_cm"] for name in GIRTHS], axis=1)
        cut = np.stack([columns[f"article_{name}_cm"] for name in GIRTHS], axis=1)
        room = np.nan_to_num((cut - np.where(np.isnan(told), guessed, told)) / 10.0)
        wish = np.array([WISH.get(word, 0.0) for word in columns["ease"]])
        shape = np.column_stack([np.ones(len(room)), room, room**2, wish])
        return sparse.hstack(
            [
                *(
                    sparse.csr_matrix(shape * (columns["style"] == style)[:, None])
                    for style in self._places["style"]
                ),
                self._one_hot(columns, "item_id"),
                self._one_hot(columns, "user_id"),
            ],
            "csr",
        )

    def _one_hot(self, columns: Any, name: str) -> sparse.csr_matrix:
        places = self._places[name]
        at = np.array([places.get(key, -1) for key in columns[name]])
        rows = np.flatnonzero(at >= 0)
        return sparse.csr_matrix(
            (np.ones(len(rows)), (rows, at[rows])), shape=(len(at), len(places))
        )

    def _fit(self, design: sparse.csr_matrix, outcome: np.ndarray, pull: float) -> np.ndarray:
        said = np.eye(3)[outcome]
        effects = len(self._places["item_id"]) + len(self._places["user_id"])
        penalty = np.full((design.shape[1], 1), 0.05)
        penalty[-effects:] = pull

        def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
            weights = flat.reshape(-1, 3)
            logits = design @ weights
            logits -= logits.max(axis=1, keepdims=True)
            odds = np.exp(logits)
            total = odds.sum(axis=1, keepdims=True)
            value = (np.log(total[:, 0]) - (logits * said).sum(axis=1)).sum()
            slope = design.T @ (odds / total - said) + 2.0 * penalty * weights
            return float(value + (penalty * weights**2).sum()), slope.ravel()

        start = np.zeros(design.shape[1] * 3)
        found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300})
        return np.asarray(found.x.reshape(-1, 3))


def _body(columns: Any) -> np.ndarray:
    female = np.array([sex == "female" for sex in columns["sex"]], float)
    height, weight = columns["height_cm"] / 170.0, columns["weight_kg"] / 70.0
    index = weight / height**2
    return np.column_stack([np.ones_like(height), height, index, female, female * index])


def effects_model(data: Purchases) -> FitModel:
    """Return the model learned from these purchases."""
    return EffectsModel(data)
