"""Boosted trees on the same features: the network's peer, and its partner in the ensemble.

They are boosted from what the true sizes say, as the network has them among its features.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from fittingroom.arrays import Floats, Ints
from fittingroom.learning._lightgbm import booster, leaves_sums, lightgbm
from fittingroom.learning.features import Table
from fittingroom.learning.options import FitOptions
from fittingroom.learning.stacking import LEAST
from fittingroom.progress import Progress, Work

STOP_AFTER = 40  # rounds without a smaller log-loss on the validation rows
SLICE = 25  # rounds between two reports
FEW = 5000  # rows: up to so many one thread predicts faster than several start


@dataclass(frozen=True, slots=True)
class Trees:
    """Boosted trees.

    Args:
        text: LightGBM's own form.
        rounds: how many there are for each outcome.
    """

    text: str
    rounds: int = 0
    _read: list[Any] = field(default_factory=list, compare=False, repr=False)

    def probabilities(self, values: NDArray[np.float32], odds: Floats) -> Floats:
        """Return P(small, fit, large), shape (row, 3).

        Args:
            values: the features.
            odds: what the true sizes say, from which the trees were boosted.
        """
        if not self._read:
            self._read.append(booster(self.text))
        sums = leaves_sums(self._read[0], values, threads=1 if len(values) < FEW else 2)
        return np.asarray(softmax(sums + _logs(odds), axis=1))


def train_trees(
    table: Table,
    outcomes: Ints,
    valid: Table,
    valid_outcomes: Ints,
    options: FitOptions,
    rounds: int | None = None,
) -> Work[Trees]:
    """Boost until the validation rows' log-loss no longer falls, or for so many `rounds`."""
    library = lightgbm()
    settings = _settings(options)
    learned = library.Dataset(
        table.values, outcomes, init_score=_logs(table.odds), params=settings, free_raw_data=False
    )
    checked = library.Dataset(
        valid.values, valid_outcomes, reference=learned, init_score=_logs(valid.odds),
        params=settings, free_raw_data=False,
    )  # fmt: skip
    trees = library.Booster(settings, learned)
    trees.add_valid(checked, "valid")
    losses: list[float] = []
    for done in range(rounds or options.rounds):
        trees.update()
        losses.append(float(trees.eval_valid()[0][2]))
        if rounds is None and len(losses) - 1 - int(np.argmin(losses)) >= STOP_AFTER:
            break
        if done % SLICE == 0:
            yield Progress("boost trees", done / options.rounds)
    kept = rounds or int(np.argmin(losses)) + 1
    return Trees(trees.model_to_string(num_iteration=kept), kept)


def _logs(odds: Floats) -> Floats:
    return np.asarray(np.log(np.maximum(odds, LEAST)))


def _settings(options: FitOptions) -> dict[str, Any]:
    return {
        "objective": "multiclass", "num_class": 3, "metric": "multi_logloss", "verbosity": -1,
        "learning_rate": options.tree_rate, "num_leaves": options.leaves, "max_bin": 63,
        "min_data_in_leaf": 120, "lambda_l2": 10.0, "feature_fraction": 0.2,
        "bagging_fraction": 0.7, "bagging_freq": 1, "seed": options.seed,
        "deterministic": True, "force_row_wise": True, "num_threads": options.threads,
    }  # fmt: skip
