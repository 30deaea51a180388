"""A frozen base with a small adapter beats the base alone and training from scratch."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fittingroom.errors import InvalidInput
from fittingroom.learning.adapting import STRENGTHS, adapt_fit, place_and_gap
from fittingroom.learning.learned import LearnedFit
from fittingroom.learning.measures import measure
from fittingroom.learning.ordinal import ordinal_probabilities
from fittingroom.learning.training import train_fit
from fittingroom.purchases.purchases import Purchases

from .conftest import QUICK
from .made import made_shop


@pytest.fixture(scope="module")
def shop() -> tuple[Purchases, Purchases]:
    """Another shop's rows: its things are other ones and run 1.5 sizes larger."""
    rows = made_shop(2400, seed=11, world=5, items=25, shift=1.5)
    inputs = rows.inputs()
    ours = rows.replaced(
        {name: [f"s2-{key}" for key in inputs[name]] for name in ("user_id", "item_id")}
    )
    return ours.take(np.arange(400)), ours.take(np.arange(400, 2400))


def test_place_and_gap_go_back_and_forth() -> None:
    place, gap = np.array([-2.0, 0.3, 4.0]), np.array([0.4, 2.0, 3.0])
    found = place_and_gap(ordinal_probabilities(place, gap))
    assert found[0] == pytest.approx(place) and found[1] == pytest.approx(gap)


def test_it_beats_the_frozen_base_and_training_from_scratch(
    model: LearnedFit, shop: tuple[Purchases, Purchases]
) -> None:
    few, held = shop
    adapted = adapt_fit(model, few)
    scratch = train_fit(
        few.take(np.arange(300)), few.take(np.arange(300, 400)), replace(QUICK, trees=False)
    )
    losses = {
        name: measure(found.probabilities(held), held.outcomes()).log_loss
        for name, found in {"adapted": adapted, "base": model, "scratch": scratch}.items()
    }
    assert losses["adapted"] < losses["base"] - 0.03, losses
    assert losses["adapted"] < losses["scratch"] - 0.01, losses


def test_the_base_stays_as_it_is(
    model: LearnedFit, shop: tuple[Purchases, Purchases], held: Purchases
) -> None:
    before = model.probabilities(held)
    adapted = adapt_fit(model, shop[0])
    assert np.array_equal(model.probabilities(held), before)
    assert adapted.base is model
    weights = sum(len(values) for values in adapted.adapter.deviates) + len(adapted.adapter.fixed)
    assert weights < 1500  # of 400 rows' wearers, items and sizes
    assert adapted.strength in STRENGTHS
    assert adapted.evidence(shop[0]).min() >= 1.0
    assert adapted.probabilities(held.take([])).shape == (0, 3)


def test_a_handful_of_rows_is_refused(model: LearnedFit, shop: tuple[Purchases, Purchases]) -> None:
    with pytest.raises(InvalidInput, match="60 rows"):
        adapt_fit(model, shop[0].take(np.arange(10)))
