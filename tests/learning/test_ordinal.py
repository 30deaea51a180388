"""The ordered logit: by hand, and its slopes against differences."""

from __future__ import annotations

import numpy as np
import pytest

from fittingroom.learning.ordinal import (
    GAP_LEAST,
    gap_slopes,
    ordinal_probabilities,
    place_slopes,
)


def test_a_true_size_in_the_middle_by_hand() -> None:
    """With place 0 and gap ln 9 both tails are 1 / (1 + 9) = 0.1, by hand."""
    odds = ordinal_probabilities(np.array([0.0]), np.array([np.log(9.0)]))
    assert odds[0] == pytest.approx([0.1, 0.8, 0.1], abs=1e-12)


def test_a_larger_wearer_finds_it_small_by_hand() -> None:
    """With place ln 9 and gap ln 9, P(small) = 1/2 and P(large) = 1 / 82, by hand."""
    odds = ordinal_probabilities(np.array([np.log(9.0)]), np.array([np.log(9.0)]))
    assert odds[0] == pytest.approx([0.5, 0.5 - 1 / 82, 1 / 82], abs=1e-12)


def test_far_away_probabilities_stay_probabilities() -> None:
    places = np.linspace(-800.0, 800.0, 101)
    odds = ordinal_probabilities(places, np.full(101, -5.0))
    assert np.isfinite(odds).all() and (odds >= 0.0).all()
    assert odds.sum(axis=1) == pytest.approx(1.0)
    assert GAP_LEAST > 0.0


@pytest.mark.parametrize("outcome", [0, 1, 2])
@pytest.mark.parametrize("which", ["place", "gap"])
def test_slopes_are_those_of_the_log_likelihood(outcome: int, which: str) -> None:
    """Central differences of step 1e-5 are right to about 1e-9."""
    place, gap = np.array([-1.3, 0.2, 2.1]), np.array([0.7, 1.5, 2.5])

    def likelihood(step: float) -> np.ndarray:
        moved = (place + step, gap) if which == "place" else (place, gap + step)
        return np.log(ordinal_probabilities(*moved)[:, outcome])

    expected = (likelihood(1e-5) - likelihood(-1e-5)) / 2e-5
    slopes = place_slopes if which == "place" else gap_slopes
    found, information = slopes(ordinal_probabilities(place, gap), np.full(3, outcome))
    assert found == pytest.approx(expected, abs=1e-7)
    assert (information > 0.0).all()
