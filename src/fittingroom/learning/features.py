"""The features of a row: what is told, what the past says, and the true sizes.

Everything here is numpy: a kept model makes its features without PyTorch or pandas.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from fittingroom.arrays import Floats, Ints
from fittingroom.learning.encoder_files import Files
from fittingroom.learning.expecting import BODY, Expecting
from fittingroom.learning.grouping import group_keys
from fittingroom.learning.history import History
from fittingroom.learning.keys import Keys, Places, joined
from fittingroom.learning.neighbours import Neighbours
from fittingroom.learning.network import EMBEDDED
from fittingroom.learning.ordinal import ordinal_probabilities
from fittingroom.learning.rows import Rows
from fittingroom.learning.size_choosing import Choosing
from fittingroom.learning.true_sizes import Seen, TrueSizes
from fittingroom.learning.wearers import numbers_of
from fittingroom.learning.words import Vocabulary

Matrix = NDArray[np.float32]
Columns = Mapping[str, Floats]
ROOMS = ("bust_room_cm", "waist_room_cm", "hip_room_cm")
ROOM_SCALE = 10.0  # cm
KNOWN = ("user", "item", "item_size")


@dataclass(frozen=True, slots=True)
class Table:
    """The features of some rows.

    Args:
        names: of the columns.
        values: NaN where unknown, shape (row, column).
        places: of each row among the wearers, items and sizes that a network was trained on, -1
            where it's new.
        odds: P(small, fit, large) by the true sizes alone, shape (row, 3).
        files: what encoders read, by column.
    """

    names: tuple[str, ...]
    values: Matrix
    places: Mapping[str, Ints]
    odds: Floats
    files: Mapping[str, Files] = field(default_factory=dict)

    def pick(self, names: tuple[str, ...]) -> Matrix:
        """Return the values of these columns, in this order.

        Raises:
            KeyError: there's no such column.
        """
        if names == self.names:
            return self.values
        where = {name: which for which, name in enumerate(self.names)}
        return self.values[:, [where[name] for name in names]]

    def take(self, rows: Ints) -> Table:
        """Return some of the rows."""
        places = {group: place[rows] for group, place in self.places.items()}
        files = {column: read.take(rows) for column, read in self.files.items()}
        return Table(self.names, self.values[rows], places, self.odds[rows], files)


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read of some rows before anything learned of the past.

    Args:
        numbers: every number, the size, and the size relative to the one expected of the body.
        words: the columns of words.
        standard: the body, the size and the relative size in standard deviations, 0 where unknown.
        seen: what the true sizes read.
        ids: the row's places for a network's embeddings, -1 where it's new.
    """

    numbers: Columns
    words: Columns
    standard: Columns
    seen: Seen
    ids: Mapping[str, Ints]


@dataclass(frozen=True, slots=True)
class Features:
    """What turns rows into features.

    Args:
        secret: the key of the digests of keys.
        members: of each group.
        numbers: the numbers that the training rows had.
        size: mean and standard deviation of the sizes.
        expecting: the size a body takes.
        words: the categories.
        history: of the past purchases.
        choosing: the size a wearer would choose.
        true_sizes: wearers' and items'.
        neighbours: who wore an item.
        trained: the members of `EMBEDDED` groups that a network was trained on, where the history
            has been made anew since.
    """

    secret: bytes
    members: Mapping[str, Places]
    numbers: tuple[str, ...]
    size: tuple[float, float]
    expecting: Expecting
    words: Vocabulary
    history: History = field(default_factory=lambda: History({}, np.zeros(3)))
    choosing: Choosing = field(default_factory=lambda: Choosing({}))
    true_sizes: TrueSizes = field(default_factory=lambda: TrueSizes(np.zeros(0), (), (), ()))
    neighbours: Neighbours | None = None
    trained: Mapping[str, Places] | None = None

    def places(self, rows: Rows) -> dict[str, Ints]:
        """Return each row's place in each group, -1 where it's new."""
        keys = group_keys(rows, self.secret, self.members)
        return {group: members.find(keys[group]) for group, members in self.members.items()}

    def row_keys(self, rows: Rows) -> Keys:
        """Return a key of each row: of its wearer, item and size together."""
        keys = group_keys(rows, self.secret, ("user", "item_size"))
        return joined(keys["user"], keys["item_size"])

    def of(self, rows: Rows) -> Table:
        """Return the features of new rows."""
        read = self.read(rows)
        past = self.history.features(read.seen.places, read.numbers)
        past |= self.choosing.features(read.seen.places, read.numbers["relative"])
        parts = true_size_columns(self.true_sizes, read.seen)
        return self.table(read, past, parts, near=self.near(read, odds_of(parts)))

    def near(self, read: Reading, odds: Floats, folds: Ints | None = None) -> Columns:
        """Return what similar wearers said; without the past of items, nothing."""
        if self.neighbours is None:
            return {}
        return self.neighbours.features(read.seen.places["item"], read.standard, odds, folds)

    def read(self, rows: Rows) -> Reading:
        """Return what is told of some rows."""
        numbers, (mean, spread) = numbers_of(rows), self.size
        numbers["size"] = rows.number("size")
        numbers["relative"] = numbers["size"] - self.expecting.size(numbers)
        body = self.expecting.standard(numbers)
        standard = {name: body[:, which] for which, name in enumerate(BODY)}
        standard["size"] = np.nan_to_num((numbers["size"] - mean) / spread)
        standard["relative"] = np.nan_to_num(np.clip(numbers["relative"] / spread, -3.0, 3.0))
        keys = group_keys(rows, self.secret, self.members)
        places = {group: members.find(keys[group]) for group, members in self.members.items()}
        ids = {group: places[group] for group in EMBEDDED if group in places}
        for group, members in (self.trained or {}).items():
            ids[group] = members.find(keys[group])
        seen = Seen(self._design(numbers, body, standard), places, standard)
        return Reading(numbers, self.words.columns(rows), standard, seen, ids)

    def _design(self, numbers: Columns, body: Floats, standard: Columns) -> Floats:
        relative, size = standard["relative"], standard["size"]
        rooms = np.stack([np.nan_to_num(numbers[room] / ROOM_SCALE) for room in ROOMS], axis=1)
        rooms = np.clip(rooms, -4.0, 4.0)
        more = np.stack([relative, relative**2, size, size**2], axis=1)
        crossed = relative[:, None] * body
        told = self.expecting.design(numbers)
        return np.concatenate([told, more, rooms, rooms**2, crossed], axis=1)

    def table(self, read: Reading, past: Columns, parts: Columns, near: Columns) -> Table:
        """Put the columns together."""
        columns = {name: read.numbers[name] for name in (*self.numbers, "relative")}
        columns |= {**read.words, **past, **parts, **near}
        values = np.stack([np.asarray(c, np.float32) for c in columns.values()], axis=1)
        return Table(tuple(columns), values, read.ids, odds_of(parts))


def true_size_columns(true_sizes: TrueSizes, seen: Seen) -> dict[str, Floats]:
    """Return what true sizes say of each row, as columns."""
    parts = true_sizes.parts(seen)
    odds = ordinal_probabilities(parts["place"], parts["gap"])
    columns = {f"true:{name}": part for name, part in parts.items() if name != "all_gap"}
    columns |= {"true:small": odds[:, 0], "true:fit": odds[:, 1], "true:large": odds[:, 2]}
    names = {effect.name for effect in true_sizes.effects}
    for name in (name for name in KNOWN if name in names):
        columns[f"known:{name}"] = np.log1p(true_sizes.known(name, seen))
    return columns


def odds_of(columns: Columns) -> Floats:
    """Return P(small, fit, large) of the columns of true sizes, shape (row, 3)."""
    return np.stack([columns[f"true:{fit}"] for fit in ("small", "fit", "large")], axis=1)
