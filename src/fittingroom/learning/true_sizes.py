"""True sizes: an ordered logit of mixed effects, its wearers and items shrunk to what is known.

    place = b x(body, size) + wearer + item + item at that size + … + item's slopes in the body
    gap   = easy-going wearer + forgiving item + …

A wearer seen once moves little from what her body says, a wearer seen fifty times speaks for
herself: each effect is a normal deviate whose variance is set below. Fitted by Newton steps, one
effect after another (penalised quasi-likelihood).

Source: Sembium, Rastogi, Saroop, Merugu, Recommending product sizes to customers, RecSys 2017 (true
sizes as latent variables); Breslow & Clayton, Approximate inference in generalized linear mixed
models, JASA 88 (1993).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from fittingroom.arrays import Floats, Ints, frozen
from fittingroom.learning.keys import Places
from fittingroom.learning.ordinal import GAP_LEAST, gap_slopes, ordinal_probabilities, place_slopes

SWEEPS = 12
STEP_MOST = 2.0  # logits a step: a first Newton step from nothing overshoots
RIDGE = 1.0
GAP_FIRST = 2.0  # logits, where the fit starts: 12 % small and 12 % large


@dataclass(frozen=True, slots=True)
class Effect:
    """One family of deviates.

    Args:
        name: of the feature it makes.
        group: whose deviate.
        on: what it moves.
        variance: of the deviates, logits squared; by trying on RentTheRunWay, see docs/learning.md.
        times: the number it's multiplied by; None: by 1.
    """

    name: str
    group: str
    on: Literal["place", "gap"]
    variance: float
    times: str | None = None


EFFECTS: tuple[Effect, ...] = (
    Effect("all_gap", "all", "gap", 100.0),
    Effect("user", "user", "place", 0.4),
    Effect("item", "item", "place", 2.4),
    Effect("category", "category", "place", 0.5),
    Effect("brand", "brand", "place", 0.5),
    Effect("style", "style", "place", 0.5),
    Effect("body_type", "body_type", "place", 0.02),
    Effect("item_size", "item_size", "place", 0.12),
    Effect("user_category", "user_category", "place", 0.18),
    Effect("category_size", "category_size", "place", 0.07),
    Effect("user_size", "user_size", "place", 0.09),
    Effect("user_gap", "user", "gap", 0.4),
    Effect("item_gap", "item", "gap", 0.12),
    Effect("category_gap", "category", "gap", 0.04),
    Effect("size", "size", "place", 0.5),
    Effect("size_gap", "size", "gap", 0.2),
    Effect("size_height", "size", "place", 0.2, "height_cm"),
    Effect("size_relative", "size", "place", 0.2, "relative"),
    Effect("size_bust", "size", "place", 0.2, "bust_cm"),
    Effect("category_height", "category", "place", 0.2, "height_cm"),
    Effect("category_relative", "category", "place", 0.2, "relative"),
    Effect("category_bust", "category", "place", 0.2, "bust_cm"),
    Effect("category_bmi", "category", "place", 0.2, "bmi"),
    Effect("category_cup", "category", "place", 0.2, "cup"),
    Effect("category_relative_gap", "category", "gap", 0.2, "relative"),
    Effect("item_size_gap", "item_size", "gap", 0.07),
    Effect("user_category_gap", "user_category", "gap", 0.09),
    Effect("item_relative", "item", "place", 0.04, "relative"),
    Effect("item_bust", "item", "place", 0.04, "bust_cm"),
    Effect("item_height", "item", "place", 0.04, "height_cm"),
    Effect("item_bmi", "item", "place", 0.04, "bmi"),
    Effect("item_cup", "item", "place", 0.04, "cup"),
    Effect("item_waist", "item", "place", 0.04, "waist_girth_cm"),
    Effect("item_hip", "item", "place", 0.04, "hip_girth_cm"),
    Effect("item_relative_gap", "item", "gap", 0.03, "relative"),
    Effect("user_relative", "user", "place", 0.08, "relative"),
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the model reads of some rows.

    Args:
        design: fixed columns, the first is 1, shape (row, column).
        places: of each row in each group, -1 where it's unknown.
        times: the numbers that effects are multiplied by, 0 where unknown.
        base: the place and the gap that another model gave, to start from; None: 0 and 0.
    """

    design: Floats
    places: Mapping[str, Ints]
    times: Mapping[str, Floats]
    base: tuple[Floats, Floats] | None = None

    def start(self, fixed: Floats) -> tuple[Floats, Floats]:
        """Return place and gap before any deviate."""
        place, gap = self.base or (0.0, np.zeros(len(self.design)))
        return self.design @ fixed + place, gap + 0.0


@dataclass(frozen=True, slots=True)
class TrueSizes:
    """The fitted model.

    Args:
        fixed: weights of the design, shape (column,).
        effects: which families there are.
        deviates: one array a family, one value a group member.
        information: the same shapes: how much is known of each (its inverse is the variance).
    """

    fixed: Floats
    effects: tuple[Effect, ...]
    deviates: tuple[Floats, ...]
    information: tuple[Floats, ...]

    def parts(self, seen: Seen) -> dict[str, Floats]:
        """Return each effect on each row, the sums `place` and `gap`, and what is known."""
        place, gap = seen.start(self.fixed)
        found = {"fixed": place.copy()}
        for effect, deviates in zip(self.effects, self.deviates, strict=True):
            moved = _spread(deviates, seen.places[effect.group])
            if effect.times is not None:
                moved = moved * seen.times[effect.times]
            found[effect.name] = moved
            if effect.on == "place":
                place = place + moved
            else:
                gap = gap + moved
        return found | {"place": place, "gap": np.maximum(gap, GAP_LEAST)}

    def probabilities(self, seen: Seen) -> Floats:
        """Return P(small, fit, large) of each row, shape (row, 3)."""
        parts = self.parts(seen)
        return ordinal_probabilities(parts["place"], parts["gap"])

    def known(self, name: str, seen: Seen) -> Floats:
        """Return how much is known of an effect for each row, 0 for whom it's new."""
        which = [effect.name for effect in self.effects].index(name)
        return _spread(self.information[which], seen.places[self.effects[which].group])


def _spread(values: Floats, places: Ints) -> Floats:
    if len(values) == 0:
        return np.zeros(len(places))
    return np.where(places >= 0, values[places], 0.0)


class _Fitting:
    """The state of a fit: what moves while the deviates are learned."""

    def __init__(
        self, seen: Seen, outcomes: Ints, rows: Floats, fixed: Floats, ridge: float
    ) -> None:
        self.seen, self.outcomes, self.rows = seen, outcomes, rows
        self.fixed, self.ridge = fixed, ridge
        self.place, self.gap = seen.start(fixed)

    def learn_fixed(self) -> None:
        odds = ordinal_probabilities(self.place, self.gap)
        slope, information = place_slopes(odds, self.outcomes)
        design = self.seen.design
        gram = (design.T * (information * self.rows)) @ design
        gram = gram + self.ridge * np.eye(design.shape[1])
        step = np.linalg.solve(gram, design.T @ (slope * self.rows) - self.ridge * self.fixed)
        self.fixed = self.fixed + step
        self.place = self.place + design @ step

    def learn(self, effect: Effect, deviates: Floats) -> tuple[Floats, Floats]:
        odds = ordinal_probabilities(self.place, self.gap)
        slopes = place_slopes if effect.on == "place" else gap_slopes
        slope, information = slopes(odds, self.outcomes)
        times = 1.0 if effect.times is None else self.seen.times[effect.times]
        places, count = self.seen.places[effect.group], len(deviates)
        bins = np.where(places >= 0, places, count)
        pull = np.bincount(bins, slope * self.rows * times, count + 1)[:count]
        known = np.bincount(bins, information * self.rows * np.square(times), count + 1)[:count]
        step = (pull - deviates / effect.variance) / (known + 1.0 / effect.variance)
        step = np.clip(step, -STEP_MOST, STEP_MOST)
        moved = _spread(step, places) * times
        if effect.on == "place":
            self.place = self.place + moved
        else:
            self.gap = self.gap + moved
        return deviates + step, np.asarray(known, np.float64)


def fit_true_sizes(
    seen: Seen,
    outcomes: Ints,
    rows: Floats,
    groups: Mapping[str, Places],
    *,
    start: TrueSizes | None = None,
    effects: Sequence[Effect] = EFFECTS,
    sweeps: int = SWEEPS,
    ridge: float = RIDGE,
) -> TrueSizes:
    """Fit the model.

    Args:
        seen: the rows.
        outcomes: their outcomes' places in `FITS`.
        rows: the weight of each row, 0 for those that mustn't be learned from.
        groups: the members of each group.
        start: a model whose fixed weights are kept as they are; None: they are learned.
        effects: the families.
        sweeps: how often over all families.
        ridge: how firmly the fixed weights are held at 0, in rows.
    """
    fixed = np.zeros(seen.design.shape[1]) if start is None else start.fixed
    state = _Fitting(seen, outcomes, rows, fixed, ridge)
    chosen = tuple(e for e in effects if e.group in groups and (not e.times or _any(seen, e.times)))
    deviates = [np.zeros(len(groups[effect.group].keys)) for effect in chosen]
    if seen.base is None:  # `all_gap`, the first family
        deviates[0] = np.full(1, GAP_FIRST)
        state.gap = state.gap + GAP_FIRST
    known = [np.zeros(len(values)) for values in deviates]
    for sweep in range(sweeps):
        if start is None and sweep % 2 == 0:
            state.learn_fixed()
        for which, effect in enumerate(chosen):
            deviates[which], known[which] = state.learn(effect, deviates[which])
    return TrueSizes(
        frozen(state.fixed), chosen, tuple(frozen(d) for d in deviates),
        tuple(frozen(k) for k in known),
    )  # fmt: skip


def _any(seen: Seen, times: str) -> bool:
    return bool(np.any(seen.times[times]))
