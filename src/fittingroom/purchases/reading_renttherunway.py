"""Read RentTheRunWay fit feedback into the schema, from its parquet or its original JSON lines.

Source: Misra, Wan, McAuley, *Decomposing fit semantics for product size recommendation in metric
spaces*, RecSys 2018. Research use: nothing trained on it ships.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fittingroom.purchases.purchases import Purchases
from fittingroom.units import INCH, POUND

if TYPE_CHECKING:
    import pandas as pd

_RENAMED = {
    "fit": "fit", "user_id": "user_id", "item_id": "item_id", "rating": "rating",
    "rented_for": "occasion", "body_type": "body_type", "category": "category", "size": "size",
    "age": "age_years", "review_date": "reviewed_at", "bust_size_num": "bra_band_in",
    "bust_size_letter": "bra_cup", "recommend": "recommends",
}  # fmt: skip


def renttherunway(frame: pd.DataFrame) -> Purchases:
    """Return the rows of the parquet file's frame as they are, not yet cleaned."""
    columns: dict[str, Any] = {
        ours: frame[name] for name, ours in _RENAMED.items() if name in frame
    }
    if "height_in" in frame:
        columns["height_cm"] = 100.0 * INCH * frame["height_in"]
    if "weight_lbs" in frame:
        columns["weight_kg"] = POUND * frame["weight_lbs"]
    return Purchases(columns | {"sex": ["female"] * len(frame)})
