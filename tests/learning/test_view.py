"""Views, pools and tables: closed forms, and what keeps the advice monotone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit

from fittingroom.learning.isotonic import monotone
from fittingroom.learning.view import View, logit, pool, view_of_words

SHARES = st.lists(st.floats(0.01, 0.99), min_size=5, max_size=5)


def words(feeling: np.ndarray, border: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    small, large = expit(-feeling - border), expit(feeling - border)
    return np.column_stack([small, 1.0 - small - large, large]), small, large


@pytest.mark.parametrize("border", [0.5, 1.0, 3.0])
def test_the_right_size_follows_from_what_is_said(border: float) -> None:
    """With a logistic feeling the size boundary lies in the middle, whatever counts as small."""
    feeling = np.array([-4.0, -1.0, 1.5, 5.0])
    view = view_of_words(*words(feeling, border), resolves=1.0)
    middles = 0.5 * (feeling[:-1] + feeling[1:])
    assert view.beyond[:-1] == pytest.approx(expit(-middles))
    assert view.beyond[-1] == 0.0
    assert view.median == 1  # -1 is nearer to 0 than 1.5


def test_probabilities_of_sizes_are_probabilities() -> None:
    view = view_of_words(*words(np.array([-3.0, 0.2, 2.0]), 1.0), resolves=2.5)
    assert view.right.sum() == pytest.approx(1.0)
    assert (view.suits >= 0.0).all()
    assert (view.suits <= view.right).all()


def view_of(small: list[float], beyond: list[float]) -> View:
    small_, beyond_ = np.sort(small)[::-1], np.append(np.sort(beyond)[::-1][:4], 0.0)
    return View(small_, 0.9 * (1.0 - small_), beyond_, np.full(5, 0.9))


@given(SHARES, SHARES, SHARES, SHARES, st.floats(0.0, 1.0))
def test_a_pool_moves_as_both_sources_move(
    a: list[float], b: list[float], up: list[float], down: list[float], weight: float
) -> None:
    """Where both sources see a larger right size, so does the pool; and sizes keep their order."""
    first, second = view_of(a, b), view_of(b, a)
    larger = [np.maximum(view.beyond, view_of(up, down).beyond) for view in (first, second)]
    raised = [View(v.small, v.large, more, v.holds) for v, more in zip((first, second), larger)]  # noqa: B905
    before = pool(first, second, weight=weight, sharpness=1.3)
    after = pool(*raised, weight=weight, sharpness=1.3)
    assert (after.beyond >= before.beyond - 1e-12).all()
    assert after.median >= before.median
    assert (np.diff(before.beyond) <= 1e-12).all()
    assert (before.small + before.large <= 1.0 + 1e-9).all()


def test_without_weight_it_is_physics_and_with_all_weight_learning() -> None:
    physical, learned = view_of([0.1] * 5, [0.3] * 5), view_of([0.6] * 5, [0.8] * 5)
    assert pool(physical, learned, weight=0.0, sharpness=2.0) is physical
    whole = pool(physical, learned, weight=1.0, sharpness=1.0)
    assert whole.beyond == pytest.approx(learned.beyond)
    assert whole.small == pytest.approx(learned.small)


@given(st.lists(st.floats(0.0, 1.0), min_size=24, max_size=24))
@settings(max_examples=60)
def test_a_table_made_monotone_is_and_monotone_ones_stay(values: list[float]) -> None:
    table = np.array(values).reshape(2, 3, 4)
    weights = [np.ones(2), np.array([0.2, 1.0, 3.0]), np.ones(4)]
    made = monotone(table, [True, True, False], weights)
    for axis, up in enumerate((True, True, False)):
        steps = np.diff(made, axis=axis)
        assert ((steps >= -1e-12) if up else (steps <= 1e-12)).all()
    assert monotone(made, [True, True, False], weights) == pytest.approx(made)
    assert made.min() >= table.min() - 1e-12 and made.max() <= table.max() + 1e-12


def test_isotonic_regression_is_that_of_others() -> None:
    """Against scikit-learn's, which pools adjacent violators."""
    isotonic = pytest.importorskip("sklearn.isotonic")
    rng = np.random.default_rng(1)
    for _ in range(20):
        values, weights = rng.random(9), rng.uniform(0.1, 3.0, 9)
        theirs = isotonic.isotonic_regression(values, sample_weight=weights)
        assert monotone(values, [True], [weights]) == pytest.approx(theirs)


def test_log_odds_and_back() -> None:
    shares = np.array([0.2, 0.5, 0.97])
    assert expit(logit(shares)) == pytest.approx(shares)
