"""Which group a wearer's body is in: what an evaluation is also shown by."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.learning.rows import Words, read_rows
from fittingroom.learning.wearers import numbers_of
from fittingroom.purchases.purchases import Purchases

BANDS = {
    "height": ("height_cm", (160.0, 170.0), " cm"),
    "bmi": ("bmi", (18.5, 25.0, 30.0), ""),
    "age": ("age_years", (25.0, 35.0, 45.0), " years"),
}  # BMI by the WHO's classes (Technical Report 894, 2000)


def body_groups(purchases: Purchases) -> dict[str, Words]:
    """Return the group of each row by kind: height, bmi, age, sex, body_type; None where unsaid."""
    rows = read_rows(purchases)
    numbers = numbers_of(rows)
    found = {
        kind: _banded(numbers[name], edges, unit) for kind, (name, edges, unit) in BANDS.items()
    }
    return found | {name: rows.word(name) for name in ("sex", "body_type")}


def _banded(values: Floats, edges: tuple[float, ...], unit: str) -> Words:
    names = [f"under {edges[0]:g}{unit}"]
    names += [f"{low:g} to {high:g}{unit}" for low, high in pairwise(edges)]
    names.append(f"{edges[-1]:g}{unit} and over")
    which = np.digitize(np.nan_to_num(values), edges)
    said: Words = np.array(names, object)[which]
    said[np.isnan(values)] = None
    return said
