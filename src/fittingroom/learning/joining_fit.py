"""`fit_joiner`: learn from purchases with outcomes how much the learned fit counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

from fittingroom.arrays import Floats, Ints
from fittingroom.errors import InvalidInput
from fittingroom.learning.joining import Joiner
from fittingroom.learning.saying import Saying
from fittingroom.learning.view import logit
from fittingroom.purchases.schema import FITS

FEWEST = 100  # purchases: seven constants can't be learned from fewer
WORDS = (4.0, 1.0, 2.0, 3.0)  # where the search for `Saying` starts
HISTORY = (0.2, 0.02, 1.0)  # and that for how outcomes count, and the sharpness
FLOOR, MOST = 1e-4, 50.0
PRIOR = 1e-3  # pulls towards the start, per purchase, so that what rows don't tell stays there


@dataclass(frozen=True, slots=True)
class Worn:
    """Purchases of which the outcome is known, as the joiner sees them.

    Args:
        whole: each draw's feeling of the size bought as a whole, shape (purchase, draw).
        tightest: the same at the tightest place.
        small: what the model says of it, shape (purchase,).
        large: the same.
        evidence: outcomes of the wearer and of the item, shape (purchase, 2).
        outcome: place in `FITS`, shape (purchase,).
    """

    whole: Floats
    tightest: Floats
    small: Floats
    large: Floats
    evidence: Floats
    outcome: Ints


def fit_joiner(worn: Worn, *, like: Joiner, source: str) -> Joiner:
    """Return the constants under which the outcomes were most probable.

    First those of words, for physics alone, since it speaks alone where there's no history; then
    how much history counts.

    Args:
        worn: purchases that the model never learned from.
        like: what outcomes don't tell is taken from it: `resolves` and `runs`.
        source: what they are, for the record.

    Raises:
        InvalidInput: too few.
    """
    if len(worn.outcome) < FEWEST:
        raise InvalidInput(
            f"{len(worn.outcome)} purchases are too few to learn the joining from: give {FEWEST}",
            field="rows", value=len(worn.outcome), allowed=f"at least {FEWEST}",
        )  # fmt: skip
    words = _search(WORDS, lambda found: physical_words(worn, Saying(*found)), worn.outcome)
    like = replace(like, saying=Saying(*words), source=source)
    history = _search(HISTORY, lambda found: joined_words(worn, _with(like, found)), worn.outcome)
    return _with(like, history)


def _search(
    start: tuple[float, ...], odds: Callable[[list[float]], Floats], outcome: Ints
) -> list[float]:
    """Return the constants under which what was said is most probable."""
    logs = np.log(start)

    def loss(tried: Floats) -> float:
        said = odds(np.exp(tried).tolist())[np.arange(len(outcome)), outcome]
        pull = PRIOR * float(np.square(tried - logs).sum())
        return -float(np.log(np.maximum(said, 1e-9)).mean()) + pull

    bounds = [(np.log(FLOOR), np.log(MOST))] * len(start)
    found = minimize(loss, logs, method="L-BFGS-B", bounds=bounds)
    return [round(float(constant), 4) for constant in np.exp(found.x)]


def _with(like: Joiner, history: list[float]) -> Joiner:
    wearer, item, sharpness = history
    return replace(like, wearer_counts=wearer, item_counts=item, sharpness=sharpness)


def physical_words(worn: Worn, saying: Saying) -> Floats:
    """Return P(small, fit, large) of physics alone, shape (purchase, 3)."""
    felt = saying.whole * worn.whole + saying.tightest * worn.tightest
    return words_of(saying.small(felt).mean(axis=1), saying.large(felt).mean(axis=1))


def joined_words(worn: Worn, joiner: Joiner) -> Floats:
    """Return P(small, fit, large) of both, shape (purchase, 3)."""
    physical = physical_words(worn, joiner.saying)
    counts = worn.evidence @ np.array([joiner.wearer_counts, joiner.item_counts])
    weight = counts / (1.0 + counts)

    def both(mine: Floats, theirs: Floats) -> Floats:
        return np.asarray(
            expit((1.0 - weight) * logit(mine) + weight * joiner.sharpness * logit(theirs))
        )

    small = both(physical[:, FITS.index("small")], worn.small)
    large = 1.0 - both(1.0 - physical[:, FITS.index("large")], 1.0 - worn.large)
    return words_of(small, large)


def words_of(small: Floats, large: Floats) -> Floats:
    """Return probabilities in the order of `FITS`."""
    return np.column_stack([small, np.maximum(1.0 - small - large, 1e-6), large])
