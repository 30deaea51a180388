"""`advise`: which size to buy, and why, without a drape."""

from __future__ import annotations

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.fit.advice_case import NONE_SUITS, Case, Turn
from fittingroom.fit.advice_chinese import chinese
from fittingroom.fit.advice_ease import Comparison, compare_sizes, expected_body, sampled_bodies
from fittingroom.fit.advice_english import english
from fittingroom.fit.advice_odds import TASTE_SHIFT, Odds, best_size, size_odds
from fittingroom.fit.report import SizeAdvice
from fittingroom.garment.garment import Garment
from fittingroom.person.complete import complete
from fittingroom.person.person import Ease, Person

DRAWS = 4000  # a probability of 0.5 is then true to ±0.008 (one sd)
SEED = 20140015  # equal people get equal advice; the number of the survey's report

TURN_DRAWS = 1000
TURN_STEP, TURN_STEPS = 0.01, 10  # how far and how finely a change of mind is looked for [m]


def advise(person: Person, garment: Garment) -> SizeAdvice:
    """Advise a size.

    Every zone's finished measure is compared with the body's, the tape's uncertainty and that of
    completed measurements included, and with the ease the style and the person want.

    Args:
        person: who; preferences count.
        garment: what, with all its sizes.

    Returns:
        The size most likely to be the right one, each size's probability of being right (what is
        missing to 1 is the probability that none suits), and the reasons.

    Raises:
        MeasurementError: a person that can't be.
        SizeChartError: a size that can't be cut.

    Example:
        >>> from fittingroom.garment.catalogue import catalogue
        >>> from fittingroom.person.reading import read_person
        >>> person = read_person({"sex": "male", "height_cm": 178, "chest_girth_cm": 98})
        >>> advise(person, catalogue["classic-tee"]).recommended
        'M'
    """
    completion = complete(person)
    sizes = compare_sizes(garment)
    rng = np.random.default_rng(SEED)
    tastes = rng.standard_normal(DRAWS)
    bodies = sampled_bodies(completion, sizes.zones, rng, DRAWS)
    ease = person.preferences.ease
    odds = size_odds(sizes, bodies, tastes, ease)
    decisive = _decisive_zone(sizes, odds)
    case = Case(
        person=person,
        sizes=sizes,
        odds=odds,
        body=expected_body(completion, sizes.zones),
        body_sd=bodies.std(axis=0),
        decisive=decisive,
        turns=_turns(sizes, bodies[:TURN_DRAWS], tastes[:TURN_DRAWS], ease, decisive, odds),
        wishes={
            wish: odds.best if wish == ease else best_size(sizes, bodies, tastes, wish)
            for wish in TASTE_SHIFT
        },
    )
    return SizeAdvice(
        recommended=sizes.sizes[odds.best],
        probability=dict(zip(sizes.sizes, odds.suits.tolist(), strict=True)),
        because={"en": english(case), "zh": chinese(case)},
    )


def _decisive_zone(sizes: Comparison, odds: Odds) -> int:
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


def _turns(
    sizes: Comparison, bodies: Floats, tastes: Floats, ease: Ease, zone: int, odds: Odds
) -> tuple[Turn, ...]:
    """Return the nearest changes of one body measure that would change the advice, each way."""
    best = best_size(sizes, bodies, tastes, ease)
    if best != odds.best:  # a tie: these draws lean the other way already
        return ()
    turns = []
    for sign in (1.0, -1.0):
        for step in range(1, TURN_STEPS + 1):
            moved = bodies.copy()
            moved[:, zone] += sign * step * TURN_STEP
            size = best_size(sizes, moved, tastes, ease)
            if size != best:
                turns.append(Turn(sign * step * TURN_STEP, size))
                break
    return tuple(turns)
