"""`retrain`: from feedback to a new champion, or to a report why there's none.

feedback → accepted → split by time → drift watched → challenger trained on what came before →
both tried on the latest rows → the better and fair one is in use. Every challenger is kept in the
registry, with the verdict on its card's side.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.errors import InvalidInput
from fittingroom.learning.model import FitModel
from fittingroom.loop.accepting import Accepted, AcceptOptions, accept, days_of
from fittingroom.loop.card import ModelCard
from fittingroom.loop.comparing import row_losses, with_outcome
from fittingroom.loop.deciding import DecideOptions, Decision, Trial, decide
from fittingroom.loop.drift import DriftOptions, DriftReport, watch_drift
from fittingroom.loop.hashing import code_version, data_hash
from fittingroom.loop.registry import ModelRegistry
from fittingroom.progress import Progress, Work
from fittingroom.purchases.purchases import Purchases
from fittingroom.purchases.splitting import Split, split

SKILL = "gain_over_class_rates"  # a metric of the card [nat]
ROWS_MIN = 200  # feedback below this teaches nothing that a prior doesn't


@dataclass(frozen=True, slots=True)
class Learner:
    """How models are made, kept and read: `loop.fit_learner.fit_learner` is the product's.

    Args:
        train: rows to learn from and rows to stop by, to a model.
        save: writes a model into an empty folder.
        load: reads it again.
        limits: what a model can't support by how it was made, for its card.
    """

    train: Callable[[Purchases, Purchases], Work[FitModel]]
    save: Callable[[FitModel, Path], object]
    load: Callable[[Path], FitModel]
    limits: Callable[[FitModel], tuple[str, ...]] = lambda model: ()


@dataclass(frozen=True, slots=True)
class RetrainOptions:
    """How a model is trained anew.

    Args:
        shares: of the rows by time: to learn from, to stop by, held out.
        seed: of the comparison.
        source: where the rows come from, for the card.
        accept: what feedback is believed.
        drift: when drift is an alarm.
        decide: what a challenger must show.
        made_by: the command, for the card.
    """

    shares: tuple[float, float, float] = (0.7, 0.1, 0.2)
    seed: int = 1
    source: str = "shop"
    accept: AcceptOptions = field(default_factory=AcceptOptions)
    drift: DriftOptions = field(default_factory=DriftOptions)
    decide: DecideOptions = field(default_factory=DecideOptions)
    made_by: str = "fittingroom retrain"


@dataclass(frozen=True, slots=True)
class RetrainReport:
    """What became of it.

    Args:
        challenger: name of the new model.
        champion: name of the model in use now, None where none is.
        decision: and why.
        drift: between earlier rows and the latest.
        accepted: how many rows were believed.
    """

    challenger: str
    champion: str | None
    decision: Decision
    drift: DriftReport
    accepted: Accepted

    def as_json(self) -> dict[str, Any]:
        """Return the report as JSON holds it."""
        return {
            "challenger": self.challenger, "champion": self.champion, **self.decision.as_json(),
            "drift": self.drift.as_json(), "feedback": self.accepted.as_json(),
        }  # fmt: skip


def retrain_steps(
    purchases: Purchases,
    registry: ModelRegistry,
    learner: Learner,
    *,
    trusted: Purchases | None = None,
    options: RetrainOptions | None = None,
) -> Work[RetrainReport]:
    """Train a challenger and let it take over where it's better.

    Args:
        purchases: all feedback, cleaned.
        registry: where models are kept.
        learner: how models are made.
        trusted: rows that are known to be right, on which the challenger must not be worse.
        options: how.

    Raises:
        InvalidInput: too few rows with an outcome.
        FileRefused: the champion is damaged: roll back first.
    """
    options = options or RetrainOptions()
    champion = registry.champion("fit")
    accepted = accept(purchases, options.accept)
    parts = _split(accepted, options)
    yield Progress("train the challenger", 0.0)
    challenger = yield from learner.train(parts.train, parts.valid)
    yield Progress("compare with the champion", 0.9)
    old = None if champion is None else learner.load(champion.folder)

    skill = None if champion is None else champion.card.metrics.get(SKILL)

    def tried(rows: Purchases) -> Trial:
        rates = _rates(parts.train, rows)
        before = rates if old is None else old.probabilities(rows)
        return Trial(rows, before, challenger.probabilities(rows), rates, skill)

    trial = tried(parts.test)
    watched = None if old is None else trial.champion
    drift = watch_drift(parts.train, parts.test, probabilities=watched, options=options.drift)
    sure = None if trusted is None else tried(with_outcome(trusted))
    decision = decide(trial, drift, np.random.default_rng(options.seed), trusted=sure,
                      options=options.decide)  # fmt: skip
    verdict = " ".join((("promoted:" if decision.promoted else "kept out:"), *decision.reasons))
    card = _card(parts, decision, options, learner.limits(challenger))
    entry = registry.add(card, lambda folder: learner.save(challenger, folder), verdict=verdict)
    if decision.promoted:
        registry.promote("fit", entry.name, why=decision.reasons[0])
    yield Progress("done", 1.0)
    return RetrainReport(entry.name, registry.pointer("fit").champion, decision, drift, accepted)


def _split(accepted: Accepted, options: RetrainOptions) -> Split:
    rows = len(accepted.purchases)
    if rows < ROWS_MIN:
        refused = ", ".join(f"{count} {why}" for why, count in accepted.refused.items())
        raise InvalidInput(
            f"{rows} rows of feedback can't teach a model: {ROWS_MIN} with an outcome are needed"
            + (f" (not counted: {refused})" if refused else ""),
            field="data", value=rows, allowed=f"at least {ROWS_MIN} rows",
        )  # fmt: skip
    by = "user" if np.isnat(days_of(accepted.purchases)).all() else "time"
    return split(accepted.purchases, by=by, shares=options.shares, seed=options.seed)


def _rates(learned: Purchases, asked: Purchases) -> Floats:
    """Return the class rates of the training rows, for every row: what needs no model."""
    counts = np.bincount(learned.outcomes(), minlength=3) + 1.0
    return np.tile(counts / counts.sum(), (len(asked), 1))


def _card(
    parts: Split, decision: Decision, options: RetrainOptions, limits: tuple[str, ...]
) -> ModelCard:
    shown = decision.comparison
    of_rates = float(row_losses(parts.test, _rates(parts.train, parts.test)).mean())
    days = np.concatenate([days_of(parts.train), days_of(parts.valid)])
    days = days[~np.isnat(days)]
    period = (str(days.min())[:10], str(days.max())[:10]) if len(days) else None
    return ModelCard(
        title="Fit model, trained on feedback",
        kind="fit",
        purpose="P(small, fit, large) for a shopper and a size, beside the physical fit; not for"
        " anything else about a person.",
        source=options.source,
        data_hash=data_hash(parts.train),
        rows=len(parts.train),
        code_version=code_version(),
        metrics={"log_loss": shown.challenger, "log_loss_of_the_champion": shown.champion,
                 "gain": shown.gain, SKILL: of_rates - shown.challenger},
        measured_on=f"the latest {shown.rows} rows, which it never saw",
        made_by=options.made_by,
        period=period,
        limits=limits,
        groups=_group_metrics(decision),
    )  # fmt: skip


def _group_metrics(decision: Decision) -> Mapping[str, Mapping[str, float]]:
    return {
        name: {
            "rows": float(figures.rows),
            "log_loss": figures.log_loss.value,
            "bias_small": figures.bias[0].value,
            "bias_large": figures.bias[2].value,
        }
        for name, figures in decision.fairness.groups.items()
    }
