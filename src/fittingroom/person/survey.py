"""From survey rows to a `PersonPrior`."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from fittingroom.arrays import Floats, frozen
from fittingroom.person.person import Sex
from fittingroom.person.prior import AGE, PersonPrior
from fittingroom.person.terms import SURVEY_TERMS, TERMS
from fittingroom.units import MILLIMETRE

SURVEY_VARIABLES = (*SURVEY_TERMS, AGE)
"""Columns of what `survey_rows` gives."""

SURVEY_WEIGHT_UNIT = 0.1
"""ANSUR II's public files give `weightkg` in tenths of a kilogram [kg]."""

NOISE_SHARE = 0.3
"""Most of what other measurements can't explain of a reading that is put down to reading error.

The survey's public files repeat no measurement, so its reading error isn't known: it is taken as
our tape's, but never more than this share of the unexplained variance. From 0.45 up what is left
for the body itself is no longer a covariance (it has a negative eigenvalue).
"""


@dataclass(frozen=True, slots=True)
class Relation:
    """How a term the survey lacks follows from terms it has: linear in logarithms.

    Args:
        term: the term.
        constant: added to the sum.
        slopes: by term of the survey.
        residual_sd: standard deviation of what is left, of ln(value).
    """

    term: str
    constant: float
    slopes: Mapping[str, float]
    residual_sd: float


def survey_rows(lines: Iterable[str], sex: Sex) -> Floats:
    """Read an ANSUR II file.

    Args:
        lines: of the CSV file, header first.
        sex: whose file it is.

    Returns:
        Values in SI and age in years, shape (person, variable), columns `SURVEY_VARIABLES`.
    """
    people = [[_survey_value(row, name, sex) for name in SURVEY_VARIABLES]
              for row in csv.DictReader(lines)]  # fmt: skip
    return np.array(people, dtype=np.float64)


def _survey_value(row: Mapping[str, str], name: str, sex: Sex) -> float:
    if name == AGE:
        return float(row["Age"])
    term = TERMS[name]
    unit = SURVEY_WEIGHT_UNIT if term.kind == "mass" else MILLIMETRE
    return float(row[term.survey_column or ""]) * unit + term.survey_offset[sex]


def fit_prior(rows: Floats, relations: Iterable[Relation] = ()) -> PersonPrior:
    """Fit a prior to survey rows and add what only relations tell.

    Args:
        rows: of one sex, as `survey_rows` gives them.
        relations: terms the survey lacks.
    """
    logs = np.log(rows)
    covariance = np.cov(logs.T)
    unexplained = 1.0 / np.diag(np.linalg.inv(covariance))
    prior = PersonPrior(
        terms=SURVEY_VARIABLES,
        log_mean=frozen(logs.mean(axis=0)),
        log_covariance=frozen(covariance),
        log_noise=frozen(np.minimum(_tape_noise(rows), NOISE_SHARE * unexplained)),
        people=len(rows),
    )
    for relation in relations:
        prior = _with_relation(prior, relation)
    return prior


def _tape_noise(rows: Floats) -> Floats:
    """Return the variance of ln(value) that our default tape has, shape (variable,); 0 for age."""
    sds = [0.0 if name == AGE else TERMS[name].tape_sd for name in SURVEY_VARIABLES]
    return np.asarray((np.array(sds) / rows.mean(axis=0)) ** 2)


def _with_relation(prior: PersonPrior, relation: Relation) -> PersonPrior:
    """Add a variable that is linear in the others plus independent noise."""
    slopes = np.array([relation.slopes.get(name, 0.0) for name in prior.terms])
    across = prior.log_covariance @ slopes
    mean = float(slopes @ prior.log_mean) + relation.constant
    noise = min((TERMS[relation.term].tape_sd / np.exp(mean)) ** 2,
                NOISE_SHARE * relation.residual_sd**2)  # fmt: skip
    variance = float(slopes @ across) + relation.residual_sd**2
    return PersonPrior(
        terms=(*prior.terms, relation.term),
        log_mean=frozen(np.append(prior.log_mean, mean)),
        log_covariance=frozen(
            np.block([[prior.log_covariance, across[:, None]], [across[None, :], variance]])
        ),
        log_noise=frozen(np.append(prior.log_noise, noise)),
        people=prior.people,
    )
