"""A history never tells the answer of the row it is of."""

from __future__ import annotations

import numpy as np
import pytest

from fittingroom.learning.feature_learning import learn_features
from fittingroom.learning.keys import NOBODY, digests, joined
from fittingroom.learning.measures import auc
from fittingroom.learning.options import FitOptions
from fittingroom.learning.rows import read_rows
from fittingroom.learning.tallies import out_of_fold, tally
from fittingroom.learning.training import train_fit
from fittingroom.progress import finish
from fittingroom.purchases.purchases import Purchases
from fittingroom.purchases.schema import FITS

from .conftest import QUICK
from .made import made_shop

CHANCE = 0.03  # three standard errors of an AUC over 3,000 rows of a third each: 3 * 0.0112


def at_random(purchases: Purchases) -> Purchases:
    drawn = np.random.default_rng(9).integers(0, 3, len(purchases))
    return purchases.replaced({"fit": [FITS[n] for n in drawn]})


def test_sums_without_the_own_fold_by_hand() -> None:
    of_rows, folds = np.array([0, 0, 0, 1, -1]), np.array([0, 0, 1, 0, 1])
    values = {"n:small": np.array([1.0, 2.0, 4.0, 8.0, 16.0]), "n:size:any": np.ones(5)}
    found = out_of_fold(2, of_rows, values, folds)
    assert found["n:small"].tolist() == [4.0, 4.0, 3.0, 0.0, 0.0]
    assert found["n:size:any"].tolist() == [2.0, 2.0, 2.0, 0.0, 0.0]  # but for the row itself
    assert tally(2, of_rows, values).sums.tolist() == [[7.0, 3.0], [8.0, 1.0]]


def test_random_outcomes_leave_no_trace_in_the_features(train: Purchases) -> None:
    """No feature of a training row may tell its outcome where outcomes are drawn at random."""
    rows = at_random(train)
    outcomes = rows.outcomes()
    folds = np.random.default_rng(0).permutation(len(rows)) % 4
    _, table = finish(learn_features(read_rows(rows), outcomes, secret=b"k" * 16, folds=folds))
    for which, name in enumerate(table.names):
        for code in range(3):
            values = np.nan_to_num(table.values[:, which].astype(float), nan=-99.0)
            found = auc(values, outcomes == code)
            # one-sided shrinkage towards the other folds' shares pulls a little below a half
            assert found == pytest.approx(0.5, abs=2 * CHANCE), name


def test_in_sample_history_would_tell(train: Purchases) -> None:
    """The test above can fail: the same history with the row's own outcome in it tells it."""
    rows = at_random(train)
    outcomes = rows.outcomes()
    folds = np.random.default_rng(0).permutation(len(rows)) % 4
    features, table = finish(
        learn_features(read_rows(rows), outcomes, secret=b"k" * 16, folds=folds)
    )
    inside = features.of(read_rows(rows))
    which = table.names.index("user_category:small")
    assert auc(inside.values[:, which].astype(float), outcomes == 0) > 0.7


def test_a_model_of_random_outcomes_knows_nothing(train: Purchases, valid: Purchases) -> None:
    rows, held = at_random(train), at_random(made_shop(3000, seed=8))
    model = train_fit(rows, at_random(valid), QUICK)
    odds = model.probabilities(held)
    for code in range(3):
        assert auc(odds[:, code], held.outcomes() == code) == pytest.approx(0.5, abs=CHANCE)
    assert FitOptions() != QUICK


def test_keys_are_digests_that_another_secret_changes() -> None:
    names = ["ann", "bea", None, "ann"]
    keys = digests(names, b"a" * 16)
    assert keys[0] == keys[3] != keys[1] and keys[2] == NOBODY
    assert (digests(names, b"b" * 16)[:2] != keys[:2]).all()
    pairs = joined(keys, keys[::-1].copy())
    assert pairs[2] == NOBODY and pairs[1] == NOBODY and pairs[0] != NOBODY
    assert joined(keys[:1], keys[1:2]) != joined(keys[1:2], keys[:1])
