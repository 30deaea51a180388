"""Figures of an evaluation: by hand, and against scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn import metrics

from fittingroom.learning.measures import auc, calibration_error, measure, reliability


def test_auc_by_hand() -> None:
    """Of 2 x 2 pairs three are in order and one is a tie: 3.5 / 4."""
    assert auc(np.array([0.9, 0.5, 0.5, 0.1]), np.array([1, 1, 0, 0])) == 3.5 / 4
    assert np.isnan(auc(np.array([0.9, 0.5]), np.array([1, 1])))


def test_calibration_error_by_hand() -> None:
    """Of four said 0.7 two happened, of one said 0.1 none: (4 * 0.2 + 1 * 0.1) / 5 = 0.18."""
    said, happened = np.array([0.7] * 4 + [0.1]), np.array([1, 1, 0, 0, 0])
    assert calibration_error(reliability(said, happened)) == pytest.approx(0.18)


def test_figures_are_those_of_scikit_learn() -> None:
    random = np.random.default_rng(5)
    odds = random.dirichlet((1.0, 3.0, 1.0), 500)
    outcomes = random.integers(0, 3, 500)
    found, said = measure(odds, outcomes), odds.argmax(axis=1)
    figures = found.figures()
    assert figures["auc_macro"] == pytest.approx(
        metrics.roc_auc_score(outcomes, odds, multi_class="ovr", average="macro")
    )
    assert figures["log_loss"] == pytest.approx(metrics.log_loss(outcomes, odds))
    assert figures["balanced_accuracy"] == pytest.approx(
        metrics.balanced_accuracy_score(outcomes, said)
    )
    assert figures["f1_macro"] == pytest.approx(metrics.f1_score(outcomes, said, average="macro"))
    assert figures["accuracy"] == pytest.approx(metrics.accuracy_score(outcomes, said))
    assert np.array_equal(found.confusion, metrics.confusion_matrix(outcomes, said))
    assert figures["brier"] == pytest.approx(np.square(odds - np.eye(3)[outcomes]).sum(1).mean())
