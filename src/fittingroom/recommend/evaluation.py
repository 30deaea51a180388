"""`evaluate_recommend`: how a trained recommender ranks choices it hasn't seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from fittingroom.arrays import Ints
from fittingroom.errors import InvalidInput
from fittingroom.progress import Work, finish
from fittingroom.purchases.purchases import Purchases
from fittingroom.recommend.askers import Askers, askers_of
from fittingroom.recommend.interactions import Interactions, interactions_of, joined
from fittingroom.recommend.known import codes_of
from fittingroom.recommend.leaving_out import last_of_each
from fittingroom.recommend.measuring import MISSED, Ranks, interval, rank_all_steps
from fittingroom.recommend.ranker import Scores
from fittingroom.recommend.recommender import Recommender


@dataclass(frozen=True, slots=True)
class RecommendEvaluation:
    """Figures of one evaluation.

    Args:
        ordered: people with earlier choices, dates only ordering their rows: the figures proper.
        clock: the same people, popularity read up to the day before each choice.
        new_people: people of whom no earlier choice is known, without the clock; None where
            there are none.
        already_chosen: choices of items that the person had before: always missed.
        unknown_items: choices of items that training didn't have: always missed.
    """

    ordered: Ranks
    clock: Ranks
    new_people: Ranks | None
    already_chosen: int
    unknown_items: int

    def as_json(self) -> dict[str, Any]:
        """Return the figures ready for JSON."""
        answer: dict[str, Any] = figures(self.ordered)
        answer["hr_10_interval"] = interval(self.ordered.hits())
        answer["ndcg_10_interval"] = interval(self.ordered.gains())
        answer["with_clock"] = figures(self.clock)
        answer["new_people"] = None if self.new_people is None else figures(self.new_people)
        return answer | {
            "already_chosen": self.already_chosen, "unknown_items": self.unknown_items,
        }  # fmt: skip


def figures(ranks: Ranks) -> dict[str, Any]:
    """Return HR@10, NDCG@10, coverage, novelty and the number of people."""
    return {
        "hr_10": float(ranks.hits().mean()), "ndcg_10": float(ranks.gains().mean()),
        "coverage": ranks.coverage(), "novelty": ranks.novelty(), "users": len(ranks.rank),
    }  # fmt: skip


def evaluate_recommend(recommender: Recommender, purchases: Purchases) -> RecommendEvaluation:
    """Evaluate as `evaluate_recommend_steps` does."""
    return finish(evaluate_recommend_steps(recommender, purchases))


def evaluate_recommend_steps(
    recommender: Recommender, purchases: Purchases
) -> Work[RecommendEvaluation]:
    """Rank the last choice of everybody in a table of purchases among all items.

    Known before it are the choices that the recommender was trained with and the table's earlier
    ones, up to that day. Items chosen before are not recommended again: of RentTheRunWay's choices
    four in a thousand are.

    Args:
        recommender: trained without these purchases.
        purchases: what is predicted.

    Raises:
        InvalidInput: nobody in the table has an earlier choice.
    """
    targets, earlier = last_of_each(interactions_of(purchases))
    history = _before(targets, joined(recommender.history, earlier))
    known = recommender.known
    askers = askers_of(targets, history, known)
    seen = np.flatnonzero(np.isin(targets.user.astype(str), history.user.astype(str)))
    unseen = np.setdiff1d(np.arange(len(targets)), seen)
    if not len(seen):
        raise InvalidInput(
            "nobody in these purchases has an earlier choice, here or in training: give purchases "
            "of people the model knows, or two of each",
            field="data", value=len(targets),
        )  # fmt: skip
    item = codes_of(targets.item, known.items)
    choices = _choices(recommender)
    clock = askers_of(targets, history, known, clock=True)

    def ranked(score: Callable[[Askers], Scores], who: Askers, rows: Ints) -> Work[Ranks]:
        return rank_all_steps(score, who.take(rows), item[rows], choices)

    ordered = yield from ranked(recommender.scores, askers, seen)
    seeing = yield from ranked(recommender.scores_now, clock, seen)
    new_people = None
    if len(unseen):
        new_people = yield from ranked(recommender.scores, askers, unseen)
    return RecommendEvaluation(
        ordered=ordered,
        clock=seeing,
        new_people=new_people,
        already_chosen=int(((ordered.rank == MISSED) & (item[seen] >= 0)).sum()),
        unknown_items=int((item[seen] < 0).sum()),
    )


def _before(targets: Interactions, history: Interactions) -> Interactions:
    """Return the choices of the targets' people up to the day of each target."""
    until = dict(zip(targets.user, targets.day, strict=True))
    last = np.array([until.get(user, -2) for user in history.user], np.int64)
    return history.take(np.flatnonzero(history.day <= last))


def _choices(recommender: Recommender) -> Ints:
    items = codes_of(recommender.history.item, recommender.known.items)
    return np.bincount(items, minlength=len(recommender.known.items))
