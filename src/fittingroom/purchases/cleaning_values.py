"""Values that nobody has: they become missing."""

from __future__ import annotations

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.purchases.purchases import Purchases
from fittingroom.purchases.report import Finding, examples_of
from fittingroom.purchases.schema import BY_NAME, Column
from fittingroom.units import CENTIMETRE

Touched = tuple[Purchases, list[Finding]]
# [kg/m²] Source: Henry, Body mass index and the limits of human survival, Eur J Clin Nutr 1990:
# about 12 is the least that is survived
BMI_LOW = 12.0
BMI_HIGH = 90.0  # [kg/m²], beyond what clothes are sold for


def impossible_numbers(purchases: Purchases) -> Touched:
    """Make numbers missing that lie outside their column's range (ages 0 and 117, 4'6")."""
    findings, changed = [], {}
    for name, values in purchases.everything().items():
        column = BY_NAME[name]
        if column.kind != "number" or column.low is None or column.high is None:
            continue
        outside = (values < column.low) | (values > column.high)
        if outside.any():
            findings.append(_finding(column, values[outside]))
            changed[name] = np.where(outside, np.nan, values)
    return (purchases.replaced(changed) if changed else purchases), findings


def _finding(column: Column, values: Floats) -> Finding:
    return Finding(
        "out of range", column.name, len(values), "made missing",
        f"allowed are {column.low:g} to {column.high:g}",
        examples_of(sorted(values.tolist())[:1] + sorted(values.tolist())[::-1]),
    )  # fmt: skip


def impossible_weights(purchases: Purchases) -> Touched:
    """Make weights missing that nobody of that height has; of the two, weight is mistyped more."""
    every = purchases.everything()
    if not {"height_cm", "weight_kg"} <= set(every):
        return purchases, []
    heights, weights = every["height_cm"], every["weight_kg"]
    index = weights / (heights * CENTIMETRE) ** 2
    outside = (index < BMI_LOW) | (index > BMI_HIGH)
    if not outside.any():
        return purchases, []
    pairs = zip(weights[outside].tolist(), heights[outside].tolist(), strict=True)
    found = Finding(
        "impossible weight", "weight_kg", int(outside.sum()), "made missing",
        f"allowed is a body mass index of {BMI_LOW:g} to {BMI_HIGH:g}",
        examples_of([f"{weight:.1f} kg at {height:.0f} cm" for weight, height in pairs]),
    )  # fmt: skip
    return purchases.replaced({"weight_kg": np.where(outside, np.nan, weights)}), [found]
