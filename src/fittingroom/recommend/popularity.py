"""Popularity: what many chose, ever or lately, before a day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.recommend.askers import Askers
from fittingroom.recommend.interactions import NO_DAY
from fittingroom.recommend.ranker import Scores, State, Training

PRIOR = 0.5  # choices lent to every item, so that none is impossible


@dataclass(frozen=True, slots=True)
class Popularity:
    """Ranks by the logarithm of each item's share of all choices.

    Args:
        share: shape (item,).
    """

    share: Floats

    def scores(self, askers: Askers) -> Scores:
        """Return the same scores for everybody, shape (asker, item)."""
        return np.tile(np.log(self.share), (len(askers), 1)).astype(np.float32)

    def state(self) -> State:
        """Return the arrays it is made of."""
        return {"share": self.share}


def fit_popularity(training: Training) -> Popularity:
    """Count."""
    return Popularity(_shares(training.counts().astype(np.float64)))


@dataclass(frozen=True, slots=True)
class RecentPopularity:
    """Ranks by the choices of others before the asker's day, older ones counting less.

    Args:
        item: of each choice, in the order of days, shape (choice,).
        day: shape (choice,).
        share: of all choices, for askers without a day, shape (item,).
        half_life: days after which a choice counts half, shape (1,).
    """

    item: Ints
    day: Ints
    share: Floats
    half_life: Floats

    def scores(self, askers: Askers) -> Scores:
        """Return the logarithm of each item's share of recent choices, shape (asker, item)."""
        out = np.empty((len(askers), len(self.share)), np.float32)
        counts, today, done = np.zeros(len(self.share)), None, 0
        for day in np.unique(askers.day):
            rows = askers.day == day
            if day == NO_DAY:
                out[rows] = np.log(self.share)
                continue
            until = int(np.searchsorted(self.day, day, side="left"))
            if today is not None:
                counts *= self._fade(day - today)
            new = slice(done, until)
            weights = self._fade(day - self.day[new])
            counts += np.bincount(self.item[new], weights, minlength=len(counts))
            out[rows] = np.log(_shares(counts))
            today, done = day, until
        return out

    def state(self) -> State:
        """Return the arrays it is made of."""
        return {
            "item": self.item, "day": self.day, "share": self.share, "half_life": self.half_life,
        }  # fmt: skip

    def _fade(self, days: Ints) -> Floats:
        return np.asarray(0.5 ** (days / self.half_life[0]), np.float64)


def fit_recent_popularity(training: Training, *, half_life: float = 30.0) -> RecentPopularity:
    """Order the choices by day."""
    order = np.argsort(training.day, kind="stable")
    order = order[training.day[order] != NO_DAY]
    share = _shares(training.counts().astype(np.float64))
    return RecentPopularity(training.item[order], training.day[order], share, np.array([half_life]))


def _shares(counts: Floats) -> Floats:
    lent = counts + PRIOR
    return np.asarray(lent / lent.sum())
