"""Read RentTheRunWay fit feedback into the schema, from its parquet or its original JSON lines.

Source: Misra, Wan, McAuley, *Decomposing fit semantics for product size recommendation in metric
spaces*, RecSys 2018. Research use: nothing trained on it ships. Everybody in it is a woman.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from fittingroom.arrays import Floats
from fittingroom.purchases import spoken
from fittingroom.purchases.purchases import Purchases
from fittingroom.purchases.report import Finding
from fittingroom.purchases.schema import BY_NAME
from fittingroom.purchases.typed import typed
from fittingroom.purchases.words import Words
from fittingroom.units import CENTIMETRE, INCH, POUND

_PARQUET = {
    "fit": "fit", "user_id": "user_id", "item_id": "item_id", "rating": "rating",
    "rented_for": "occasion", "body_type": "body_type", "category": "category", "size": "size",
    "age": "age_years", "review_date": "reviewed_at", "bust_size_num": "bra_band_in",
    "bust_size_letter": "bra_cup",
}  # fmt: skip
_LINES = {
    "fit": "fit", "user_id": "user_id", "item_id": "item_id", "rating": "rating",
    "rented for": "occasion", "body type": "body_type", "category": "category", "size": "size",
    "age": "age_years", "review_date": "reviewed_at", "review_text": "review",
}  # fmt: skip
_READ_APART = ("bust size", "height", "weight", "review_summary")


def renttherunway(frame: Mapping[str, ArrayLike]) -> Purchases:
    """Return the rows of the parquet file's frame as they are, not yet cleaned."""
    columns: dict[str, Any] = {
        ours: frame[said] for said, ours in _PARQUET.items() if said in frame
    }
    if "height_in" in frame:
        columns["height_cm"] = _scaled("height_cm", frame["height_in"], INCH / CENTIMETRE)
    if "weight_lbs" in frame:
        columns["weight_kg"] = _scaled("weight_kg", frame["weight_lbs"], POUND)
    if "recommend" in frame:
        columns["recommends"] = np.where(np.asarray(frame["recommend"]) == 1, "yes", "no")
    return _women(Purchases(columns))


def renttherunway_lines(cells: Mapping[str, list[Any]]) -> tuple[Purchases, list[Finding]]:
    """Return the rows of the original file's lines, not yet cleaned, and what wasn't readable."""
    words = Words()
    for said, ours in _LINES.items():
        if said in cells:
            words.read(ours, cells[said], said=said)
    if "height" in cells:
        words.read("height_cm", cells["height"], spoken.centimetres_of_feet, said="height")
    if "weight" in cells:
        words.read("weight_kg", cells["weight"], spoken.kilograms, said="weight")
    if "bust size" in cells:
        bras = words.parsed(cells["bust size"], spoken.bra, said="bust size")
        words.columns["bra_band_in"] = [bra and bra[0] for bra in bras]
        words.columns["bra_cup"] = [bra and bra[1] for bra in bras]
    if "review_summary" in cells:
        words.columns["review"] = told_together(cells["review_summary"], cells.get("review_text"))
    words.ignore([said for said in cells if said not in (*_LINES, *_READ_APART)], "no place for it")
    return _women(Purchases(words.columns)), words.findings


def told_together(summaries: list[Any], texts: list[Any] | None) -> list[str | None]:
    """Return each review's summary and text as one text."""
    pairs = zip(summaries, texts or [None] * len(summaries), strict=True)
    return ["\n".join(str(part) for part in pair if part) or None for pair in pairs]


def _scaled(name: str, values: ArrayLike, factor: float) -> Floats:
    with np.errstate(over="ignore"):  # what's infinite then is refused
        scaled: Floats = factor * typed(BY_NAME[name], values)
    return scaled


def _women(purchases: Purchases) -> Purchases:
    return purchases.replaced({"sex": np.full(len(purchases), "female", object)})
