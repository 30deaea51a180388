"""`complete`: fill in what was not measured, with its uncertainty."""

from __future__ import annotations

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.person.completion import Completion
from fittingroom.person.limits import check_person
from fittingroom.person.notes import survey_notes
from fittingroom.person.person import Measurement, Measurements, Person
from fittingroom.person.prior import AGE, PersonPrior, shipped_prior
from fittingroom.person.terms import TERMS

SURVEY_AGES = (17.0, 58.0)
"""Youngest and oldest in the survey [years]; other ages count as the nearer of the two."""


def complete(person: Person, *, prior: PersonPrior | None = None) -> Completion:
    """Fill in every measurement that was not told, by the joint distribution of people.

    The body's true measurements are jointly log-normal; a told value is the body plus the tape's
    error (its `sd`). Age counts where told.

    Args:
        person: with height at least.
        prior: how people vary; the shipped one where None.

    Returns:
        Every term with mean, spread and their covariance.

    Raises:
        MeasurementError: a measurement that can't be.

    Example:
        >>> from fittingroom.person.reading import read_person
        >>> completion = complete(read_person({"sex": "female", "height_cm": 168}))
        >>> round(completion.measurements["inside_leg_length"].value, 2)
        0.81
    """
    check_person(person)
    prior = prior or shipped_prior(person.sex)
    told = tuple(term for term in person.measurements if term in prior.terms)
    mean, covariance = _condition(prior, told, person)
    terms = tuple(term for term in TERMS if term in prior.terms)
    at = prior.rows(terms)
    bare = Completion(person, person.measurements, terms, mean[at], covariance[np.ix_(at, at)], {})
    return Completion(
        person=person,
        measurements=_all_measurements(bare),
        terms=terms,
        log_mean=bare.log_mean,
        log_covariance=bare.log_covariance,
        notes=survey_notes(person),
    )


def _condition(prior: PersonPrior, told: tuple[str, ...], person: Person) -> tuple[Floats, Floats]:
    """Return mean and covariance of ln(value) of all variables, given what was told."""
    given = told if person.age_years is None else (*told, AGE)
    at = prior.rows(given)
    readings, noise = _readings(told, person)
    floor = prior.log_noise[at]
    body = prior.log_covariance - np.diag(prior.log_noise)
    seen = body[np.ix_(at, at)] + np.diag(np.maximum(noise, floor))
    gain = np.linalg.solve(seen, body[at]).T
    mean = prior.log_mean + gain @ (readings - prior.log_mean[at])
    covariance = body - gain @ body[at]
    unread = np.array([0.0 if term in given else 1.0 for term in prior.terms])
    covariance = covariance + np.diag(unread * prior.log_noise)
    # A tape sharper than the survey's says more of its own girth, but nothing more of the others,
    # which the survey ties to its own readings: without this 90 % intervals hold only 80 %.
    sharper = np.ones(len(prior.terms))
    sharper[at] = np.sqrt(np.divide(noise, floor, out=np.ones_like(noise), where=noise < floor))
    mean[at] = readings + sharper[at] * (mean[at] - readings)
    covariance = covariance * np.outer(sharper, sharper)
    return mean, 0.5 * (covariance + covariance.T)


def _readings(told: tuple[str, ...], person: Person) -> tuple[Floats, Floats]:
    """Return ln(value) and its variance of what was told, age last where told."""
    measured = [person.measurements[term] for term in told]
    logs = [np.log(m.value) for m in measured]
    noise = [(m.sd / m.value) ** 2 for m in measured]
    if person.age_years is not None:
        logs.append(np.log(np.clip(person.age_years, *SURVEY_AGES)))
        noise.append(0.0)
    return np.array(logs), np.array(noise)


def _all_measurements(completion: Completion) -> Measurements:
    told = completion.person.measurements
    return Measurements(
        {
            term: told[term]
            if term in told
            else Measurement(completion.mean(term), completion.sd(term), "estimated")
            for term in completion.terms
        }
    )
