"""Sizes as sold, and their place on a scale: "12P" on numbers, "XL" on letters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from fittingroom.arrays import Floats, Ints

LETTERS = ("XXS", "XS", "S", "M", "L", "XL", "XXL", "3XL", "4XL", "5XL", "6XL")
_SAME = {"XXXS": "XXS", "2XS": "XXS", "2XL": "XXL", "XXXL": "3XL", "XXXXL": "4XL"}
_NUMBER = re.compile(r"^(?:US|UK|EU|FR|IT|DE)?\s*(\d{1,3}(?:\.5)?)\s*(P|T|W|WP|R|L|S)?$")


def place_of(label: str) -> tuple[str, float] | None:
    """Return a label's scale and its place on it, None where it's on neither.

    Letters count their places from XXS; a number is its own place, its length or width letter
    (P petite, T tall, W women's) stays in the label alone.
    """
    written = label.strip().upper()
    written = _SAME.get(written, written)
    if written in LETTERS:
        return "letters", float(LETTERS.index(written))
    found = _NUMBER.match(written)
    return ("numbers", float(found[1])) if found else None


def places(items: Sequence[str | None], labels: Sequence[str | None]) -> tuple[Floats, Ints]:
    """Return each row's place on its item's main scale, and which rows are on another scale.

    Sizes of one item on two scales (M and 38) can't be compared: those on the rarer have no place.
    """
    import numpy as np

    found = [place_of(label) if label else None for label in labels]
    counts: dict[str | None, Counter[str]] = {}
    for item, place in zip(items, found, strict=True):
        if place:
            counts.setdefault(item, Counter())[place[0]] += 1
    main = {item: max(sorted(count), key=count.__getitem__) for item, count in counts.items()}
    values = np.full(len(labels), np.nan)
    strays = []
    for row, (item, place) in enumerate(zip(items, found, strict=True)):
        if place and place[0] == main[item]:
            values[row] = place[1]
        elif place:
            strays.append(row)
    return values, np.array(strays, np.int64)
