"""P(small, fit, large) from where a wearer stands against an article's size: an ordered logit.

With `place` the wearer's true size less the article's, and `gap` how much of a difference is still
called a fit, both in logits:

    P(small) = s(place - gap)     P(large) = s(-place - gap)     P(fit) = the rest,

with s the logistic function. Any three probabilities are some place and gap.

Source: McCullagh, Regression models for ordinal data, J. R. Statist. Soc. B 42 (1980).
"""

from __future__ import annotations

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.purchases.schema import FITS

SMALL, FIT, LARGE = (FITS.index(fit) for fit in ("small", "fit", "large"))
GAP_LEAST = 0.05  # logits: below it hardly anything fits, and the fit's logarithm runs away


def logistic(values: Floats) -> Floats:
    """Return 1 / (1 + exp(-values)) without overflow."""
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * values)))


def ordinal_probabilities(place: Floats, gap: Floats) -> Floats:
    """Return each row's probabilities in the order of `FITS`, shape (row, 3)."""
    wide = np.maximum(gap, GAP_LEAST)
    small, large = logistic(place - wide), logistic(-place - wide)
    return np.stack([small, 1.0 - small - large, large], axis=1)


def place_slopes(odds: Floats, outcomes: Ints) -> tuple[Floats, Floats]:
    """Return the slope of the log-likelihood in `place`, and its information, shape (row,)."""
    small, large = odds[:, SMALL], odds[:, LARGE]
    slope = np.select(
        [outcomes == SMALL, outcomes == LARGE], [1.0 - small, large - 1.0], large - small
    )
    return slope, small * (1.0 - small) + large * (1.0 - large)


def gap_slopes(odds: Floats, outcomes: Ints) -> tuple[Floats, Floats]:
    """Return the slope of the log-likelihood in `gap`, and its expected information."""
    small, fit, large = odds[:, SMALL], np.maximum(odds[:, FIT], 1e-6), odds[:, LARGE]
    moved = small * (1.0 - small) + large * (1.0 - large)
    slope = np.select(
        [outcomes == SMALL, outcomes == LARGE], [small - 1.0, large - 1.0], moved / fit
    )
    tails = small * np.square(1.0 - small) + large * np.square(1.0 - large)
    return slope, tails + np.square(moved) / fit
