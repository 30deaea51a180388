"""Categories as columns of 0 and 1, for the words that training rows used often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.learning.rows import Rows

NAMES = ("occasion", "sex", "body_type", "ease", "material", "category", "style")
WORDS_MOST = 12
SHARE_LEAST = 0.002  # of the rows


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that have a column.

    Args:
        words: by name of the table's column.
    """

    words: Mapping[str, tuple[str, ...]]

    def columns(self, rows: Rows) -> dict[str, Floats]:
        """Return a column of 0 and 1 for each word."""
        found: dict[str, Floats] = {}
        for name, words in self.words.items():
            said = rows.word(name)
            for word in words:
                found[f"{name}={word}"] = np.asarray(said == word, np.float64)
        return found


def learn_vocabulary(rows: Rows) -> Vocabulary:
    """Choose the words: the most frequent of each column, where it says at least two things."""
    chosen: dict[str, tuple[str, ...]] = {}
    for name in NAMES:
        counts = Counter(word for word in rows.word(name) if word is not None)
        often = [str(word) for word, n in sorted(counts.items(), key=lambda c: (-c[1], c[0]))
                 if n >= SHARE_LEAST * rows.count][:WORDS_MOST]  # fmt: skip
        if len(often) > 1:
            chosen[name] = tuple(often)
    return Vocabulary(chosen)
