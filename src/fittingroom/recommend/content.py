"""Content: items like those one chose, chosen by people like oneself; nothing of who chose both.

It ranks for people and for items that nobody has seen choose or be chosen.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.recommend.askers import Askers
from fittingroom.recommend.interactions import NUMBERS
from fittingroom.recommend.ranker import Scores, State, Training

KIN = 20.0  # an item's buyers count half against its category's once there are so many
DOUBT = 3.0  # one's own choices count half against everybody's once there are so many
SPREAD = 1.0  # variance of buyers of one item, in the variance of all people: nearly all of it


@dataclass(frozen=True, slots=True)
class Content:
    """Ranks by attributes.

    Args:
        article: codes of each item's words, shape (item, word).
        share: of all choices, of each word (first by kind), shape (kind, word).
        buyers: mean figures of each item's buyers, standardised, shape (item, number).
        kin: the same for each word of the first kind, shape (word, number).
    """

    article: Ints
    share: Floats
    buyers: Floats
    kin: Floats

    def scores(self, askers: Askers) -> Scores:
        """Return the likeness of each item's words and buyers, shape (asker, item)."""
        return self.scores_of(askers, self.article, self.buyers)

    def new_scores(self, askers: Askers, article: Ints) -> Scores:
        """Return the same for items that training hasn't seen, from their words.

        Args:
            askers: who asks.
            article: codes of the items' words, shape (new item, word).
        """
        return self.scores_of(askers, article, self.kin[article[:, 0]])

    def scores_of(self, askers: Askers, article: Ints, buyers: Floats) -> Scores:
        """Return scores of items with these words and buyers, shape (asker, item)."""
        out = _nearness(askers, buyers)
        count = np.asarray(askers.owned.sum(axis=1))
        for kind in range(self.article.shape[1]):
            words = np.eye(self.share.shape[1], dtype=np.float32)[self.article[:, kind]]
            own = np.asarray(askers.owned @ words)
            liked = (own + DOUBT * self.share[kind]) / (count + DOUBT)
            out += np.log(liked / self.share[kind])[:, article[:, kind]]
        return out.astype(np.float32)

    def state(self) -> State:
        """Return the arrays it is made of."""
        return {
            "article": self.article, "share": self.share, "buyers": self.buyers, "kin": self.kin,
        }  # fmt: skip


def fit_content(training: Training) -> Content:
    """Count words and average buyers, few buyers drawn to their category's."""
    article = training.known.article
    kinds, width = article.shape[1], int(article.max(initial=0)) + 1
    share = np.stack(
        [np.bincount(article[training.item, k], minlength=width) + 1.0 for k in range(kinds)]
    )
    figures = training.before.numbers[:, : len(NUMBERS)].astype(np.float64)
    told = 1.0 - training.before.numbers[:, -len(NUMBERS) :]
    group = article[training.item, 0]
    kin = _means(group, figures, told, width, np.zeros((width, len(NUMBERS))))
    buyers = _means(training.item, figures, told, len(article), kin[article[:, 0]])
    return Content(article, share / share.sum(axis=1, keepdims=True), buyers, kin)


def _means(group: Ints, figures: Floats, told: Floats, groups: int, prior: Floats) -> Floats:
    columns = []
    for n in range(figures.shape[1]):
        summed = np.bincount(group, figures[:, n] * told[:, n], minlength=groups)
        count = np.bincount(group, told[:, n], minlength=groups)
        columns.append((summed + KIN * prior[:, n]) / (count + KIN))
    return np.column_stack(columns)


def _nearness(askers: Askers, buyers: Floats) -> Floats:
    """Return how likely the asker's told figures are among the buyers, up to the asker's own
    constant.
    """
    figures = askers.numbers[:, : len(NUMBERS)]
    told = 1.0 - askers.numbers[:, -len(NUMBERS) :]
    return np.asarray((figures * told) @ buyers.T - 0.5 * told @ (buyers**2).T) / SPREAD
