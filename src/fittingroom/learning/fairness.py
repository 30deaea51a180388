"""Whether a group of bodies is served much worse than the others: figures, and a check that fails.

Three things count against a model in a group that has enough rows: it is off on average (says
"small" much more or less often than the group's wearers do), its log loss is far above everyone
else's, or it is worse there than saying the group's own rates to everybody. Each is tested against
its margin, over all groups at once (Holm), wearers counted once however often they buy: a fair
model fails in at most one of twenty data sets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.learning.clustered import (
    Estimate,
    clustered_difference,
    clustered_mean,
    holm,
    wearers,
    wilson,
)
from fittingroom.learning.groups import Mask, body_groups
from fittingroom.purchases.purchases import UNTOLD, Purchases
from fittingroom.purchases.schema import FITS

LEAST = 1e-12  # a probability of 0 costs no more than this


@dataclass(frozen=True, slots=True)
class FairnessOptions:
    """How much worse is much worse.

    Args:
        rows: a group with fewer is shown but not judged.
        bias: how far the mean probability of small or of large may be off.
        gap: how far the log loss may be above everyone else's [nat].
        loss: how far the log loss may be above that of the group's own rates [nat].
        alpha: how often a fair model may fail.
    """

    rows: int = 200
    bias: float = 0.05
    gap: float = 0.2
    loss: float = 0.02
    alpha: float = 0.05


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """How one group is served.

    Args:
        rows: of the group.
        log_loss: of the model there.
        prior: log loss of saying the group's own rates to everybody.
        bias: mean probability less rate of small, fit, large.
        rates: how often small, fit, large was said, each with its 95 % interval (rows taken as
            independent).
        accuracy: share of rows whose likeliest class it was.
        gap: log loss less that of everyone else.
    """

    rows: int
    log_loss: Estimate
    prior: float
    bias: tuple[Estimate, Estimate, Estimate]
    rates: tuple[tuple[float, float, float], ...]
    accuracy: Estimate
    gap: Estimate

    def as_json(self) -> dict[str, Any]:
        """Return the figures as JSON holds them."""
        return {
            "rows": self.rows,
            "log_loss": _shown(self.log_loss),
            "log_loss_of_own_rates": round(self.prior, 4),
            "accuracy": _shown(self.accuracy),
            "gap_to_the_others": _shown(self.gap),
            "bias": {fit: _shown(b) for fit, b in zip(FITS, self.bias, strict=True)},
            "rates": {
                fit: [round(x, 4) for x in rate] for fit, rate in zip(FITS, self.rates, strict=True)
            },
        }


@dataclass(frozen=True, slots=True)
class FairnessReport:
    """What the check found.

    Args:
        groups: figures by group.
        findings: what is much worse for whom, in a sentence each; empty where nothing is.
        unjudged: groups with too few rows to judge.
    """

    groups: Mapping[str, GroupFigures]
    findings: tuple[str, ...]
    unjudged: tuple[str, ...]

    @property
    def fair(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

    def as_json(self) -> dict[str, Any]:
        """Return the report as JSON holds it."""
        return {
            "fair": self.fair, "findings": list(self.findings), "unjudged": list(self.unjudged),
            "groups": {name: figures.as_json() for name, figures in self.groups.items()},
        }  # fmt: skip


def judge_fairness(
    purchases: Purchases, probabilities: Floats, options: FairnessOptions | None = None
) -> FairnessReport:
    """Judge a model's probabilities group by group, on rows it was never trained on.

    Args:
        purchases: with outcomes; rows without one don't count.
        probabilities: of `FITS`, shape (row, 3).
        options: how much worse is much worse.
    """
    options = options or FairnessOptions()
    known = np.flatnonzero(purchases.outcomes() != UNTOLD)
    told, odds = purchases.take(known), probabilities[known]
    figures = group_figures(told, odds)
    judged = {name: f for name, f in figures.items() if f.rows >= options.rows}
    tests = [test for name, f in judged.items() for test in _tests(name, f, options)]
    adjusted = holm(np.array([p for p, _ in tests]))
    findings = tuple(
        says for (_, says), p in zip(tests, adjusted, strict=True) if p < options.alpha
    )
    return FairnessReport(figures, findings, tuple(n for n in figures if n not in judged))


def group_figures(purchases: Purchases, probabilities: Floats) -> dict[str, GroupFigures]:
    """Return how each group is served; every row has an outcome."""
    outcomes, who = purchases.outcomes(), wearers(purchases)
    said = np.eye(3)[outcomes]
    loss = -np.log(np.maximum(probabilities[np.arange(len(outcomes)), outcomes], LEAST))
    right = (probabilities.argmax(axis=1) == outcomes).astype(np.float64)
    return {
        name: GroupFigures(
            rows=int(mask.sum()),
            log_loss=clustered_mean(loss[mask], who[mask]),
            prior=_entropy(said[mask].mean(axis=0)),
            bias=_biases(probabilities[mask] - said[mask], who[mask]),
            rates=_rates(outcomes[mask]),
            accuracy=clustered_mean(right[mask], who[mask]),
            gap=_gap(loss, who, mask),
        )
        for name, mask in body_groups(purchases).items()
    }


def _tests(name: str, figures: GroupFigures, options: FairnessOptions) -> list[tuple[float, str]]:
    """Return each test's p value and what a failure says."""
    who = f"{name} ({figures.rows} rows)"
    tests = []
    for fit, bias in zip(FITS, figures.bias, strict=True):
        if fit == "fit":
            continue  # follows from the other two
        size = Estimate(abs(bias.value), bias.error)
        often = "more" if bias.value > 0 else "less"
        says = f"{who}: '{fit}' is said {abs(bias.value):.3f} {often} often than it is so"
        tests.append((min(1.0, 2.0 * size.above(options.bias)), says))
    says = f"{who}: log loss is {figures.gap.value:.3f} above everyone else's"
    tests.append((figures.gap.above(options.gap), says))
    over = figures.log_loss.value - figures.prior
    says = f"{who}: log loss is {over:.3f} above that of saying the group's own rates"
    tests.append((Estimate(over, figures.log_loss.error).above(options.loss), says))
    return tests


def _gap(loss: Floats, who: Ints, mask: Mask) -> Estimate:
    if mask.all():
        return Estimate(0.0, float("inf"))  # nobody to compare with
    return clustered_difference(loss, who, mask)


def _biases(off: Floats, who: Ints) -> tuple[Estimate, Estimate, Estimate]:
    small, fit, large = (clustered_mean(off[:, place], who) for place in range(3))
    return small, fit, large


def _rates(outcomes: Ints) -> tuple[tuple[float, float, float], ...]:
    total = len(outcomes)
    counts = np.bincount(outcomes, minlength=3).tolist()
    return tuple((count / total, *wilson(count, total)) for count in counts)


def _entropy(rates: Floats) -> float:
    return float(-(rates * np.log(np.maximum(rates, LEAST))).sum())


def _shown(estimate: Estimate) -> list[float | None]:
    """Return value and interval; None where there are too few wearers to tell."""
    ends = (estimate.value, estimate.low, estimate.high)
    return [round(x, 4) if np.isfinite(x) else None for x in ends]
