"""`Recommender`: the trained whole: which items people like these choose next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fittingroom.arrays import Floats
from fittingroom.recommend.askers import Askers
from fittingroom.recommend.blending import Blend
from fittingroom.recommend.interactions import NO_DAY, Interactions
from fittingroom.recommend.known import Known
from fittingroom.recommend.ranker import Ranker, Scores


@dataclass(frozen=True, slots=True)
class Recommender:
    """Several rankers and the weights of their scores.

    Args:
        known: items, people and words it was trained with.
        rankers: by name.
        weights: of each ranker where the day of asking isn't known, shape (ranker,).
        clock_weights: the same where popularity is read up to the day of asking.
        history: the choices it was trained with: who is known, and what they have.
        card: what it was trained with and how, ready for JSON.
    """

    known: Known
    rankers: Mapping[str, Ranker]
    weights: Floats
    clock_weights: Floats
    history: Interactions
    card: Mapping[str, Any]

    def scores(self, askers: Askers) -> Scores:
        """Return how strongly each item is recommended, shape (asker, item)."""
        return Blend(self.rankers, self.weights).scores(askers)

    def scores_now(self, askers: Askers) -> Scores:
        """Return the same for askers whose day is the day of asking, shape (asker, item)."""
        return Blend(self.rankers, self.clock_weights).scores(askers)


def today(recommender: Recommender) -> int:
    """Return the day after training's last: the day of asking where nobody tells another."""
    last = recommender.known.last_day
    return NO_DAY if last == NO_DAY else last + 1
