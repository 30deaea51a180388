"""The nouns of what people chose: `Interaction`, and `Interactions`, the table of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fittingroom.arrays import Floats, Ints
from fittingroom.errors import InvalidInput
from fittingroom.purchases.purchases import Columns, Purchases

Words = NDArray[np.object_]

NUMBERS = ("age_years", "height_cm", "weight_kg", "bra_band_in", "size")
WORDS = ("body_type", "bra_cup", "sex")
ARTICLE_WORDS = ("category", "style", "material", "brand")
NO_DAY = -1  # a row without a date: it comes before all others


@dataclass(frozen=True, slots=True)
class Interaction:
    """One person chose one item.

    Args:
        user: who.
        item: what.
        day: when, days since 1970, `NO_DAY` where unknown.
    """

    user: str
    item: str
    day: int = NO_DAY


@dataclass(frozen=True, slots=True)
class Interactions:
    """Interactions by person, each person's in the order of time.

    Dates only order the rows, and tell which items were chosen before a day. Rows of one person
    and one day keep the order of the file.

    Args:
        user: who, shape (row,).
        item: what, shape (row,).
        day: when, days since 1970, shape (row,).
        numbers: `NUMBERS` of wearer and size, NaN where untold, shape (row, number).
        words: `WORDS` of the wearer, "" where untold, shape (row, word).
        article: `ARTICLE_WORDS` of the item, "" where untold, shape (row, word).
    """

    user: Words
    item: Words
    day: Ints
    numbers: Floats
    words: Words
    article: Words

    def __len__(self) -> int:
        return len(self.user)

    def take(self, rows: Ints) -> Interactions:
        """Return some of the rows, in this order."""
        return Interactions(
            self.user[rows], self.item[rows], self.day[rows],
            self.numbers[rows], self.words[rows], self.article[rows],
        )  # fmt: skip


def interactions_of(purchases: Purchases) -> Interactions:
    """Return a table of purchases as interactions; rows without a user or an item are left out.

    What the wearer said afterwards isn't read: only that, when and in which order they chose.

    Raises:
        InvalidInput: no column of users or of items.
    """
    inputs, days = purchases.inputs(), np.full(len(purchases), NO_DAY, np.int64)
    for name in ("user_id", "item_id"):
        if name not in inputs:
            raise InvalidInput(f"no column {name}: recommending needs it", field=name)
    for name in ("reviewed_at", "ordered_at"):
        dates = purchases.everything().get(name, np.full(len(purchases), "NaT", "datetime64[D]"))
        told = ~np.isnat(dates)
        days[told] = dates[told].astype("datetime64[D]").astype(np.int64)
    blank = np.full(len(purchases), np.nan)
    known = np.array([user is not None for user in inputs["user_id"]], bool)
    known &= np.array([item is not None for item in inputs["item_id"]], bool)
    table = Interactions(
        user=inputs["user_id"], item=inputs["item_id"], day=days,
        numbers=np.column_stack([inputs.get(name, blank) for name in NUMBERS]),
        words=_words(inputs, WORDS), article=_words(inputs, ARTICLE_WORDS),
    )  # fmt: skip
    return in_order(table.take(np.flatnonzero(known)))


def table_of(interactions: Iterable[Interaction]) -> Interactions:
    """Return single interactions as a table that knows nothing else of wearers and items.

    Example:
        >>> table_of([Interaction("ann", "tee", 3), Interaction("ann", "skirt", 1)]).item.tolist()
        ['skirt', 'tee']
    """
    rows = list(interactions)

    def blank(names: tuple[str, ...]) -> Words:
        return np.full((len(rows), len(names)), "", object)

    return in_order(
        Interactions(
            user=np.array([row.user for row in rows], object),
            item=np.array([row.item for row in rows], object),
            day=np.array([row.day for row in rows], np.int64),
            numbers=np.full((len(rows), len(NUMBERS)), np.nan),
            words=blank(WORDS),
            article=blank(ARTICLE_WORDS),
        )
    )


def in_order(table: Interactions) -> Interactions:
    """Return the rows by person and time; rows of one day keep their order."""
    _, person = np.unique(table.user.astype(str), return_inverse=True)
    return table.take(np.lexsort((table.day, person)))


def joined(*tables: Interactions) -> Interactions:
    """Return the rows of several tables as one."""
    return in_order(
        Interactions(
            *(
                np.concatenate([getattr(table, name) for table in tables])
                for name in ("user", "item", "day", "numbers", "words", "article")
            )
        )
    )


def _words(inputs: Columns, names: tuple[str, ...]) -> Words:
    rows = len(inputs["user_id"])
    table = np.full((rows, len(names)), "", object)
    for place, name in enumerate(names):
        if name in inputs:
            table[:, place] = [word or "" for word in inputs[name]]
    return table
