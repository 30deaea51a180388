"""What a row of purchases tells of its wearer, as a person is read from a form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

NUMBERS = (
    "age_years", "height_cm", "weight_kg", "bust_girth_cm", "underbust_girth_cm",
    "waist_girth_cm", "hip_girth_cm",
)  # fmt: skip


def told_by(columns: Mapping[str, NDArray[Any]], row: int) -> dict[str, Any]:
    """Return what `read_person` takes, of one row; what's missing is left out."""
    told: dict[str, Any] = {
        name: float(columns[name][row])
        for name in NUMBERS
        if name in columns and not np.isnan(columns[name][row])
    }
    if word(columns, "sex", row) is not None:
        told["sex"] = word(columns, "sex", row)
    if word(columns, "ease", row) is not None:
        told["preferences"] = {"ease": word(columns, "ease", row)}
    return told


def word(columns: Mapping[str, NDArray[Any]], name: str, row: int) -> str | None:
    """Return a row's word in a column, None where it says nothing."""
    return None if name not in columns else columns[name][row]
