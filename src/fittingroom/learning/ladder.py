"""What a learned model thinks of a garment's sizes along a ladder of bodies, made monotone.

A learned model may say anything: that a wearer with a larger bust needs a smaller size, because in
its rows a few did. Here it's asked about the average person of the same sex, height and age at each
of several body mass indices, and for each wish how close clothes should sit; what it says is made
monotone along both and along the sizes (`isotonic.monotone`), and read off at the rung where this
person's body stands. That rung rises with the body's measure at every zone.

So, whatever the model: with everything else equal, height too, a body at least as large round at
every zone, or a wish for more ease, never lowers the learned view's `View.beyond`. Pooled with the
physical view, which has the same property (Topkis, `fit.advice_odds`), with weights that depend on
neither body nor wish, `View.median` never becomes a smaller size. tests/learning/test_monotone.py
holds that for models that are noise.

What is lost: a model's opinion of a figure that is unlike the average at that size. Physics keeps
it, zone by zone, and what this person would say of a size (`View.small`, `View.large`) isn't read
off the ladder. docs/advice.md says what it costs.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from scipy.special import expit

from fittingroom.arrays import Floats
from fittingroom.fit.advice_ease import Comparison, expected_body
from fittingroom.learning.isotonic import monotone
from fittingroom.learning.model import FitModel
from fittingroom.learning.view import View, logit, view_of_words
from fittingroom.person.complete import complete
from fittingroom.person.completion import Completion
from fittingroom.person.person import Ease, Measurement, Measurements, Person, Sex
from fittingroom.person.terms import TERMS
from fittingroom.purchases.purchases import Columns, Purchases
from fittingroom.purchases.question import GIRTHS
from fittingroom.purchases.schema import FITS
from fittingroom.units import CENTIMETRE

RUNGS = (15.0, 17.0, 18.5, 20.0, 21.5, 23.0, 24.5, 26.5, 29.0, 32.0, 36.0, 42.0, 50.0)
"""Body mass indices [kg/m²]."""

COMMON, SPREAD = 24.5, 0.18
"""Middle and sd of ln of the body mass index of most people: rare rungs, where models guess,
mustn't bend the others."""

WISHES: tuple[Ease, ...] = ("close", "regular", "loose")
SMALL, LARGE = FITS.index("small"), FITS.index("large")


@dataclass(frozen=True, slots=True)
class Ladder:
    """What a model says of every size, by wish and rung, monotone.

    Args:
        at: how far round the body is at each rung, `girth_of`, rising [m], shape (rung,).
        small: probability of "small", shape (wish, rung, size).
        large: probability of "large".
        own: what it says of this very person, as it is, shape (size, outcome).
        evidence: outcomes kept of this wearer and of this garment that stand behind it.
    """

    at: Floats
    small: Floats
    large: Floats
    own: Floats
    evidence: tuple[float, float]

    def view(self, girth: float, ease: Ease, *, resolves: float) -> View:
        """Return the model's view of a body `girth` [m] round, for a wish.

        Which size is right is read off the ladder; what this person would say of each is the
        model's own word.
        """
        small, large = (
            self._read(table[WISHES.index(ease)], girth) for table in (self.small, self.large)
        )
        return view_of_words(self.own, small, large, resolves=resolves)

    def _read(self, table: Floats, girth: float) -> Floats:
        """Return a table's row at a girth, between two rungs by log-odds."""
        above = int(np.clip(np.searchsorted(self.at, girth), 1, len(self.at) - 1))
        low, high = self.at[above - 1], self.at[above]
        share = float(np.clip((girth - low) / max(high - low, 1e-9), 0.0, 1.0))
        return np.asarray(
            expit((1.0 - share) * logit(table[above - 1]) + share * logit(table[above]))
        )


def ask(model: FitModel, person: Person, sizes: Comparison, columns: Columns) -> Ladder:
    """Ask a model about one person and garment along the ladder, in one call.

    Args:
        model: any; its evidence is taken at the wearer's own rows.
        person: who.
        sizes: the garment's, compared.
        columns: the question as `question_columns` gives it; what isn't told there isn't told to
            the model.
    """
    rungs = _rungs(person)
    rows = Purchases(_rows(columns, rungs))
    said = model.probabilities(rows).reshape(len(WISHES), len(rungs), len(sizes.sizes), len(FITS))
    weights = [np.ones(len(WISHES)), _commonness(), np.ones(len(sizes.sizes))]
    asked = Purchases(columns)
    evidence = model.evidence(asked).mean(axis=0)
    return Ladder(
        at=np.array([girth_of(sizes, expected_body(rung, sizes.zones)) for rung in rungs]),
        small=monotone(said[..., SMALL], [True, True, False], weights),
        large=monotone(said[..., LARGE], [False, False, True], weights),
        own=model.probabilities(asked),
        evidence=(float(evidence[0]), float(evidence[1])),
    )


def girth_of(sizes: Comparison, body: Floats) -> Any:
    """Return how far round bodies are where the garment's fit is decided [m].

    Args:
        sizes: the garment.
        body: the measure at each zone [m], shape (…, zone).

    Returns:
        The mean by the zones' weights, shape (…).
    """
    weights = np.array([band.weight * band.decides * (band.around > 0.0) for band in sizes.bands])
    return body @ weights / weights.sum()


def _commonness() -> Floats:
    """Return how common bodies of each rung are, never nothing."""
    off = np.log(np.array(RUNGS) / COMMON) / SPREAD
    return np.asarray(np.exp(-0.5 * np.square(off)) + 1e-3)


def _rungs(person: Person) -> tuple[Completion, ...]:
    height = person.measurements["height"]
    return _average(person.sex, round(height.value, 3), person.age_years)


@lru_cache(maxsize=256)
def _average(sex: Sex, height: float, age: float | None) -> tuple[Completion, ...]:
    """Return the average person of a height [m] and age at each rung."""
    lightest, heaviest = TERMS["weight"].low, TERMS["weight"].high
    weights = np.clip(np.array(RUNGS) * height**2, lightest, heaviest)
    return tuple(
        complete(
            Person(
                sex,
                Measurements(
                    {
                        "height": Measurement(height, 0.001),
                        "weight": Measurement(float(weight), 0.5),
                    }
                ),
                age,
            )
        )
        for weight in weights
    )


def _rows(columns: Columns, rungs: tuple[Completion, ...]) -> dict[str, np.ndarray]:
    """Return the question's rows for every wish and rung: what was told there takes its value."""
    count = len(columns["size"])
    rows = {name: np.tile(column, len(WISHES) * len(rungs)) for name, column in columns.items()}
    for name, term, unit in (
        *((f"{girth}_cm", girth, CENTIMETRE) for girth in GIRTHS), ("weight_kg", "weight", 1.0)
    ):  # fmt: skip
        if not np.isnan(columns[name]).all():
            values = [rung.measurements[term].value / unit for rung in rungs]
            rows[name] = np.tile(np.repeat(values, count), len(WISHES))
    rows["ease"] = np.repeat(np.array(WISHES, object), len(rungs) * count)
    return rows
