"""A trained model beats named baselines on rows never trained on, and is the same by seed."""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import pytest
from scipy.special import softmax

from fittingroom.errors import InvalidInput, MissingDependency
from fittingroom.learning.evaluation import evaluate_fit
from fittingroom.learning.learned import LearnedFit
from fittingroom.learning.measures import measure
from fittingroom.learning.options import FitOptions
from fittingroom.learning.rows import read_rows
from fittingroom.learning.stacking import calibrate
from fittingroom.learning.training import train_fit
from fittingroom.purchases.purchases import Purchases
from purchases.leaking import check_learning, check_predicting
from purchases.made import made_purchases

from .conftest import QUICK
from .made import made_shop


def logistic_baseline(train: Purchases, held: Purchases) -> np.ndarray:
    """A multinomial logistic regression on size and body, missing ones at the mean."""
    from sklearn.linear_model import LogisticRegression

    def columns(rows: Purchases) -> np.ndarray:
        inputs = rows.inputs()
        told = np.stack(
            [np.asarray(inputs[n], float) for n in ("size", "height_cm", "bust_girth_cm")]
        )
        filled = np.where(np.isnan(told), np.nanmean(told, axis=1, keepdims=True), told)
        return ((filled - filled.mean(1, keepdims=True)) / filled.std(1, keepdims=True)).T

    fitted = LogisticRegression(max_iter=500).fit(columns(train), train.outcomes())
    return np.asarray(fitted.predict_proba(columns(held)))


def test_it_beats_logistic_regression_on_held_out_rows(
    model: LearnedFit, train: Purchases, held: Purchases
) -> None:
    ours = evaluate_fit(model, held).measures.figures()
    theirs = measure(logistic_baseline(train, held), held.outcomes()).figures()
    assert ours["auc_macro"] > theirs["auc_macro"] + 0.02
    assert ours["log_loss"] < theirs["log_loss"] - 0.02


def test_it_is_calibrated_on_held_out_rows(model: LearnedFit, held: Purchases) -> None:
    """With 800 rows to calibrate on and 2,500 to measure, chance alone makes an ECE of 0.02."""
    assert evaluate_fit(model, held).measures.ece < 0.045


def test_each_member_alone_is_no_better_than_all(model: LearnedFit, held: Purchases) -> None:
    table = model.features.of(read_rows(held))
    together = measure(model.probabilities(held), held.outcomes()).log_loss
    for name, odds in model.members(table).items():
        assert together < measure(odds, held.outcomes()).log_loss + 0.004, name


def test_calibration_mends_what_is_crooked() -> None:
    """Odds sharpened three times over are found out, and set right on other rows."""
    random = np.random.default_rng(3)
    logits = random.normal(0.0, 1.0, (4000, 3))
    true = softmax(logits, axis=1)
    outcomes = (random.random(4000)[:, None] > true.cumsum(axis=1)).sum(axis=1)
    crooked = softmax(3.0 * logits, axis=1)
    stack = calibrate([crooked[:2000]], outcomes[:2000])
    before = measure(crooked[2000:], outcomes[2000:])
    after = measure(stack.probabilities([crooked[2000:]]), outcomes[2000:])
    assert before.ece > 0.15 and after.ece < 0.04


def test_new_wearers_and_items_get_an_answer(model: LearnedFit) -> None:
    """Another world's people and things: worse than known ones, better than nothing known."""
    strangers = made_shop(2500, seed=4, world=77)
    renamed = strangers.replaced(
        {
            name: [f"new-{key}" for key in strangers.inputs()[name]]
            for name in ("user_id", "item_id")
        }
    )
    assert evaluate_fit(model, renamed).measures.figures()["auc_macro"] > 0.6
    assert model.evidence(renamed).max() == 0.0
    assert model.evidence(strangers).min() > 0.0  # the same keys as the training rows'


def test_rows_may_lack_columns(model: LearnedFit, held: Purchases) -> None:
    bare = held.without(["user_id", "height_cm", "category", "bust_girth_cm", "fit"])
    odds = model.probabilities(bare)
    assert odds.shape == (len(held), 3)
    assert odds.sum(axis=1) == pytest.approx(1.0)
    assert model.suits(bare) == pytest.approx(odds[:, 1])
    assert model.probabilities(held.take([])).shape == (0, 3)


def test_the_same_seed_makes_the_same_model(
    model: LearnedFit, train: Purchases, valid: Purchases, held: Purchases
) -> None:
    again = train_fit(train, valid, QUICK)
    assert np.array_equal(again.probabilities(held), model.probabilities(held))
    other = train_fit(train, valid, replace(QUICK, seed=2, trees=False))
    assert not np.array_equal(other.probabilities(held), model.probabilities(held))


def test_what_is_known_after_the_wearing_reaches_no_model() -> None:
    rows, quick = made_purchases(400), replace(QUICK, epochs=1, rounds=5, folds=2)
    held = made_purchases(200, seed=5)
    check_predicting(train_fit(rows, held, quick).probabilities, made_purchases(100, seed=6))
    check_learning(
        lambda data: train_fit(data, held, quick).probabilities, rows, made_purchases(60, seed=7)
    )


@pytest.mark.parametrize(
    ("name", "value"), [("folds", 1), ("epochs", 0), ("weighing", "odd"), ("wandb", "online")]
)
def test_options_outside_what_is_possible_are_refused(name: str, value: object) -> None:
    with pytest.raises(InvalidInput, match=name):
        replace(FitOptions(), **{name: value})


def test_too_few_rows_or_one_outcome_are_refused(train: Purchases, valid: Purchases) -> None:
    with pytest.raises(InvalidInput, match="60 rows"):
        train_fit(train.take(np.arange(20)), valid, QUICK)
    fitting = train.take(np.flatnonzero(train.outcomes() == 1))
    with pytest.raises(InvalidInput, match="of 1 kinds"):
        train_fit(fitting, valid, QUICK)


def test_a_device_that_is_not_there_is_refused(train: Purchases, valid: Purchases) -> None:
    with pytest.raises(InvalidInput, match="device is 'cuda:77'"):
        train_fit(train, valid, replace(QUICK, device="cuda:77", trees=False))


def test_wandb_is_named_where_it_is_missing(
    train: Purchases, valid: Purchases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "wandb", None)
    with pytest.raises(MissingDependency, match="wandb"):
        train_fit(train, valid, replace(QUICK, wandb="offline", trees=False))
