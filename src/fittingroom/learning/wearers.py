"""The numbers that describe a wearer and an article: given ones and a few made of them."""

from __future__ import annotations

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.learning.rows import Rows, Words
from fittingroom.purchases.schema import COLUMNS
from fittingroom.units import INCH

CUPS = {
    "aa": 0.5, "a": 1.0, "b": 2.0, "c": 3.0, "d": 4.0, "d+": 4.5, "dd": 5.0, "e": 5.0,
    "ddd/e": 6.0, "ddd": 6.0, "f": 7.0, "g": 8.0, "h": 9.0, "i": 10.0, "j": 11.0,
}  # fmt: skip
GIVEN = tuple(
    column.name
    for column in COLUMNS
    if column.kind == "number" and column.part in ("wearer", "article") and column.name != "size"
)
MADE = ("bmi", "cup", "bust_cm", "bust_room_cm", "waist_room_cm", "hip_room_cm")
NUMBERS = (*GIVEN, *MADE)


def numbers_of(rows: Rows) -> dict[str, Floats]:
    """Return every number by name, NaN where it isn't known.

    `bust_cm` is the girth where it's given, otherwise the band plus an inch a cup, as US bra sizes
    are made; `…_room_cm` is the article's girth less the wearer's.
    """
    found = {name: rows.number(name) for name in GIVEN}
    found["bmi"] = found["weight_kg"] / np.square(found["height_cm"] / 100.0)
    found["cup"] = _cups(rows.word("bra_cup"))
    by_bra = 100.0 * INCH * (found["bra_band_in"] + found["cup"])
    girth = found["bust_girth_cm"]
    found["bust_cm"] = np.where(np.isnan(girth), by_bra, girth)
    for place, body in (("bust", "bust_cm"), ("waist", "waist_girth_cm"), ("hip", "hip_girth_cm")):
        found[f"{place}_room_cm"] = found[f"article_{place}_cm"] - found[body]
    return found


def _cups(said: Words) -> Floats:
    return np.array([CUPS.get(str(cup).lower(), np.nan) for cup in said], np.float64)
