"""`Known`: the items, people and words a model was trained with, and their codes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.recommend.interactions import (
    ARTICLE_WORDS,
    WORDS,
    Interactions,
    Words,
)

NEW = -1  # the code of what wasn't there in training
WORDS_MAX = 500  # of one kind: what is rarer counts as untold
CLIP = 3.0  # standard deviations: an age of 117 weighs no more


@dataclass(frozen=True, slots=True)
class Known:
    """What training saw.

    Args:
        items: their keys.
        users: their keys.
        words: of each of `WORDS`, the words seen; code 0 is untold or new.
        article_words: of each of `ARTICLE_WORDS`, the same.
        middle: mean of each of `NUMBERS`.
        spread: standard deviation of each.
        article: codes of each item's words, shape (item, word).
        last_day: the last day of training.
    """

    items: tuple[str, ...]
    users: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]
    article_words: tuple[tuple[str, ...], ...]
    middle: Floats
    spread: Floats
    article: Ints
    last_day: int

    def word_codes(self, words: Words) -> Ints:
        """Return the codes of wearers' words, shape (row, word)."""
        return _codes(words, self.words)

    def article_codes(self, article: Words) -> Ints:
        """Return the codes of words of items, new ones too, shape (item, word)."""
        return _codes(article, self.article_words)

    def number_scores(self, numbers: Floats) -> Floats:
        """Return each number and its square in standard deviations, 0 where untold, and whether
        it is untold, shape (row, 3 · number).
        """
        scores = np.clip((numbers - self.middle) / self.spread, -CLIP, CLIP)
        untold = np.isnan(scores)
        scores = np.where(untold, 0.0, scores)
        return np.hstack([scores, scores**2, untold]).astype(np.float32)


def know(table: Interactions) -> Known:
    """Return what a training table has."""
    items, first = np.unique(table.item.astype(str), return_index=True)
    words = tuple(_frequent(table.words[:, n]) for n in range(len(WORDS)))
    article_words = tuple(_frequent(table.article[:, n]) for n in range(len(ARTICLE_WORDS)))
    told = ~np.isnan(table.numbers)
    count = np.maximum(told.sum(axis=0), 1)
    middle = np.where(told, table.numbers, 0.0).sum(axis=0) / count
    off = np.where(told, table.numbers - middle, 0.0)
    return Known(
        items=tuple(items.tolist()),
        users=tuple(np.unique(table.user.astype(str)).tolist()),
        words=words,
        article_words=article_words,
        middle=middle,
        spread=np.maximum(np.sqrt((off**2).sum(axis=0) / count), 1e-6),
        article=_codes(table.article[first], article_words),
        last_day=int(table.day.max()) if len(table) else 0,
    )


def codes_of(keys: Words, known: tuple[str, ...]) -> Ints:
    """Return the place of each key among the known ones, `NEW` where it isn't."""
    place = {key: code for code, key in enumerate(known)}
    return np.array([place.get(str(key), NEW) for key in keys], np.int64)


def _codes(words: Words, known: tuple[tuple[str, ...], ...]) -> Ints:
    return np.column_stack(
        [codes_of(words[:, n], vocabulary) + 1 for n, vocabulary in enumerate(known)]
    )


def _frequent(words: Words) -> tuple[str, ...]:
    seen, count = np.unique(words.astype(str), return_counts=True)
    order = np.argsort(-count, kind="stable")[: WORDS_MAX + 1]
    return tuple(sorted(str(seen[n]) for n in order if seen[n])[:WORDS_MAX])
