"""`Study`: one person's possible bodies and tastes before one garment's sizes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.fit.advice_case import NONE_SUITS
from fittingroom.fit.advice_ease import (
    Comparison,
    at_zones,
    expected_body,
    sampled_terms,
    terms_of,
)
from fittingroom.fit.advice_odds import Odds
from fittingroom.person.complete import complete
from fittingroom.person.completion import Completion
from fittingroom.person.person import Ease, Person

DRAWS = 4000  # a probability of 0.5 is then true to ±0.008 (one sd)
SEED = 20140015  # equal people get equal advice; the number of the survey's report


@dataclass(frozen=True, slots=True)
class Study:
    """What is drawn for one advice.

    Args:
        person: who.
        sizes: the garment.
        completion: what is known of the person.
        terms: the body's terms that were drawn.
        drawn: by draw [m], shape (draw, term).
        bodies: the measure at each zone [m], shape (draw, zone).
        tastes: how much looser than others of the same wish, shape (draw,).
        body: the body at each zone, as told, else as completed [m], shape (zone,).
    """

    person: Person
    sizes: Comparison
    completion: Completion
    terms: tuple[str, ...]
    drawn: Floats
    bodies: Floats
    tastes: Floats
    body: Floats

    @property
    def ease(self) -> Ease:
        """The wish."""
        return self.person.preferences.ease


def study(person: Person, sizes: Comparison, *, draws: int = DRAWS) -> Study:
    """Draw the bodies that a person may have and the tastes.

    Raises:
        MeasurementError: a person that can't be.
    """
    completion = complete(person)
    rng = np.random.default_rng(SEED)
    tastes = rng.standard_normal(draws)
    terms = terms_of(sizes.zones)
    drawn = sampled_terms(completion, terms, rng, draws)
    return Study(
        person=person,
        sizes=sizes,
        completion=completion,
        terms=tuple(terms),
        drawn=drawn,
        bodies=at_zones(drawn, sizes.zones, terms),
        tastes=tastes,
        body=expected_body(completion, sizes.zones),
    )


def decisive_zone(sizes: Comparison, odds: Odds) -> int:
    """Return the zone that speaks loudest for the best size against the next one.

    Where no size suits it is the zone that loses most. Only zones that decide and weigh at least
    half of the heaviest count: nobody buys a T-shirt by its waist.
    """
    weights = np.array([band.weight * band.decides for band in sizes.bands])
    against = np.zeros(len(weights))
    if odds.runner_up is not None and odds.suits.sum() >= NONE_SUITS:
        against = odds.loss[odds.runner_up]
    gain = np.abs(against - odds.loss[odds.best])
    return int(np.argmax(np.where(weights >= 0.5 * weights.max(), gain, -np.inf)))
