"""`adapt_fit`: one shop's few hundred rows on top of a model that stays as it is.

The base model is frozen; what is learned is an ordered logit that starts where the base ends:

    place' = base place + a few weights of size and body + item + item at that size + category
    gap'   = base gap + all + item

A deviate that few rows speak of stays near 0, where the base's answer is; how near is chosen by
cross-validation on the shop's rows.

Source: Houlsby et al., Parameter-efficient transfer learning, ICML 2019 (adapters on a frozen
base); Ben Zaken et al., BitFit, ACL 2022 (biases alone).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.learning.feature_learning import bare_features
from fittingroom.learning.features import Features
from fittingroom.learning.history import learn_history
from fittingroom.learning.learned import LearnedFit
from fittingroom.learning.ordinal import GAP_LEAST, SMALL, ordinal_probabilities
from fittingroom.learning.rows import read_rows
from fittingroom.learning.training import with_outcomes
from fittingroom.learning.true_sizes import Effect, Seen, TrueSizes, fit_true_sizes
from fittingroom.purchases.purchases import Purchases
from fittingroom.purchases.schema import FITS

ADAPTED: tuple[Effect, ...] = (
    Effect("all_gap", "all", "gap", 0.2),
    Effect("item", "item", "place", 0.5),
    Effect("item_size", "item_size", "place", 0.1),
    Effect("category", "category", "place", 0.3),
    Effect("brand", "brand", "place", 0.3),
    Effect("size", "size", "place", 0.1),
    Effect("user", "user", "place", 0.2),
    Effect("item_gap", "item", "gap", 0.1),
)
RIDGE = 20.0  # rows: a few hundred must speak clearly to move a weight of all
LOG_ODDS_MOST = 8.0
STRENGTHS = (0.02, 0.1, 0.3, 1.0)
FOLDS = 5  # of the shop's rows, to choose the strength


@dataclass(frozen=True, slots=True)
class AdaptedFit:
    """A `FitModel`: a frozen base and one shop's adapter.

    Args:
        base: the model under it.
        features: what turns the shop's rows into the adapter's columns.
        adapter: what was learned of the shop.
        rows: how many outcomes it was learned from.
        strength: how far from the base the shop's own rows were let lead, of `STRENGTHS`.
    """

    base: LearnedFit
    features: Features
    adapter: TrueSizes
    rows: int
    strength: float = 1.0

    def probabilities(self, purchases: Purchases) -> Floats:
        """Return each row's probabilities, in the order of `FITS`, shape (row, 3)."""
        if len(purchases) == 0:
            return np.zeros((0, len(FITS)))
        parts = self.adapter.parts(_seen(self.base, self.features, purchases))
        return ordinal_probabilities(parts["place"], parts["gap"])

    def evidence(self, purchases: Purchases) -> Floats:
        """Return how many outcomes of this wearer and item the base and the shop know."""
        places = self.features.places(read_rows(purchases))
        own = self.features.history.counts(places, ("user", "item"))
        return self.base.evidence(purchases) + own


def adapt_fit(model: LearnedFit, purchases: Purchases) -> AdaptedFit:
    """Learn one shop's adapter.

    Args:
        model: the base, which doesn't change.
        purchases: the shop's own rows, a few hundred do.

    Raises:
        InvalidInput: hardly any row has an outcome.
    """
    rows = with_outcomes(purchases, "data")
    read, outcomes = read_rows(rows), rows.outcomes()
    features = bare_features(read, outcomes, model.features.secret)
    features = replace(features, expecting=model.features.expecting, size=model.features.size)
    seen = _seen(model, features, rows)
    strength = _best_strength(seen, outcomes, features)
    adapter = _fit(seen, outcomes, np.ones(len(rows)), features, strength)
    told = features.read(read)
    history, _ = learn_history(seen.places, told.numbers, outcomes, np.zeros(len(rows), np.int64))
    return AdaptedFit(model, replace(features, history=history), adapter, len(rows), strength)


def _best_strength(seen: Seen, outcomes: Ints, features: Features) -> float:
    """Return the strength under which left-out rows of the shop are likeliest."""
    folds = np.random.default_rng(0).permutation(len(outcomes)) % FOLDS
    losses = []
    for strength in STRENGTHS:
        odds = np.zeros((len(outcomes), len(FITS)))
        for fold in range(FOLDS):
            fitted = _fit(seen, outcomes, (folds != fold).astype(np.float64), features, strength)
            parts = fitted.parts(seen)
            odds[folds == fold] = ordinal_probabilities(parts["place"], parts["gap"])[folds == fold]
        told = odds[np.arange(len(outcomes)), outcomes]
        losses.append(float(-np.log(np.maximum(told, 1e-12)).mean()))
    return STRENGTHS[int(np.argmin(losses))]


def _fit(
    seen: Seen, outcomes: Ints, rows: Floats, features: Features, strength: float
) -> TrueSizes:
    effects = [replace(effect, variance=effect.variance * strength) for effect in ADAPTED]
    ridge = RIDGE / strength
    return fit_true_sizes(seen, outcomes, rows, features.members, effects=effects, ridge=ridge)


def _seen(base: LearnedFit, features: Features, purchases: Purchases) -> Seen:
    """Return what the adapter reads: few columns, and where the base ends."""
    read = features.read(read_rows(purchases))
    place, gap = place_and_gap(base.probabilities(purchases))
    standard = read.standard
    design = np.stack(
        [np.ones(len(place)), place, standard["relative"], standard["size"], standard["height_cm"],
         standard["bmi"], standard["bust_cm"]], axis=1,
    )  # fmt: skip
    return Seen(design, read.seen.places, standard, (place, gap))


def place_and_gap(odds: Floats) -> tuple[Floats, Floats]:
    """Return the place and the gap that these probabilities are of, in logits."""
    small, large = (_log_odds(odds[:, code]) for code in (SMALL, len(FITS) - 1))
    return 0.5 * (small - large), np.maximum(-0.5 * (small + large), GAP_LEAST)


def _log_odds(share: Floats) -> Floats:
    safe = np.clip(share, 1e-9, 1.0 - 1e-9)
    return np.clip(np.log(safe / (1.0 - safe)), -LOG_ODDS_MOST, LOG_ODDS_MOST)
