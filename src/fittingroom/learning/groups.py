"""Body groups: who a model is judged for apart, by sex, height, body mass index and age."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from fittingroom.arrays import Floats
from fittingroom.purchases.purchases import Purchases

Mask = NDArray[np.bool_]

# Borders: body mass index as WHO draws it (WHO 2000, Technical Report 894); the others round
# figures that leave each group rows in the data we know.
BORDERS: Mapping[str, tuple[float, ...]] = {
    "height_cm": (160.0, 170.0, 180.0),
    "bmi": (18.5, 25.0, 30.0, 35.0),
    "age_years": (25.0, 40.0, 55.0),
}


def body_groups(purchases: Purchases) -> dict[str, Mask]:
    """Return which rows belong to each group; a row is in one group of each kind.

    Those who don't tell are a group, too: they must not be served badly for it.
    """
    columns = purchases.inputs()
    rows = len(purchases)
    numbers = {
        "height_cm": _number(columns.get("height_cm"), rows),
        "bmi": _bmi(columns, rows),
        "age_years": _number(columns.get("age_years"), rows),
    }
    groups = _by_word("sex", columns.get("sex"), rows)
    for name, values in numbers.items():
        groups |= _by_border(name, values, BORDERS[name])
    return {name: mask for name, mask in groups.items() if mask.any()}


def _number(values: NDArray[np.float64] | None, rows: int) -> Floats:
    return np.full(rows, np.nan) if values is None else values


def _bmi(columns: Mapping[str, NDArray[np.float64]], rows: int) -> Floats:
    """Return the body mass index [kg/m²]."""
    height = _number(columns.get("height_cm"), rows) / 100.0
    return np.asarray(_number(columns.get("weight_kg"), rows) / height**2)


def _by_word(name: str, values: NDArray[np.object_] | None, rows: int) -> dict[str, Mask]:
    if values is None:
        return {f"{name} untold": np.ones(rows, bool)}
    words = sorted({word for word in values if word is not None})
    groups = {f"{name} {word}": np.array([v == word for v in values], bool) for word in words}
    return groups | {f"{name} untold": np.array([v is None for v in values], bool)}


def _by_border(name: str, values: Floats, borders: tuple[float, ...]) -> dict[str, Mask]:
    edges = (-np.inf, *borders, np.inf)
    groups = {
        _called(name, low, high): np.asarray((values >= low) & (values < high))
        for low, high in pairwise(edges)
    }
    return groups | {f"{name} untold": np.isnan(values)}


def _called(name: str, low: float, high: float) -> str:
    if np.isinf(low):
        return f"{name} below {high:g}"
    return f"{name} from {low:g}" if np.isinf(high) else f"{name} {low:g} to {high:g}"
