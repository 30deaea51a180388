"""Near items of many, held against looking at all."""

from __future__ import annotations

import time

import numpy as np
import pytest

from fittingroom.errors import InvalidInput
from fittingroom.recommend.nearest import NearOptions, build_near, find_all, find_near, recall
from fittingroom.recommend.ranker import Scores


def test_near_items_are_those_of_looking_at_all() -> None:
    """20,000 items of kinds, unequal in length: nine of the ten best at least, within 20 ms."""
    rng = np.random.default_rng(1)
    kinds = rng.standard_normal((300, 24))

    def drawn(count: int) -> Scores:
        own = kinds[rng.integers(0, 300, count)] + 0.5 * rng.standard_normal((count, 24))
        return np.asarray(own * rng.uniform(0.8, 1.2, (count, 1)), np.float32)

    vectors, askers = drawn(20_000), drawn(50)
    near = build_near(vectors, NearOptions(exact=1_000))
    spent, found = [], []
    for asker in askers:
        began = time.perf_counter()
        items, products = find_near(near, asker[None], 10)
        spent.append(time.perf_counter() - began)
        found.append(items[0])
        assert (np.diff(products[0]) <= 1e-6).all()
    assert recall(np.array(found), find_all(vectors, askers, 10)) >= 0.9
    assert np.median(spent) < 0.02
    items, products = find_near(near, askers[:1], 3)
    np.testing.assert_allclose(products[0], vectors[items[0]] @ askers[0], atol=1e-4)


def test_few_items_are_all_looked_at() -> None:
    rng = np.random.default_rng(2)
    vectors = np.asarray(rng.standard_normal((500, 8)), np.float32)
    found, _ = find_near(build_near(vectors), vectors[:20], 7)
    assert recall(found, find_all(vectors, vectors[:20], 7)) == 1.0


def test_recall_counts() -> None:
    assert recall(np.array([[1, 2], [3, 4]]), np.array([[2, 5], [4, 3]])) == 0.75


def test_strange_vectors_are_refused() -> None:
    near = build_near(np.eye(4, dtype=np.float32))
    with pytest.raises(InvalidInput, match="5 of 4"):
        find_near(near, np.ones((1, 4), np.float32), 5)
    with pytest.raises(InvalidInput, match="shape"):
        find_near(near, np.ones((1, 3), np.float32), 1)
    for vectors in (np.zeros((0, 4)), np.full((3, 4), np.nan)):
        with pytest.raises(InvalidInput, match="vectors"):
            build_near(vectors.astype(np.float32))
