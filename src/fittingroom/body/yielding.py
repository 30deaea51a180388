"""How a body yields to the tape: `shape_slopes`, its change for a small change of what is told.

At the fit's end the cost's gradient is zero; when a told value moves, the parameters move so that
it stays zero (implicit function theorem, with the Hessian as Gauss and Newton have it). What was
completed moves along as the joint distribution of people says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from fittingroom.arrays import Floats
from fittingroom.body.basis import load_basis
from fittingroom.body.body import Body
from fittingroom.body.fitting import compare, prior_at
from fittingroom.body.posed import PosedBasis, drape_basis
from fittingroom.body.poses import A_WIDE
from fittingroom.body.readings import MEASURED
from fittingroom.body.shape import LOWER, UPPER, coefficients_and_slope, unnamed
from fittingroom.body.solver import AT_BOUND
from fittingroom.body.targets import Targets, aim
from fittingroom.errors import MeasurementError
from fittingroom.person.complete import complete
from fittingroom.person.person import Measurement, Measurements, Person
from fittingroom.person.terms import TERMS

_STEP = 1e-3  # of a told value [share]: of the finite difference of what is completed
_BARE = Targets(
    MEASURED, 0, np.zeros(len(MEASURED)), np.eye(len(MEASURED)), weight=0.0, weight_sd=1.0
)  # compares with nothing: gives readings and their slopes as they are


def shape_slopes(person: Person, body: Body, terms: Iterable[str]) -> Mapping[str, Floats]:
    """Return how the parameters change with each term: per metre or kg, shape (parameter,).

    A term that wasn't told counts as told just as it is on the body.

    Args:
        person: what was told.
        body: the person's body, in its drape pose.
        terms: which terms; those that can't be moved are left out.
    """
    here = _Place(person, body)
    slopes = {}
    for term in terms:
        try:
            slopes[term] = here.slope(term)
        except MeasurementError:  # at the edge of what a person can be there is no way on
            continue
    return slopes


class _Place:
    """A fitted body, read once."""

    def __init__(self, person: Person, body: Body) -> None:
        self.person, self.at = person, unnamed(body.shape)
        row, row_slope = coefficients_and_slope(load_basis().corners, self.at)
        posed: PosedBasis = drape_basis(wide=body.pose.name == A_WIDE.name)
        self.values, slopes = compare(_BARE, person.sex, posed, load_basis(), row)
        self.slopes: Floats = slopes @ row_slope.T
        _, self.pull, self.stiffness = prior_at(self.at, person.sex)

    def slope(self, term: str) -> Floats:
        """Return the parameters' change per unit of a term."""
        value = self._value(term)
        step = _STEP * value
        step = -step if value + step > TERMS[term].high else step
        gradient, hessian = self._cost_slopes(self._told(term, value))
        further, _ = self._cost_slopes(self._told(term, value + step))
        free = self._free(gradient)
        slope = np.zeros_like(self.at)
        slope[free] = -np.linalg.solve(hessian[np.ix_(free, free)], (further - gradient)[free])
        return slope / step

    def _value(self, term: str) -> float:
        told = self.person.measurements.get(term)
        if told is not None:
            return told.value
        at = -1 if term == "weight" else MEASURED.index(term)
        return float(self.values[at])

    def _told(self, term: str, value: float) -> Targets:
        told = dict(self.person.measurements)
        told[term] = Measurement(value, told[term].sd if term in told else TERMS[term].tape_sd)
        return aim(complete(replace(self.person, measurements=Measurements(told))))

    def _cost_slopes(self, targets: Targets) -> tuple[Floats, Floats]:
        """Return gradient and Hessian of the cost of these targets where the body is."""
        at = [MEASURED.index(term) for term in targets.terms]
        rest = slice(len(MEASURED), -1)  # taper and saddle, the same for every target
        off = np.r_[
            targets.whitening @ (self.values[at] - targets.values),
            self.values[rest],
            (self.values[-1] - targets.weight) / targets.weight_sd,
        ]
        jacobian = np.vstack(
            [
                targets.whitening @ self.slopes[at],
                self.slopes[rest],
                self.slopes[-1:] / targets.weight_sd,
            ]
        )
        return jacobian.T @ off + self.pull, jacobian.T @ jacobian + self.stiffness

    def _free(self, gradient: Floats) -> NDArray[np.bool_]:
        """Return which parameters no bound holds."""
        low = (self.at <= LOWER + AT_BOUND) & (gradient > 0)
        high = (self.at >= UPPER - AT_BOUND) & (gradient < 0)
        return ~(low | high)
