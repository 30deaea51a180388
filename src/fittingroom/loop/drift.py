"""`watch_drift`: whether recent purchases are still like those a model was trained on.

Watched are every input column, how often small, fit and large are said, how much is kept, and how
far the model in use is off. An alarm needs both: a change that chance rarely makes (all tests
together raise a false alarm in at most `alpha` of watches, Holm) and one that is large enough to
matter. Wearers are counted once however often they buy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from fittingroom.arrays import Floats, Ints
from fittingroom.learning.clustered import Estimate, clustered_mean, holm, wearers
from fittingroom.loop.drift_tests import number_change, word_change
from fittingroom.purchases.purchases import UNTOLD, Purchases
from fittingroom.purchases.schema import BY_NAME, FITS, INPUTS

Watched = Literal["input", "outcome", "calibration"]
KINDS_WATCHED = ("number", "category")  # keys are all new one day, texts and files aren't compared


@dataclass(frozen=True, slots=True)
class DriftOptions:
    """When drift is an alarm.

    Args:
        alpha: how often all tests together may raise a false alarm.
        psi: how large a change of an input must be.
        rate: how far the share of small, fit, large or kept must move.
        bias: how far the mean of the model's probabilities must be off.
        rows: wearers that each side needs before anything is said.
    """

    alpha: float = 0.01
    psi: float = 0.1
    rate: float = 0.03
    bias: float = 0.03
    rows: int = 100


@dataclass(frozen=True, slots=True)
class Watch:
    """One thing that was watched.

    Args:
        name: of the column, the outcome or the class.
        what: an input, an outcome, or how far the model is off.
        size: PSI of an input, else the change of the rate or the bias.
        p: how probable so much is without drift, all tests counted.
        alarm: whether it is an alarm.
    """

    name: str
    what: Watched
    size: float
    p: float
    alarm: bool

    def says(self) -> str:
        """Return the finding in a sentence."""
        if self.what == "input":
            return f"{self.name} isn't distributed as it was (PSI {self.size:.2f})"
        if self.what == "outcome":
            return f"'{self.name}' comes {self.size:+.3f} more often than it did"
        return f"the model says '{self.name}' {self.size:+.3f} more often than it is so now"


@dataclass(frozen=True, slots=True)
class DriftReport:
    """All that was watched.

    Args:
        watches: the largest change first.
        enough: whether both sides had wearers enough to tell.
    """

    watches: tuple[Watch, ...]
    enough: bool

    @property
    def alarms(self) -> tuple[Watch, ...]:
        """What is an alarm."""
        return tuple(watch for watch in self.watches if watch.alarm)

    def as_json(self) -> dict[str, Any]:
        """Return the report as JSON holds it."""
        return {
            "enough": self.enough,
            "alarms": [watch.says() for watch in self.alarms],
            "watched": [
                {"name": w.name, "what": w.what, "size": round(w.size, 4), "p": float(f"{w.p:.3g}"),
                 "alarm": w.alarm}
                for w in self.watches
            ],
        }  # fmt: skip


def watch_drift(
    before: Purchases,
    after: Purchases,
    *,
    probabilities: Floats | None = None,
    options: DriftOptions | None = None,
) -> DriftReport:
    """Compare recent purchases with those before.

    Args:
        before: what the model in use was trained on, or what came just before.
        after: recent ones.
        probabilities: of the model in use for `after`, shape (row, 3).
        options: when drift is an alarm.
    """
    options = options or DriftOptions()
    if min(len(np.unique(wearers(side))) for side in (before, after)) < options.rows:
        return DriftReport((), enough=False)
    found: list[tuple[str, Watched, float, float, float]] = [
        *((*line, options.psi) for line in _inputs(before, after)),
        *((*line, options.rate) for line in _outcomes(before, after)),
    ]
    if probabilities is not None:
        found += [(*line, options.bias) for line in _calibration(after, probabilities)]
    adjusted = holm(np.array([p for _, _, _, p, _ in found]))
    watches = [
        Watch(name, what, size, float(p), bool(p < options.alpha and abs(size) >= least))
        for (name, what, size, _, least), p in zip(found, adjusted, strict=True)
    ]
    return DriftReport(tuple(sorted(watches, key=lambda w: (not w.alarm, w.p))), enough=True)


Line = tuple[str, Watched, float, float]


def _inputs(before: Purchases, after: Purchases) -> list[Line]:
    old, new = (side.take(_one_each(side)).inputs() for side in (before, after))
    lines: list[Line] = []
    for name in INPUTS:
        if BY_NAME[name].kind not in KINDS_WATCHED or (name not in old and name not in new):
            continue
        compare: Callable[[NDArray[Any], NDArray[Any]], Any]
        compare = number_change if BY_NAME[name].kind == "number" else word_change
        change = compare(_column(old, name), _column(new, name))
        lines.append((name, "input", change.psi, change.p))
    return lines


def _column(columns: Mapping[str, NDArray[Any]], name: str) -> NDArray[Any]:
    if name in columns:
        return columns[name]
    rows = len(next(iter(columns.values())))
    if BY_NAME[name].kind == "number":
        return np.full(rows, np.nan)
    return np.full(rows, None, object)


def _one_each(purchases: Purchases) -> Ints:
    """Return the first row of each wearer."""
    _, first = np.unique(wearers(purchases), return_index=True)
    return np.sort(first)


def _outcomes(before: Purchases, after: Purchases) -> list[Line]:
    lines: list[Line] = []
    sides = [(side.outcomes(), side.kept(), wearers(side)) for side in (before, after)]
    for place, fit in enumerate(FITS):
        means = [clustered_mean(*_told(said, who, place)) for said, _, who in sides]
        lines.append(_moved(fit, means))
    lines.append(_moved("kept", [clustered_mean(*_told(kept, who, 1)) for _, kept, who in sides]))
    return [line for line in lines if np.isfinite(line[2])]


def _told(codes: Ints, who: Ints, place: int) -> tuple[Floats, Ints]:
    known = codes != UNTOLD
    return (codes[known] == place).astype(np.float64), who[known]


def _moved(name: str, means: list[Estimate]) -> Line:
    change = Estimate(
        means[1].value - means[0].value, float(np.hypot(means[0].error, means[1].error))
    )
    return name, "outcome", change.value, _two_sided(change)


def _calibration(after: Purchases, probabilities: Floats) -> list[Line]:
    known = np.flatnonzero(after.outcomes() != UNTOLD)
    if not len(known):
        return []
    off = probabilities[known] - np.eye(3)[after.outcomes()[known]]
    who = wearers(after)[known]
    means = [clustered_mean(off[:, place], who) for place in range(3)]
    return [
        (fit, "calibration", mean.value, _two_sided(mean))
        for fit, mean in zip(FITS, means, strict=True)
    ]


def _two_sided(estimate: Estimate) -> float:
    return min(1.0, 2.0 * Estimate(abs(estimate.value), estimate.error).above(0.0))
