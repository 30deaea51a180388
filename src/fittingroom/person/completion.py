"""`Completion`: all measurements of one person, told and completed, with their joint spread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from fittingroom.arrays import Floats, frozen
from fittingroom.person.person import Measurements, Person

JITTER = 1e-10  # added to the variance of ln(value): 0.01 mm on a metre, against rounding


@dataclass(frozen=True, slots=True)
class Completion:
    """What is known of one person's measurements after conditioning on those told.

    The logarithms of all measurements are jointly normal. For a term that was told, the
    distribution is that of the body itself, given the tape's reading and everything else told; for
    a completed term it is that of what a survey's tape would read.

    Args:
        person: whose.
        measurements: every term: told ones as they were told, the others completed
            (source "estimated").
        terms: the variables.
        log_mean: mean of ln(value), shape (term,).
        log_covariance: its covariance, shape (term, term).
        notes: where the survey ends for this person, by language ("en", "zh").
    """

    person: Person
    measurements: Measurements
    terms: tuple[str, ...]
    log_mean: Floats
    log_covariance: Floats
    notes: dict[str, tuple[str, ...]]

    def __post_init__(self) -> None:
        for name in ("log_mean", "log_covariance"):
            object.__setattr__(self, name, frozen(getattr(self, name)))

    def mean(self, term: str) -> float:
        """Return the mean of `term` [m] or [kg]."""
        at = self.terms.index(term)
        return float(np.exp(self.log_mean[at] + 0.5 * self.log_covariance[at, at]))

    def sd(self, term: str) -> float:
        """Return the standard deviation of `term` [m] or [kg]."""
        return float(np.sqrt(self.covariance([term])[0, 0]))

    def interval(self, term: str, share: float = 0.9) -> tuple[float, float]:
        """Return the bounds between which `term` lies with probability `share` [m] or [kg]."""
        at = self.terms.index(term)
        reach = NormalDist().inv_cdf(0.5 + 0.5 * share) * float(
            np.sqrt(self.log_covariance[at, at])
        )
        middle = float(self.log_mean[at])
        return float(np.exp(middle - reach)), float(np.exp(middle + reach))

    def covariance(self, terms: Sequence[str]) -> Floats:
        """Return the covariance of `terms` in SI units, shape (term, term)."""
        means = np.array([self.mean(term) for term in terms])
        logs = self.log_covariance[np.ix_(*[[self.terms.index(t) for t in terms]] * 2)]
        return np.asarray(np.outer(means, means) * np.expm1(logs))

    def sample(self, rng: np.random.Generator, count: int, terms: Sequence[str]) -> Floats:
        """Draw bodies that fit what is known.

        Args:
            rng: source of chance.
            count: how many.
            terms: which measurements.

        Returns:
            [m] or [kg], shape (count, term).
        """
        at = [self.terms.index(term) for term in terms]
        # a Cholesky factor moves smoothly with the person, eigenvectors may swap or flip: equal
        # chance then gives nearly equal bodies to nearly equal people
        factor = np.linalg.cholesky(self.log_covariance[np.ix_(at, at)] + JITTER * np.eye(len(at)))
        return np.asarray(
            np.exp(self.log_mean[at] + rng.standard_normal((count, len(at))) @ factor.T)
        )
