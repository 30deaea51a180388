"""`decide`: whether a challenger takes the champion's place, and why not.

It must be better on recent rows that neither learned from, by more than chance and more than next
to nothing; no body group may be served worse by it; and where feedback has changed so much that
it may be false (a flood, a broken feed), a person decides, unless rows that are trusted agree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.learning.clustered import clustered_mean, holm, wearers
from fittingroom.learning.fairness import FairnessOptions, FairnessReport, judge_fairness
from fittingroom.learning.groups import body_groups
from fittingroom.loop.comparing import Comparison, compare, row_losses
from fittingroom.loop.drift import DriftReport
from fittingroom.purchases.purchases import Purchases


@dataclass(frozen=True, slots=True)
class DecideOptions:
    """What a challenger must show.

    Args:
        gain: log loss it must save at least [nat].
        rows: held-out rows that are needed to tell.
        worse: log loss that a body group may lose [nat].
        alpha: how often chance may keep a fair challenger out because of some group.
        doubt: a change of the share of small, fit, large or kept from which on feedback itself is
            doubted.
        skill: share of the champion's own gain over the class rates that the challenger must still
            reach: where nothing can be foretold any more, feedback is doubted.
        accept_drift: decide even where feedback is doubted.
        fairness: how much worse a group may be served than the others.
    """

    gain: float = 0.002
    rows: int = 100
    worse: float = 0.02
    alpha: float = 0.05
    doubt: float = 0.15
    skill: float = 0.33
    accept_drift: bool = False
    fairness: FairnessOptions = field(default_factory=FairnessOptions)


@dataclass(frozen=True, slots=True)
class Trial:
    """A challenger and a champion on the same rows.

    Args:
        purchases: rows with outcomes that neither learned from.
        champion: its probabilities, shape (row, 3).
        challenger: its probabilities, shape (row, 3).
        rates: the class rates of the training rows for every row, shape (row, 3); None where they
            aren't asked.
        skill: what the champion gained over class rates when it was promoted [nat], None where
            that isn't known.
    """

    purchases: Purchases
    champion: Floats
    challenger: Floats
    rates: Floats | None = None
    skill: float | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided.

    Args:
        promoted: whether the challenger takes over.
        reasons: why, or why not, in a sentence each.
        comparison: on held-out recent rows.
        fairness: of the challenger there.
        trusted: the comparison on rows that are trusted, where there were any.
    """

    promoted: bool
    reasons: tuple[str, ...]
    comparison: Comparison
    fairness: FairnessReport
    trusted: Comparison | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the decision as JSON holds it."""
        return {
            "promoted": self.promoted, "reasons": list(self.reasons),
            "comparison": self.comparison.as_json(),
            "trusted": None if self.trusted is None else self.trusted.as_json(),
            "fairness": self.fairness.as_json(),
        }  # fmt: skip


def decide(
    trial: Trial,
    drift: DriftReport,
    rng: np.random.Generator,
    *,
    trusted: Trial | None = None,
    options: DecideOptions | None = None,
) -> Decision:
    """Decide between a challenger and the champion.

    Args:
        trial: both on held-out recent rows.
        drift: between the rows before and these.
        rng: source of chance.
        trusted: both on rows that are known to be right, where there are any.
        options: what the challenger must show.
    """
    options = options or DecideOptions()
    shown = compare(trial.purchases, trial.champion, trial.challenger, rng)
    sure = None if trusted is None else compare(
        trusted.purchases, trusted.champion, trusted.challenger, rng
    )  # fmt: skip
    fairness = judge_fairness(trial.purchases, trial.challenger, options.fairness)
    against = (
        *_not_better(shown, options),
        *_unfair(trial, fairness, options),
        *_not_trusted(_doubts(trial, drift, rng, options), sure),
    )
    better = (
        f"it saves {shown.gain:.4f} nat of log loss on {shown.rows} recent rows"
        f" ({shown.champion:.4f} to {shown.challenger:.4f}, at least {shown.low:.4f} by chance)"
    )
    return Decision(not against, against or (better,), shown, fairness, sure)


def _not_better(shown: Comparison, options: DecideOptions) -> list[str]:
    if shown.rows < options.rows:
        return [f"{shown.rows} held-out rows can't tell; {options.rows} are needed"]
    figures = (
        f"{shown.challenger:.4f} against the champion's {shown.champion:.4f} on {shown.rows} rows"
    )
    if shown.low <= 0.0:
        return [f"it isn't surely better: log loss {figures}, gain {shown.low:.4f}"
                f" to {shown.high:.4f}"]  # fmt: skip
    if shown.gain < options.gain:
        return [f"it saves too little to change: log loss {figures}, {options.gain} is asked"]
    return []


def _unfair(trial: Trial, fairness: FairnessReport, options: DecideOptions) -> list[str]:
    """Return what the challenger does to groups that the champion doesn't."""
    already = judge_fairness(trial.purchases, trial.champion, options.fairness)
    served = {_group(finding, already.groups) for finding in already.findings}
    new = [f for f in fairness.findings if _group(f, fairness.groups) not in served]
    return [f"unfair: {finding}" for finding in new] + _worse_groups(trial, options)


def _group(finding: str, groups: Mapping[str, object]) -> str:
    return max((name for name in groups if finding.startswith(f"{name} (")), key=len)


def _worse_groups(trial: Trial, options: DecideOptions) -> list[str]:
    """Return the groups that lose more than is allowed, wearers counted once."""
    who = wearers(trial.purchases)
    lost = row_losses(trial.purchases, trial.challenger) - row_losses(
        trial.purchases, trial.champion
    )
    groups = {n: m for n, m in body_groups(trial.purchases).items() if m.sum() >= 50}
    means = {name: clustered_mean(lost[mask], who[mask]) for name, mask in groups.items()}
    adjusted = holm(np.array([mean.above(options.worse) for mean in means.values()]))
    return [
        f"unfair: {name} would lose {mean.value:.3f} nat"
        for (name, mean), p in zip(means.items(), adjusted, strict=True)
        if p < options.alpha
    ]


def _doubts(
    trial: Trial, drift: DriftReport, rng: np.random.Generator, options: DecideOptions
) -> list[str]:
    """Return why the feedback itself may be false.

    A champion that is off is no reason: mending that is what retraining is for. Outcomes that move
    by far more than clothes or customers do are, and outcomes that nothing foretells any more.
    """
    if options.accept_drift:
        return []
    doubts = [
        watch.says()
        for watch in drift.alarms
        if watch.what == "outcome" and abs(watch.size) >= options.doubt
    ]
    if trial.rates is not None and trial.skill is not None:
        now = compare(trial.purchases, trial.rates, trial.challenger, rng)
        if now.high < options.skill * trial.skill:
            doubts.append(
                f"no model foretells it any more: {now.gain:.3f} nat better than the class rates,"
                f" {trial.skill:.3f} when the champion was promoted"
            )
    return doubts


def _not_trusted(doubts: list[str], sure: Comparison | None) -> list[str]:
    if sure is not None:
        if sure.high < 0.0:
            return [f"it is worse on the trusted rows: log loss {sure.challenger:.4f} against"
                    f" {sure.champion:.4f}"]  # fmt: skip
        return []
    if not doubts:
        return []
    return [
        f"the feedback itself is in doubt ({'; '.join(doubts)}): look at it, then promote by hand,"
        " accept the drift, or give trusted rows"
    ]
