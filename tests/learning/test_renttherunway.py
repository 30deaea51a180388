"""The model on real purchases: better than a named baseline on rows it never saw."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fittingroom.learning.adapting import adapt_fit
from fittingroom.learning.evaluation import evaluate_fit
from fittingroom.learning.learned import LearnedFit
from fittingroom.learning.measures import measure
from fittingroom.learning.options import FitOptions
from fittingroom.learning.training import train_fit
from fittingroom.purchases.purchases import Purchases
from fittingroom.purchases.reading import read_purchases

from .test_training import logistic_baseline

ROWS = 12_000
LIGHT = FitOptions(network=False, trees=False, folds=3, threads=1)


@pytest.fixture(scope="module")
def rented(survey_data: Path) -> tuple[Purchases, Purchases]:
    """Some of the training rows, and all of the validation rows."""
    folder = survey_data / "renttherunway"
    read = [read_purchases(folder / f"{name}.parquet").purchases for name in ("train", "valid")]
    return read[0].take(np.arange(ROWS)), read[1]


@pytest.fixture(scope="module")
def light(rented: tuple[Purchases, Purchases]) -> LearnedFit:
    few = np.arange(ROWS)
    return train_fit(rented[0].take(few[1000:]), rented[0].take(few[:1000]), LIGHT)


def test_true_sizes_beat_logistic_regression(
    light: LearnedFit, rented: tuple[Purchases, Purchases]
) -> None:
    """On 11,000 of 154,035 rows; all of them, with networks and trees, are the benchmark's."""
    train, valid = rented
    bare = [
        rows.without(["fit"]).replaced({"bust_girth_cm": rows.inputs()["weight_kg"]})
        for rows in (train, valid)
    ]  # the baseline's third column is the weight here: nobody told a girth
    told = [r.replaced({"fit": w.everything()["fit"]}) for r, w in zip(bare, rented, strict=True)]
    baseline = measure(logistic_baseline(*told), valid.outcomes()).figures()["auc_macro"]
    found = evaluate_fit(light, valid).measures.figures()
    assert found["auc_macro"] > baseline + 0.05
    assert found["ece"] < 0.03


def test_an_adapter_leaves_well_alone(
    light: LearnedFit, rented: tuple[Purchases, Purchases]
) -> None:
    """The same shop's commonest items, which the base knows: hardly anything is to be learned."""
    valid = rented[1]
    items = valid.inputs()["item_id"].astype(str)
    names, counts = np.unique(items, return_counts=True)
    shop = valid.take(np.isin(items, names[np.argsort(-counts)[:40]]))
    drawn = np.random.default_rng(1).permutation(len(shop))
    own, held = shop.take(drawn[:700]), shop.take(drawn[700:])
    losses = [
        measure(m.probabilities(held), held.outcomes()).log_loss
        for m in (adapt_fit(light, own), light)
    ]
    assert losses[0] < losses[1] + 0.002


@pytest.mark.slow
def test_the_whole_model_reaches_what_is_asked(survey_data: Path) -> None:
    """Macro AUC of 0.77 with one partition and no absorbed rows; the product's is in the docs."""
    folder = survey_data / "renttherunway"
    train, valid = (
        read_purchases(folder / f"{name}.parquet").purchases for name in ("train", "valid")
    )
    half = np.random.default_rng(1).permutation(len(valid)) < len(valid) // 2
    model = train_fit(train, valid.take(half), replace(FitOptions(), trees=False))
    found = evaluate_fit(model, valid.take(~half)).measures.figures()
    assert found["auc_macro"] > 0.77 and found["ece"] < 0.02
