"""How well people's next choice was ranked, and how varied what is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.progress import Progress, Work, finish
from fittingroom.recommend.askers import Askers
from fittingroom.recommend.known import NEW
from fittingroom.recommend.ranker import Scores

TOP = 10
BATCH = 1000  # askers ranked at once: some 50 MB at 6,000 items
RESAMPLES = 1000
MISSED = np.iinfo(np.int64).max  # the rank of an item that can't be recommended


@dataclass(frozen=True, slots=True)
class Ranks:
    """Where each asker's choice stood among all items, and what was shown.

    Args:
        rank: from 0, `MISSED` where the item is unknown or was chosen before, shape (asker,).
        top: the items shown, best first, shape (asker, `TOP`).
        choices: how often each item was chosen in training, shape (item,).
    """

    rank: Ints
    top: Ints
    choices: Ints

    def hits(self) -> Floats:
        """Return 1 where the choice was among the shown, shape (asker,)."""
        return (self.rank < TOP).astype(np.float64)

    def gains(self) -> Floats:
        """Return each asker's NDCG at `TOP`, one item being relevant, shape (asker,)."""
        near = np.minimum(self.rank, TOP)
        return np.asarray(self.hits() / np.log2(near + 2.0))

    def coverage(self) -> float:
        """Return the share of items that anybody is shown."""
        return len(np.unique(self.top)) / len(self.choices)

    def novelty(self) -> float:
        """Return the mean self-information of what is shown [bit]: -log2 of the item's share of
        choices.

        Source: Zhou et al. 2010, PNAS 107:4511; Vargas and Castells 2011, RecSys.
        """
        share = (self.choices + 0.5) / (self.choices + 0.5).sum()
        return float(-np.log2(share)[self.top].mean())


def rank_all(score: Callable[[Askers], Scores], askers: Askers, item: Ints, choices: Ints) -> Ranks:
    """Rank as `rank_all_steps` does."""
    return finish(rank_all_steps(score, askers, item, choices))


def rank_all_steps(
    score: Callable[[Askers], Scores], askers: Askers, item: Ints, choices: Ints
) -> Work[Ranks]:
    """Rank all items for each asker, except those chosen before; no negatives are sampled.

    An item of equal score stands before the choice: nothing is won by scoring all the same.

    Args:
        score: a ranker's scores.
        askers: who.
        item: what each chose, `NEW` where the ranker doesn't know it, shape (asker,).
        choices: how often each item was chosen in training, shape (item,).
    """
    ranks, tops = [], []
    for rows, scores in allowed_scores(score, askers):
        chosen = item[rows]
        there = chosen != NEW
        own = scores[np.arange(len(rows)), np.where(there, chosen, 0)]
        rank = (scores >= own[:, None]).sum(axis=1) - 1
        ranks.append(np.where(there & np.isfinite(own), rank, MISSED))
        tops.append(best(scores, TOP))
        yield Progress("rank all items", (rows[-1] + 1) / len(askers))
    return Ranks(np.concatenate(ranks), np.concatenate(tops), choices)


def allowed_scores(
    score: Callable[[Askers], Scores], askers: Askers, batch: int = BATCH
) -> Iterator[tuple[Ints, Scores]]:
    """Give askers in batches with their scores, minus infinity for what they chose before."""
    for start in range(0, len(askers), batch):
        rows = np.arange(start, min(start + batch, len(askers)))
        some = askers.take(rows)
        scores = np.array(score(some), np.float32)
        scores[some.owned.nonzero()] = -np.inf
        yield rows, scores


def best(scores: Scores, count: int) -> Ints:
    """Return the places of the highest scores, best first, equal ones in order, shape
    (asker, count).
    """
    count = min(count, scores.shape[1])
    top = np.sort(np.argpartition(-scores, count - 1, axis=1)[:, :count], axis=1)
    order = np.argsort(-np.take_along_axis(scores, top, axis=1), axis=1, kind="stable")
    return np.asarray(np.take_along_axis(top, order, axis=1), np.int64)


def interval(values: Floats, *, seed: int = 1) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of a mean over askers.

    Source: percentile bootstrap, Efron and Tibshirani 1993, chapter 13.
    """
    rng = np.random.default_rng(seed)
    means = [values[rng.integers(0, len(values), len(values))].mean() for _ in range(RESAMPLES)]
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)
