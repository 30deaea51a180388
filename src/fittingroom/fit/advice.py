"""`advise`: which size to buy, and why, without a drape."""

from __future__ import annotations

from fittingroom.arrays import Floats
from fittingroom.fit.advice_case import Case, Turn
from fittingroom.fit.advice_chinese import chinese
from fittingroom.fit.advice_ease import Comparison, compare_sizes
from fittingroom.fit.advice_english import english
from fittingroom.fit.advice_odds import TASTE_SHIFT, Odds, best_size, size_odds
from fittingroom.fit.advice_study import decisive_zone, study
from fittingroom.fit.report import SizeAdvice
from fittingroom.garment.garment import Garment
from fittingroom.person.person import Ease, Person

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
    seen = study(person, compare_sizes(garment))
    sizes, bodies, tastes = seen.sizes, seen.bodies, seen.tastes
    odds = size_odds(sizes, bodies, tastes, seen.ease)
    decisive = decisive_zone(sizes, odds)
    case = Case(
        person=person,
        sizes=sizes,
        odds=odds,
        body=seen.body,
        body_sd=bodies.std(axis=0),
        decisive=decisive,
        turns=_turns(sizes, bodies[:TURN_DRAWS], tastes[:TURN_DRAWS], seen.ease, decisive, odds),
        wishes={
            wish: odds.best if wish == seen.ease else best_size(sizes, bodies, tastes, wish)
            for wish in TASTE_SHIFT
        },
    )
    return SizeAdvice(
        recommended=sizes.sizes[odds.best],
        probability=dict(zip(sizes.sizes, odds.suits.tolist(), strict=True)),
        because={"en": english(case), "zh": chinese(case)},
    )


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
