"""What a body shall measure: told values to be held, the rest as completed, with its spread."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from fittingroom.arrays import Floats, frozen
from fittingroom.body.readings import MEASURED
from fittingroom.person.completion import Completion
from fittingroom.person.person import Sex
from fittingroom.person.terms import TERMS

HOLD = 0.0002  # [m] told values: spread around the asked value, far below any tape's
HOLD_WEIGHT = 0.1  # [kg]
# The body shall be the middle of the people it may be, so what was completed pulls with a tenth of
# its spread. With its whole spread the model's own mean wins: shoulders 29 mm off instead of 14.
CENTRING = 0.1
# [kg/m²] Above this mass index the survey has few people and its tails are extrapolated: what was
# completed pulls ever less, and the model's own heavy shapes take over. At 43, 13 times less.
SURVEY_ENDS_BMI = 35.0
SURVEY_FADES_BMI = 2.3
# [m] what the model can't follow of a completed value is added to its spread, by term; a mesh cut
# at calliper's level isn't what a calliper reads
MODEL_SD = 0.001
MODEL_SD_OF: Mapping[str, float] = {
    "bust_depth": 0.015,
    "waist_breadth": 0.012,
    "waist_depth": 0.010,
    "hip_depth": 0.010,
    "shoulder_height": 0.008,
    "bust_height": 0.008,
    "back_neck_height": 0.002,
}
# Tapered thighs: without a hint between top and knee the model swells in the middle of the thigh.
# Each level's girth as a share of the way from the knee's to the top's: the model's own taper, mean
# over its phenotype "weight" from 0.3 to 1; sd [m].
THIGH_TAPER: Mapping[Sex, tuple[float, ...]] = {
    "male": (0.90, 0.83, 0.66),
    "female": (0.93, 0.79, 0.53),
}
THIGH_TAPER_SD = 0.006
# Below the hip tape a body grows no wider. The legs stand apart in the A-pose, which alone makes a
# tape around both thighs longer by 1 to 2 cm; only what exceeds the hips pulls. [m]
SADDLE_SD = 0.003


@dataclass(frozen=True, slots=True)
class Targets:
    """Whitened targets: `whitening @ (measured - values)` has unit spread.

    Args:
        terms: what is aimed at, told ones first; `weight` as volume is not among them.
        held: how many of them were told.
        values: [m], shape (term,).
        whitening: shape (term, term).
        weight: [kg].
        weight_sd: [kg].
    """

    terms: tuple[str, ...]
    held: int
    values: Floats
    whitening: Floats
    weight: float
    weight_sd: float


def aim(completion: Completion, *, without: Collection[str] = ()) -> Targets:
    """Return the targets of one person.

    Args:
        completion: told and completed measurements.
        without: completed terms to leave free.
    """
    told = completion.person.measurements
    held = tuple(term for term in MEASURED if term in told)
    loose = tuple(
        term
        for term in MEASURED
        if term in completion.terms and term not in told and term not in without
    )
    values = [told[term].value for term in held] + [completion.mean(term) for term in loose]
    whitening = np.zeros((len(values), len(values)))
    count = len(held)
    whitening[:count, :count] = np.diag([1 / _hold(term) for term in held])
    if loose:
        model = np.array([MODEL_SD_OF.get(term, MODEL_SD) for term in loose])
        spread = CENTRING**2 * completion.covariance(loose) + np.diag(model**2)
        whitening[count:, count:] = np.linalg.inv(np.linalg.cholesky(spread)) / _fading(completion)
    return Targets(
        terms=held + loose,
        held=count,
        values=frozen(values),
        whitening=frozen(whitening),
        weight=told["weight"].value if "weight" in told else completion.mean("weight"),
        weight_sd=HOLD_WEIGHT if "weight" in told else CENTRING * completion.sd("weight"),
    )


def _hold(term: str) -> float:
    """Return how tightly a told value is held [m]: what no shop asks for helps the look only."""
    return HOLD if TERMS[term].in_form else MODEL_SD_OF.get(term, MODEL_SD)


def _fading(completion: Completion) -> float:
    """Return by what factor completed values pull less than inside the survey."""
    index = completion.mean("weight") / completion.mean("height") ** 2
    return 1.0 + max(0.0, (index - SURVEY_ENDS_BMI) / SURVEY_FADES_BMI) ** 2
