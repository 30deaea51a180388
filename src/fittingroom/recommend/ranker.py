"""`Ranker`: what every ranker can do, whatever is inside; `Training`: what it learns from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from fittingroom.arrays import Ints
from fittingroom.recommend.askers import RECENT, Askers
from fittingroom.recommend.interactions import NO_DAY, Interactions
from fittingroom.recommend.known import NEW, Known, codes_of
from fittingroom.recommend.leaving_out import places

Scores = NDArray[np.float32]
State = Mapping[str, NDArray[Any]]


class Ranker(Protocol):
    """A trained ranker.

    It ranks every item it knows for people with and without history, known and new; scores are
    finite, and depend on one asker alone, not on who else asks.
    """

    def scores(self, askers: Askers) -> Scores:
        """Return how strongly each item is recommended, shape (asker, item)."""
        ...

    def state(self) -> State:
        """Return the arrays from which the same ranker is made again by its class."""
        ...


@dataclass(frozen=True, slots=True)
class Training:
    """Interactions as rankers learn from them.

    Args:
        known: codes of items, users and words.
        user: code, shape (row,).
        item: code, shape (row,).
        day: when, shape (row,).
        before: each row as an asker: what was known before that choice.
    """

    known: Known
    user: Ints
    item: Ints
    day: Ints
    before: Askers

    def counts(self) -> Ints:
        """Return how often each item was chosen, shape (item,)."""
        return np.bincount(self.item, minlength=len(self.known.items))


def training_of(table: Interactions, known: Known) -> Training:
    """Return a table's rows as rankers learn from them."""
    from scipy.sparse import csr_matrix

    item, (number, _) = codes_of(table.item, known.items), places(table.user)
    recent = np.full((len(table), RECENT), NEW, np.int64)
    for back in range(1, RECENT + 1):
        rows = np.flatnonzero(number >= back)
        recent[rows, back - 1] = item[rows - back]
    numbers, day = table.numbers.copy(), np.full(len(table), NO_DAY, np.int64)
    later = np.flatnonzero(number >= 1)
    numbers[:, -1] = np.nan
    numbers[later, -1], day[later] = table.numbers[later - 1, -1], table.day[later - 1]
    before = Askers(
        user=codes_of(table.user, known.users), recent=recent,
        owned=csr_matrix((len(table), len(known.items)), dtype=np.float32),
        numbers=known.number_scores(numbers), words=known.word_codes(table.words), day=day,
    )  # fmt: skip
    return Training(known, before.user, item, table.day, before)


def matrix_of(training: Training) -> Any:
    """Return who chose what as a sparse matrix of ones, shape (user, item)."""
    from scipy.sparse import csr_matrix

    shape = (len(training.known.users), len(training.known.items))
    chosen = csr_matrix(
        (np.ones(len(training.item), np.float32), (training.user, training.item)), shape=shape
    )
    chosen.data[:] = 1.0
    return chosen
