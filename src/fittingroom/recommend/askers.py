"""`Askers`: the people that items are ranked for, as every ranker sees them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.recommend.interactions import NO_DAY, Interactions
from fittingroom.recommend.known import NEW, Known, codes_of
from fittingroom.recommend.leaving_out import places

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

RECENT = 10  # so many last choices are read in order: of 100 people 98 have no more


@dataclass(frozen=True, slots=True)
class Askers:
    """People, and what is known of them before the choice that is asked for.

    Args:
        user: code in training, `NEW` for others, shape (asker,).
        recent: their last choices, the very last first, `NEW` where there's none,
            shape (asker, `RECENT`).
        owned: 1 where they chose an item before, shape (asker, item).
        numbers: of the wearer, from `Known.number_scores`, shape (asker, number).
        words: codes of the wearer's words, shape (asker, word).
        day: the day popularity is looked at, only from before it; `NO_DAY` looks at all,
            shape (asker,).
    """

    user: Ints
    recent: Ints
    owned: csr_matrix
    numbers: Floats
    words: Ints
    day: Ints

    def __len__(self) -> int:
        return len(self.user)

    def take(self, rows: Ints) -> Askers:
        """Return some of them."""
        return Askers(
            self.user[rows], self.recent[rows], self.owned[rows],
            self.numbers[rows], self.words[rows], self.day[rows],
        )  # fmt: skip


def askers_of(
    targets: Interactions, history: Interactions, known: Known, *, clock: bool = False
) -> Askers:
    """Return who asks at each of `targets`, knowing what they chose in `history`.

    The item, its size and its date stay unseen: the size is that of the last choice before, and
    the day that of the last choice before, unless `clock` lets popularity be read up to the day
    of asking.

    Args:
        targets: one row for each asker: the wearer's own figures are read, the choice isn't.
        history: choices of these people; others' rows are passed over.
        known: the model's codes.
        clock: whether the day of asking is known.
    """
    recent, sizes, days = _last_choices(targets, history, known)
    numbers = targets.numbers.copy()
    numbers[:, -1] = sizes
    return Askers(
        user=codes_of(targets.user, known.users),
        recent=recent,
        owned=_owned(targets, history, known),
        numbers=known.number_scores(numbers),
        words=known.word_codes(targets.words),
        day=targets.day.copy() if clock else days,
    )


def _rows_of(targets: Interactions, history: Interactions) -> tuple[Ints, Ints]:
    """Return the rows of history of askers, and the asker of each."""
    place = {user: n for n, user in enumerate(targets.user)}
    asker = np.array([place.get(user, NEW) for user in history.user], np.int64)
    rows = np.flatnonzero(asker != NEW)
    return rows, asker[rows]


def _last_choices(
    targets: Interactions, history: Interactions, known: Known
) -> tuple[Ints, Floats, Ints]:
    rows, asker = _rows_of(targets, history)
    number, count = places(history.user[rows])
    back = count - 1 - number
    recent = np.full((len(targets), RECENT), NEW, np.int64)
    near = back < RECENT
    recent[asker[near], back[near]] = codes_of(history.item[rows[near]], known.items)
    sizes = np.full(len(targets), np.nan)
    days = np.full(len(targets), NO_DAY, np.int64)
    last = back == 0
    sizes[asker[last]] = history.numbers[rows[last], -1]
    days[asker[last]] = history.day[rows[last]]
    return recent, sizes, days


def _owned(targets: Interactions, history: Interactions, known: Known) -> csr_matrix:
    from scipy.sparse import csr_matrix

    rows, asker = _rows_of(targets, history)
    item = codes_of(history.item[rows], known.items)
    there = item != NEW
    owned = csr_matrix(
        (np.ones(there.sum(), np.float32), (asker[there], item[there])),
        shape=(len(targets), len(known.items)),
    )
    owned.data[:] = 1.0
    return owned
