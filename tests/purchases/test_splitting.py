"""Splits: disjoint, complete, the same again, and sharing nothing they shouldn't."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fittingroom.errors import InvalidInput, UnknownName
from fittingroom.purchases.purchases import Purchases
from fittingroom.purchases.splitting import WAYS, days_of, split

from .made import made_purchases


@pytest.mark.parametrize("by", WAYS)
@settings(max_examples=15, deadline=None)
@given(rows=st.integers(200, 400), seed=st.integers(0, 99))
def test_parts_share_no_row_and_leave_none(by: str, rows: int, seed: int) -> None:
    purchases = made_purchases(rows, seed=seed)
    parts = split(purchases, by, seed=seed)
    assert sorted(np.concatenate(parts.rows).tolist()) == list(range(rows))
    again = split(made_purchases(rows, seed=seed), by, seed=seed)
    assert all(np.array_equal(a, b) for a, b in zip(parts.rows, again.rows, strict=True))
    assert abs(len(parts.train) / rows - 0.8) < 0.1
    if by in ("user", "item"):
        key = f"{by}_id"
        sets = [set(p.inputs()[key]) for p in (parts.train, parts.valid, parts.test)]
        assert not (sets[0] & sets[1] or sets[0] & sets[2] or sets[1] & sets[2])
    if by == "time":
        assert days_of(parts.train).max() < days_of(parts.valid).min()
        assert days_of(parts.valid).max() < days_of(parts.test).min()


def test_by_row_is_the_published_protocol() -> None:
    rows = [*range(1000)]
    random.seed(1)
    random.shuffle(rows)
    parts = split(made_purchases(1000))
    assert parts.rows[0].tolist() == rows[:800]
    assert parts.rows[1].tolist() == rows[800:900]
    assert parts.rows[2].tolist() == rows[900:]


@pytest.mark.parametrize("by", ["row", "user", "item"])
def test_another_seed_splits_otherwise(by: str) -> None:
    first, second = split(made_purchases(), by, seed=1), split(made_purchases(), by, seed=2)
    assert not np.array_equal(first.rows[2], second.rows[2])


def test_rows_without_a_wearer_stand_alone() -> None:
    purchases = made_purchases().replaced({"user_id": np.full(300, None)})
    assert [len(rows) for rows in split(purchases, "user").rows] == [240, 30, 30]


def test_the_time_is_the_orders_before_the_reviews() -> None:
    days = np.datetime64("2016-01-01") + np.arange(10)
    reviewed = Purchases({"reviewed_at": days[::-1]})
    assert split(reviewed, "time").rows[2].tolist() == [0]
    ordered = reviewed.replaced({"ordered_at": days})
    assert split(ordered, "time").rows[2].tolist() == [9]
    undated = ordered.replaced({"ordered_at": [None] * 10, "reviewed_at": [None, *days[1:]]})
    assert 0 in split(undated, "time").rows[0]


def test_what_cannot_be_split_is_refused() -> None:
    purchases = made_purchases()
    with pytest.raises(InvalidInput, match="sum to 1"):
        split(purchases, shares=(0.8, 0.1, 0.2))
    with pytest.raises(InvalidInput, match="sum to 1"):
        split(purchases, shares=(1.2, -0.1, -0.1))
    with pytest.raises(InvalidInput, match="a part is empty"):
        split(purchases.take([0, 1]))
    with pytest.raises(InvalidInput, match="a part is empty"):
        split(purchases.replaced({"ordered_at": ["2016-01-01"] * 300}), "time")
    with pytest.raises(InvalidInput, match="no row has a date"):
        split(purchases.without(["ordered_at", "reviewed_at"]), "time")
    with pytest.raises(InvalidInput, match="no column user_id"):
        split(purchases.without(["user_id"]), "user")
    with pytest.raises(UnknownName, match="did you mean 'user'"):
        split(purchases, "users")


def test_a_part_without_a_share_may_be_empty() -> None:
    assert len(split(made_purchases(), shares=(0.9, 0.0, 0.1)).valid) == 0
