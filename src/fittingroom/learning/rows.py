"""A table of purchases as plain arrays: what features are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fittingroom.arrays import Floats
from fittingroom.purchases.purchases import Purchases
from fittingroom.purchases.schema import BY_NAME

Words = NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Rows:
    """What is known before the wearing, a column at a time.

    Args:
        count: how many rows.
        numbers: number columns; impossible values (outside the schema's range) are missing, NaN.
        words: keys, categories, texts and files; None where missing.
    """

    count: int
    numbers: Mapping[str, Floats]
    words: Mapping[str, Words]

    def number(self, name: str) -> Floats:
        """Return a number column, all NaN where the table has none."""
        found = self.numbers.get(name)
        return np.full(self.count, np.nan) if found is None else found

    def word(self, name: str) -> Words:
        """Return a column of words, all None where the table has none."""
        found = self.words.get(name)
        return np.full(self.count, None, object) if found is None else found


def read_rows(purchases: Purchases) -> Rows:
    """Return the inputs of a table as arrays."""
    inputs: Any = purchases.inputs()
    numbers: dict[str, Floats] = {}
    words: dict[str, Words] = {}
    for name in purchases.columns:
        if name not in inputs:
            continue
        if BY_NAME[name].kind == "number":
            numbers[name] = _possible(name, np.asarray(inputs[name], np.float64))
        else:
            words[name] = _words(np.asarray(inputs[name], object))
    return Rows(len(purchases), numbers, words)


def _possible(name: str, values: Floats) -> Floats:
    low, high = BY_NAME[name].low, BY_NAME[name].high
    with np.errstate(invalid="ignore"):
        outside = ((values < low) if low is not None else False) | (
            (values > high) if high is not None else False
        )
    return np.where(outside, np.nan, values)


def _words(values: Words) -> Words:
    missing = np.array([value is None or value != value for value in values], bool)
    said = values.copy()
    said[missing] = None
    return said
