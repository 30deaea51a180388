"""The features of a row: what is told, what the past says, and the true sizes.

Everything here is numpy: a kept model makes its features without PyTorch or pandas.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from fittingroom.arrays import Floats, Ints
from fittingroom.learning.expecting import BODY, Expecting, expect_sizes
from fittingroom.learning.grouping import group_keys, told
from fittingroom.learning.history import History, learn_history
from fittingroom.learning.keys import Places, places_of
from fittingroom.learning.ordinal import FIT, ordinal_probabilities
from fittingroom.learning.rows import Rows
from fittingroom.learning.true_sizes import Seen, TrueSizes, fit_true_sizes
from fittingroom.learning.wearers import NUMBERS, numbers_of
from fittingroom.learning.words import Vocabulary, learn_vocabulary
from fittingroom.progress import Progress, Work

Matrix = NDArray[np.float32]
ROOMS = ("bust_room_cm", "waist_room_cm", "hip_room_cm")
ROOM_SCALE = 10.0  # cm
KNOWN = ("user", "item", "item_size")


@dataclass(frozen=True, slots=True)
class Table:
    """The features of some rows.

    Args:
        names: of the columns.
        values: NaN where unknown, shape (row, column).
        places: of each row in each group, -1 where it's new.
        odds: P(small, fit, large) by the true sizes alone, shape (row, 3).
    """

    names: tuple[str, ...]
    values: Matrix
    places: Mapping[str, Ints]
    odds: Floats


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
        true_sizes: wearers' and items'.
    """

    secret: bytes
    members: Mapping[str, Places]
    numbers: tuple[str, ...]
    size: tuple[float, float]
    expecting: Expecting
    words: Vocabulary
    history: History
    true_sizes: TrueSizes

    def places(self, rows: Rows) -> dict[str, Ints]:
        """Return each row's place in each group, -1 where it's new."""
        keys = group_keys(rows, self.secret, self.members)
        return {group: members.find(keys[group]) for group, members in self.members.items()}

    def of(self, rows: Rows) -> Table:
        """Return the features of new rows."""
        places, numbers = self.places(rows), self.read(rows)
        seen = self.seen(numbers, places)
        return self.table(
            rows, numbers, self.history.features(places, numbers), self.true_sizes, seen
        )

    def read(self, rows: Rows) -> dict[str, Floats]:
        """Return all numbers, the size and the size relative to the body's."""
        numbers = numbers_of(rows)
        numbers["size"] = rows.number("size")
        numbers["relative"] = numbers["size"] - self.expecting.size(numbers)
        return numbers

    def seen(self, numbers: Mapping[str, Floats], places: Mapping[str, Ints]) -> Seen:
        """Return what the true sizes read."""
        mean, spread = self.size
        body = self.expecting.standard(numbers)
        size = np.nan_to_num((numbers["size"] - mean) / spread)
        relative = np.nan_to_num(np.clip(numbers["relative"] / spread, -3.0, 3.0))
        rooms = np.stack([np.nan_to_num(numbers[room] / ROOM_SCALE) for room in ROOMS], axis=1)
        rooms = np.clip(rooms, -4.0, 4.0)
        more = np.stack([relative, relative**2, size, size**2], axis=1)
        design = np.concatenate(
            [self.expecting.design(numbers), more, rooms, rooms**2, relative[:, None] * body],
            axis=1,
        )
        times = {name: body[:, which] for which, name in enumerate(BODY)} | {"relative": relative}
        return Seen(design, places, times)

    def table(
        self,
        rows: Rows,
        numbers: Mapping[str, Floats],
        past: Mapping[str, Floats],
        true_sizes: TrueSizes,
        seen: Seen,
    ) -> Table:
        """Put the columns together."""
        parts = true_sizes.parts(seen)
        odds = ordinal_probabilities(parts["place"], parts["gap"])
        columns = {name: numbers[name] for name in (*self.numbers, "relative")}
        columns |= self.words.columns(rows)
        columns |= past
        columns |= {f"true:{name}": part for name, part in parts.items() if name != "all_gap"}
        columns |= {"true:small": odds[:, 0], "true:large": odds[:, 2]}
        names = {effect.name for effect in true_sizes.effects}
        for name in (name for name in KNOWN if name in names):
            columns[f"known:{name}"] = np.log1p(true_sizes.known(name, seen))
        values = np.stack([np.asarray(c, np.float32) for c in columns.values()], axis=1)
        return Table(tuple(columns), values, seen.places, odds)


def learn_features(
    rows: Rows, outcomes: Ints, *, secret: bytes, folds: Ints
) -> Work[tuple[Features, Table]]:
    """Learn what makes features, and return it with the training rows' own, out of fold.

    Args:
        rows: the inputs.
        outcomes: places in `FITS`.
        secret: the key of the digests.
        folds: the fold of each row, 0 and up.
    """
    yield Progress("encode the history", 0.0)
    bare = _bare(rows, outcomes, secret)
    places, numbers = bare.places(rows), bare.read(rows)
    history, past = learn_history(places, numbers, outcomes, folds)
    seen = bare.seen(numbers, places)
    every = np.ones(rows.count)
    true_sizes = fit_true_sizes(seen, outcomes, every, bare.members)
    features = replace(bare, history=history, true_sizes=true_sizes)
    table = features.table(rows, numbers, past, true_sizes, seen)
    values, odds = table.values.copy(), table.odds.copy()
    for fold in range(many := int(folds.max()) + 1):
        yield Progress("learn true sizes, fold by fold", fold / many)
        others = (folds != fold).astype(np.float64)
        without = fit_true_sizes(seen, outcomes, others, bare.members, start=true_sizes)
        made, inside = features.table(rows, numbers, past, without, seen), folds == fold
        values[inside], odds[inside] = made.values[inside], made.odds[inside]
    return features, replace(table, values=values, odds=odds)


def _bare(rows: Rows, outcomes: Ints, secret: bytes) -> Features:
    numbers = numbers_of(rows)
    size = rows.number("size")
    keys = group_keys(rows, secret)
    members = {group: places_of(key) for group, key in keys.items() if told(key)}
    given = tuple(name for name in NUMBERS if not np.isnan(numbers[name]).all())
    known = size[~np.isnan(size)]
    spread = float(known.std()) if len(known) else 0.0
    fitted = (outcomes == FIT).astype(np.float64)
    mean = float(known.mean()) if len(known) else 0.0
    return Features(
        secret, members, (*given, "size"), (mean, spread or 1.0),
        expect_sizes(numbers, size, fitted), learn_vocabulary(rows),
        History({}, np.zeros(3)), TrueSizes(np.zeros(0), (), (), ()),
    )  # fmt: skip
