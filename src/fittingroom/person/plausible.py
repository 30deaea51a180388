"""Sets of measurements that no body has: refuse them, naming the pair that conflicts most.

How big someone is may lie far outside the survey; how the parts go together may not. So height and
body mass index are left free (a plus size of the right proportions passes), and what remains is
held against the joint distribution of people.
"""

from __future__ import annotations

from itertools import permutations

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.errors import MeasurementError
from fittingroom.person.notes import body_mass_index
from fittingroom.person.person import Person
from fittingroom.person.prior import PersonPrior, shipped_prior
from fittingroom.person.terms import TERMS

EXCESS_LIMIT = 5.5
"""How far a set may lie beyond the typical distance √(told measurements) [sd].

The oddest of the survey's 4,866 people lies 2.8 beyond; hips of 130 cm at 40 kg lie 9 beyond.
"""

PAIR_LIMIT = 9.0
"""How far one measurement may lie from what another leads to expect [sd]. The survey's oddest: 6.4.

Told among many usual measurements a single absurd one can hide from the sum over all.
"""

FREE = (2.0, 4.0)  # how much looser height and body mass index are than in the survey [its sd]
TAIL = 10.0  # proportions spread more among the very heavy and thin: variance × (1 + bulk²/TAIL)

LEAST_BMI, GREATEST_BMI = 10.5, 80.0  # [kg/m²] about the least and greatest ever survived


def check_plausible(person: Person) -> None:
    """Refuse a set of measurements that no body has.

    Args:
        person: told measurements.

    Raises:
        MeasurementError: naming the conflicting pair and how many standard deviations off it is.
    """
    prior = shipped_prior(person.sex)
    told = tuple(term for term in person.measurements if term in prior.terms)
    index = body_mass_index(person)
    if index is not None and not LEAST_BMI <= index <= GREATEST_BMI:
        raise _conflict(person, prior, ("weight", "height"))
    if len(told) < 2:
        return
    pair = _worst_pair(person, prior, told)
    pair_off = abs(_pair(person, prior, pair)[0])
    if pair_off > PAIR_LIMIT or proportion_excess(person, prior) > EXCESS_LIMIT:
        raise _conflict(person, prior, pair)


def oddest_pair(person: Person) -> tuple[str, str] | None:
    """Return the measurement that goes least with another, and that other; None of fewer than two.

    Args:
        person: told measurements.
    """
    prior = shipped_prior(person.sex)
    told = tuple(term for term in person.measurements if term in prior.terms)
    return _worst_pair(person, prior, told) if len(told) > 1 else None


def proportion_excess(person: Person, prior: PersonPrior) -> float:
    """Return how much farther than typical the proportions lie from the survey's middle [sd].

    Mahalanobis distance with height and body mass index let loose, less its typical length.
    """
    told = tuple(term for term in person.measurements if term in prior.terms)
    off, covariance = _off(person, prior, told)
    sizes = _size_directions(prior)[prior.rows(told)]
    loose = covariance + (sizes * np.square(FREE)) @ sizes.T
    bulk = float(sizes[:, 1] @ np.linalg.solve(covariance, off))
    distance = float(off @ np.linalg.solve(loose, off)) / (1.0 + bulk**2 / TAIL)
    return float(np.sqrt(distance) - np.sqrt(len(told)))


def _size_directions(prior: PersonPrior) -> Floats:
    """Return how all move per sd of height and per sd of body mass index, shape (term, 2)."""
    of_size = np.zeros((len(prior.terms), 2))
    height, weight = prior.rows(("height", "weight"))
    of_size[height, 0] = 1.0
    of_size[[weight, height], 1] = 1.0, -2.0
    across = prior.log_covariance @ of_size
    return np.asarray(across / np.sqrt(np.einsum("is,is->s", of_size, across)))


def _off(person: Person, prior: PersonPrior, told: tuple[str, ...]) -> tuple[Floats, Floats]:
    """Return ln(told) minus its mean, and its covariance, the tape's excess noise included."""
    at = prior.rows(told)
    measured = [person.measurements[term] for term in told]
    noise = np.array([(m.sd / m.value) ** 2 for m in measured]) - prior.log_noise[at]
    off = np.log([m.value for m in measured]) - prior.log_mean[at]
    return off, prior.log_covariance[np.ix_(at, at)] + np.diag(np.maximum(noise, 0.0))


def _worst_pair(person: Person, prior: PersonPrior, told: tuple[str, ...]) -> tuple[str, str]:
    """Return (odd one, the other): the pair with the largest conditional distance."""
    return max(permutations(told, 2), key=lambda pair: abs(_pair(person, prior, pair)[0]))


def _pair(person: Person, prior: PersonPrior, pair: tuple[str, str]) -> tuple[float, float, float]:
    """Return the first of the pair given the second: distance [sd], expected value, its sd."""
    off, covariance = _off(person, prior, pair)
    slope = covariance[0, 1] / covariance[1, 1]
    sd = float(np.sqrt(covariance[0, 0] - slope * covariance[0, 1]))
    gap = float(off[0] - slope * off[1])
    expected = person.measurements[pair[0]].value / np.exp(gap)
    return gap / sd, float(expected), float(expected * sd)


def _conflict(person: Person, prior: PersonPrior, pair: tuple[str, str]) -> MeasurementError:
    odd, other = pair
    distance, expected, sd = _pair(person, prior, pair)
    told = {term: _shown(term, person.measurements[term].value) for term in pair}
    usual = f"{_shown(odd, expected - sd)} to {_shown(odd, expected + sd)}"
    return MeasurementError(
        f"{odd} {told[odd]} and {other} {told[other]} don't go together: where {other} is"
        f" {told[other]}, {odd} is about {_shown(odd, expected)} ({usual} for two people in"
        f" three), so {told[odd]} is {abs(distance):.0f} standard deviations off."
        " Check both and their units.",
        field=odd,
        value=f"{odd} {told[odd]}, {other} {told[other]}",
        allowed=f"{odd} around {_shown(odd, expected)} with {other} {told[other]}",
    )


def _shown(term: str, value: float) -> str:
    return f"{value:.3g} kg" if TERMS[term].kind == "mass" else f"{value * 100:.3g} cm"
