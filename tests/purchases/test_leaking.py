"""The contract `leaking` catches who cheats, and lets pass who doesn't."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from fittingroom.errors import InvalidInput, UnknownName
from fittingroom.purchases.purchases import Purchases
from fittingroom.purchases.schema import INPUTS, check_inputs

from .leaking import NO_INPUT, Predict, check_learning, check_predicting
from .made import made_purchases


def honest(purchases: Purchases) -> NDArray[Any]:
    return np.nan_to_num(purchases.inputs()["size"])


def learnt(purchases: Purchases) -> Predict:
    mean = purchases.outcomes().mean()
    return lambda asked: honest(asked) - mean


def test_who_uses_inputs_alone_passes() -> None:
    check_predicting(honest, made_purchases())
    check_learning(learnt, made_purchases(), made_purchases(50, seed=4))


@pytest.mark.parametrize("name", [name for name in NO_INPUT if name in made_purchases().columns])
def test_who_reads_another_column_is_caught(name: str) -> None:
    def cheat(purchases: Purchases) -> NDArray[Any]:
        told = purchases.everything().get(name)
        return honest(purchases) if told is None else np.array([hash(str(v)) for v in told])

    with pytest.raises(AssertionError, match="leaks"):
        check_predicting(cheat, made_purchases())


def test_who_learns_from_ratings_is_caught() -> None:
    def cheat(purchases: Purchases) -> Predict:
        rating = purchases.everything().get("rating", np.zeros(1)).mean()
        return lambda asked: honest(asked) + rating

    with pytest.raises(AssertionError, match="learning uses"):
        check_learning(cheat, made_purchases(), made_purchases(50, seed=4))


@pytest.mark.parametrize("name", NO_INPUT)
def test_a_model_that_asks_for_what_comes_after_gets_an_error(name: str) -> None:
    if name == "order_id":
        pytest.fail("an order's number is a key, not an outcome")
    with pytest.raises(KeyError, match="no model may see it"):
        made_purchases().inputs()[name]
    with pytest.raises(InvalidInput, match="no model may see it"):
        check_inputs(["size", name])


def test_a_model_may_ask_for_inputs() -> None:
    assert check_inputs(INPUTS) == INPUTS
    with pytest.raises(UnknownName, match="size_label"):
        check_inputs(["size_lable"])
    with pytest.raises(KeyError, match="no column pose in this table"):
        made_purchases().inputs()["pose"]
