"""The joiner: weights that grow with history, learned from outcomes, kept and refused."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.special import expit

from fittingroom.errors import FileRefused, InvalidInput
from fittingroom.garment.catalogue import catalogue
from fittingroom.learning.joining import joiner_beside, joiner_json, shipped_joiner
from fittingroom.learning.joining_fit import Worn, fit_joiner, joined_words, physical_words
from fittingroom.learning.joining_rows import worn_of
from fittingroom.person.reading import read_person
from fittingroom.purchases.purchases import Purchases
from fittingroom.purchases.question import question_columns

from .models import SureModel


def test_history_makes_it_learning() -> None:
    joiner = shipped_joiner()
    weights = [joiner.weight((n, 10.0 * n)) for n in (0, 1, 5, 30, 300)]
    assert weights[0] == 0.0
    assert weights == sorted(weights)
    assert weights[-1] > 0.9


def made(count: int, seed: int) -> Worn:
    """Purchases where physics misses how the item runs, which the model knows by its history."""
    rng = np.random.default_rng(seed)
    room, runs = rng.normal(0.0, 0.5, count), rng.normal(0.0, 0.6, count)
    evidence = np.column_stack([np.zeros(count), rng.choice([0.0, 200.0], count)])
    felt = 4.0 * (room + runs)
    odds = np.column_stack([expit(-felt - 2.0), np.zeros(count), expit(felt - 2.0)])
    outcome = np.where(
        (chance := rng.random(count)) < odds[:, 0], 0, np.where(chance > 1 - odds[:, 2], 2, 1)
    )
    knows = evidence[:, 1] > 0.0
    guess = 4.0 * np.where(knows, room + runs, rng.normal(0.0, 1.0, count))
    draws = room[:, None] + rng.normal(0.0, 0.1, (count, 60))
    return Worn(draws, draws, expit(-guess - 2.0), expit(guess - 2.0), evidence, outcome)


def loss(odds: np.ndarray, worn: Worn) -> float:
    return -float(np.log(odds[np.arange(len(odds)), worn.outcome]).mean())


def test_joined_is_better_than_either_on_rows_never_learned_from() -> None:
    joiner = fit_joiner(made(1500, 1), like=shipped_joiner(), source="made up")
    held = made(3000, 2)
    learned = np.column_stack([held.small, 1.0 - held.small - held.large, held.large])
    joined = loss(joined_words(held, joiner), held)
    assert joined < loss(physical_words(held, joiner.saying), held) - 0.05
    assert joined < loss(learned, held) - 0.05
    assert joiner.weight((0.0, 200.0)) > 0.7


def test_too_few_purchases_are_refused() -> None:
    with pytest.raises(InvalidInput, match="too few"):
        fit_joiner(made(50, 1), like=shipped_joiner(), source="made up")


def test_constants_beside_a_model_are_used_and_damaged_ones_refused(tmp_path: Path) -> None:
    assert joiner_beside(tmp_path) == shipped_joiner()
    mine = replace(shipped_joiner(), wearer_counts=0.5)
    (tmp_path / "joiner.json").write_text(joiner_json(mine))
    assert joiner_beside(tmp_path) == mine
    for wrong in ('{"saying": 1}', "[", json.dumps(json.loads(joiner_json(mine)) | {"runs": -1})):
        (tmp_path / "joiner.json").write_text(wrong)
        with pytest.raises(FileRefused, match="joiner"):
            joiner_beside(tmp_path)


def test_a_shops_purchases_are_taken_as_the_joiner_learns_from_them() -> None:
    """Rows of unknown garments, sizes and impossible people are left out; the rest is felt."""
    told = question_columns(
        read_person({"sex": "female", "height_cm": 168, "bust_girth_cm": 92}),
        catalogue["classic-tee"],
    )
    rows = {name: np.concatenate([column] * 3) for name, column in told.items()}
    rows["item_id"] = np.array([*["classic-tee"] * 6, *["nowhere"] * 3], object)
    rows["height_cm"] = np.array([*[168.0] * 5, 20.0, *[168.0] * 3])
    rows["size_label"] = np.array(["S", "M", "L", "S", "XXXL", "L", "S", "M", "L"], object)
    rows["fit"] = np.array(["fit", "large", "large", None, "fit", "fit", "fit", "fit", "fit"])
    worn = worn_of(SureModel(0), Purchases(rows), catalogue, shipped_joiner())
    assert worn.outcome.tolist() == [1, 2, 2]
    assert worn.whole.shape == worn.tightest.shape
    assert (np.diff(worn.whole.mean(axis=1)) > 0.1).all()  # larger sizes feel larger
    assert worn.small[0] < 0.1 and worn.large[2] > 0.9
