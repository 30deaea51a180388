"""What a single further measurement would be worth, found by simulating its reading.

For a measurement that wasn't told, the tape might read any of several values, each as probable as
the bodies drawn make it. For each reading the draws are weighed anew and the advice is made again.
The measurement's worth is how much more probable the advised size is then, on average, than now.

Source: the expected value of sample information, Raiffa & Schlaifer 1961, *Applied statistical
decision theory*, with the probability of advising the right size as the utility.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.learning.drawing import draw_more
from fittingroom.learning.joint import Joint
from fittingroom.learning.view import View
from fittingroom.person.terms import TERMS

READINGS = 11  # simulated readings of each tape


@dataclass(frozen=True, slots=True)
class Worth:
    """What measuring one thing would do.

    Args:
        term: what, "hip_girth".
        estimate: what it's reckoned with now [m] or [kg].
        sd: give or take.
        now: probability that the size advised now is right and suits.
        then: the same after measuring, on average.
        answers: the size that would be advised, with the readings from and to which it would
            [m] or [kg]; None for no bound.
    """

    term: str
    estimate: float
    sd: float
    now: float
    then: float
    answers: tuple[tuple[int, float | None, float | None], ...]

    @property
    def gain(self) -> float:
        """How much surer the advice would be."""
        return self.then - self.now


def worth_of_measuring(joint: Joint, view: View) -> tuple[Worth, ...]:
    """Return what each measurement not told would be worth, the most valuable first.

    Args:
        joint: the advice.
        view: its joined view as it is.
    """
    told = joint.study.person.measurements
    terms = [term for term in _candidates(joint) if term not in told]
    if not terms:
        return ()
    drawn = draw_more(joint.study, terms)
    worths = [_worth(joint, view, term, drawn[:, at]) for at, term in enumerate(terms)]
    return tuple(sorted(worths, key=lambda worth: -worth.gain))


def _candidates(joint: Joint) -> list[str]:
    """Return what decides, round the body, and weight, which everyone can tell."""
    sizes = joint.sizes
    zones = [z for z, band in enumerate(sizes.bands) if band.decides and band.around > 0.0]
    return [*(sizes.zones[zone].term for zone in zones), "weight"]


def _worth(joint: Joint, view: View, term: str, values: Floats) -> Worth:
    count = len(values)
    before = np.full(count, 1.0 / count) if joint.weights is None else joint.weights
    order = np.argsort(values)
    at = np.searchsorted(np.cumsum(before[order]), (np.arange(READINGS) + 0.5) / READINGS)
    readings = values[order][np.minimum(at, count - 1)]
    after = [_advised(joint, values, reading, before, TERMS[term].tape_sd) for reading in readings]
    sizes = [size for size, _ in after]
    mean = float(np.average(values, weights=before))
    return Worth(
        term=term,
        estimate=mean,
        sd=float(np.sqrt(np.average(np.square(values - mean), weights=before))),
        now=float(view.suits[view.median]),
        then=float(np.mean([chance for _, chance in after])),
        answers=_answers(sizes, readings),
    )


def _advised(
    joint: Joint, values: Floats, reading: float, before: Floats, sd: float
) -> tuple[int, float]:
    weights = before * np.exp(-0.5 * np.square((values - reading) / sd))
    view = joint.weighed(weights / weights.sum())
    return view.median, float(view.suits[view.median])


def _answers(
    sizes: list[int], readings: Floats
) -> tuple[tuple[int, float | None, float | None], ...]:
    """Return each run of one size with the readings halfway to its neighbours."""
    runs = [list(run) for _, run in groupby(range(len(sizes)), key=lambda at: sizes[at])]
    ends = [float(readings[a[-1]] + readings[b[0]]) / 2.0 for a, b in pairwise(runs)]
    return tuple(
        (sizes[run[0]], ([None, *ends])[number], ([*ends, None])[number])
        for number, run in enumerate(runs)
    )
