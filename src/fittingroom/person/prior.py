"""`PersonPrior`: how the measurements of grown people vary together, per sex.

Logarithms of all measurements, and of age, are taken as jointly normal. Measured on people left
out of the fit this holds 90 % intervals to 88–92 % of truths (docs/person.md); raw millimetres do
worse for heavy people, because spread grows with size.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from fittingroom.arrays import Floats, frozen
from fittingroom.person.person import Sex

AGE = "age"
"""Name of age [years] among the prior's variables."""


@dataclass(frozen=True, slots=True)
class PersonPrior:
    """A joint normal distribution of logarithms of measurements, for one sex.

    Args:
        terms: the variables: terms of `TERMS` and `AGE`.
        log_mean: mean of ln(value in SI), shape (term,).
        log_covariance: covariance of the survey's readings, shape (term, term).
        log_noise: variance of the survey's own reading errors, part of the covariance's
            diagonal, shape (term,).
        people: how many people it was fitted on.
    """

    terms: tuple[str, ...]
    log_mean: Floats
    log_covariance: Floats
    log_noise: Floats
    people: int

    def __post_init__(self) -> None:
        for name in ("log_mean", "log_covariance", "log_noise"):
            object.__setattr__(self, name, frozen(getattr(self, name)))

    def rows(self, terms: tuple[str, ...]) -> list[int]:
        """Return the positions of `terms` among the variables."""
        return [self.terms.index(term) for term in terms]


@cache
def shipped_prior(sex: Sex) -> PersonPrior:
    """Return the prior that ships with the package.

    Args:
        sex: whose.

    Source: ANSUR II (public domain), fitted by scripts/fit_person_prior.py; the file states it.
    """
    text = files("fittingroom.person").joinpath("data/person_prior.json").read_text("utf-8")
    return prior_from_plain(json.loads(text)["priors"][sex])


def prior_from_plain(plain: Mapping[str, object]) -> PersonPrior:
    """Make a prior of what `prior_as_plain` gave."""
    return PersonPrior(
        terms=tuple(plain["terms"]),  # type: ignore[arg-type]
        log_mean=frozen(plain["log_mean"]),  # type: ignore[arg-type]
        log_covariance=frozen(plain["log_covariance"]),  # type: ignore[arg-type]
        log_noise=frozen(plain["log_noise"]),  # type: ignore[arg-type]
        people=int(plain["people"]),  # type: ignore[call-overload]
    )


def prior_as_plain(prior: PersonPrior) -> dict[str, object]:
    """Return `prior` as lists and numbers, rounded to what sampling can tell apart."""
    return {
        "terms": list(prior.terms),
        "people": prior.people,
        "log_mean": [round(float(v), 7) for v in prior.log_mean],
        "log_noise": [round(float(v), 9) for v in prior.log_noise],
        "log_covariance": [[round(float(v), 9) for v in row] for row in prior.log_covariance],
    }
