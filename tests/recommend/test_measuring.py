"""Figures by hand, leaving out by time, nothing seen of what is asked for."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from fittingroom.recommend.askers import RECENT, Askers, askers_of
from fittingroom.recommend.interactions import Interactions, interactions_of
from fittingroom.recommend.known import NEW, know
from fittingroom.recommend.leaving_out import last_of_each, leave_last_out
from fittingroom.recommend.measuring import MISSED, interval, rank_all
from fittingroom.recommend.ranker import training_of

from .shop import shop


def _askers(owned: Any) -> Askers:
    count = owned.shape[0]
    return Askers(
        np.arange(count), np.full((count, RECENT), NEW), owned, np.zeros((count, 15)),
        np.zeros((count, 3), np.int64), np.zeros(count, np.int64),
    )  # fmt: skip


def test_figures_by_hand() -> None:
    scores = np.tile(np.arange(20, dtype=np.float32)[::-1], (4, 1))
    owned = csr_matrix(([1.0], ([2], [0])), shape=(4, 20), dtype=np.float32)
    item = np.array([0, 2, 0, NEW])
    ranks = rank_all(lambda askers: scores[askers.user], _askers(owned), item, np.arange(20))
    assert ranks.rank.tolist() == [0, 2, MISSED, MISSED]
    assert ranks.hits().tolist() == [1, 1, 0, 0]
    assert ranks.gains().tolist() == pytest.approx([1.0, 0.5, 0.0, 0.0])
    assert ranks.top[2].tolist() == list(range(1, 11))
    assert ranks.coverage() == 11 / 20
    share = (np.arange(20) + 0.5) / (np.arange(20) + 0.5).sum()
    expected = -np.log2(share)[[*range(10)] * 3 + [*range(1, 11)]].mean()
    assert ranks.novelty() == pytest.approx(expected)


def test_scoring_all_the_same_wins_nothing() -> None:
    owned = csr_matrix((1, 50), dtype=np.float32)
    ranks = rank_all(
        lambda askers: np.zeros((1, 50), np.float32),
        _askers(owned),
        np.array([0]),
        np.ones(50, int),
    )
    assert ranks.rank.tolist() == [49]


def test_the_interval_of_a_mean() -> None:
    values = np.random.default_rng(2).normal(1.0, 2.0, 4000)
    low, high = interval(values)
    assert high - low == pytest.approx(2 * 1.96 * 2.0 / 4000**0.5, rel=0.1)


def test_the_last_choice_is_the_last_in_time() -> None:
    table = interactions_of(shop(people=100))
    parts = leave_last_out(table)
    assert len(parts.train) + len(parts.valid) + len(parts.test) == len(table)
    last = dict(zip(table.user, table.day, strict=True))
    for user, day in zip(parts.test.user, parts.test.day, strict=True):
        assert day == last[user]
    later = dict(zip(parts.train.user, parts.train.day, strict=True))
    for user, day in zip(parts.test.user, parts.test.day, strict=True):
        assert later[user] <= day
    assert len(set(parts.test.user)) == len(parts.test)


def _changed(table: Interactions, **columns: Any) -> Interactions:
    names = ("user", "item", "day", "numbers", "words", "article")
    return Interactions(*(columns.get(name, getattr(table, name)) for name in names))


def test_nothing_of_the_asked_choice_is_seen() -> None:
    """Another item, size, category and date at the target change nothing an asker knows."""
    parts = leave_last_out(interactions_of(shop(people=200)))
    known = know(parts.train)
    numbers = parts.test.numbers.copy()
    numbers[:, -1] = 99.0
    other = _changed(
        parts.test, item=parts.test.item[::-1].copy(), day=parts.test.day + 1000, numbers=numbers,
        article=parts.test.article[::-1].copy(),
    )  # fmt: skip
    one, two = (askers_of(targets, parts.train, known) for targets in (parts.test, other))
    for name in ("user", "recent", "numbers", "words", "day"):
        np.testing.assert_array_equal(getattr(one, name), getattr(two, name))
    assert (one.owned != two.owned).nnz == 0
    clock = askers_of(other, parts.train, known, clock=True)
    assert (clock.day == other.day).all()


def test_training_rows_know_what_came_before_them() -> None:
    table = leave_last_out(interactions_of(shop(people=50))).train
    training = training_of(table, know(table))
    for row in range(1, len(table)):
        same = table.user[row] == table.user[row - 1]
        expected = training.item[row - 1] if same else NEW
        assert training.before.recent[row, 0] == expected


def test_an_outcome_never_reaches_the_interactions() -> None:
    purchases = shop(people=60)
    other = purchases.replaced(
        {"rating": np.zeros(len(purchases)), "fit": ["fit"] * len(purchases)}
    )
    one, two = interactions_of(purchases), interactions_of(other)
    for name in ("user", "item", "day", "numbers", "words", "article"):
        left, right = getattr(one, name), getattr(two, name)
        assert (left == right).all() or np.allclose(left, right, equal_nan=True)


def test_last_of_each_leaves_the_rest() -> None:
    table = interactions_of(shop(people=30))
    last, rest = last_of_each(table)
    assert len(last) == 30
    assert len(last) + len(rest) == len(table)
