"""`worn_of`: a shop's purchases as the joiner learns from them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast, get_args

import numpy as np

from fittingroom.errors import FittingRoomError
from fittingroom.fit.advice_ease import compare_sizes
from fittingroom.fit.advice_study import study
from fittingroom.garment.garment import Garment
from fittingroom.learning.joining import Joiner
from fittingroom.learning.joining_fit import Worn
from fittingroom.learning.joint import joint_of
from fittingroom.learning.model import FitModel
from fittingroom.learning.saying import parts
from fittingroom.person.person import Ease, Measurement, Measurements, Person, Preferences, Sex
from fittingroom.person.terms import TERMS
from fittingroom.purchases.purchases import UNTOLD, Columns, Purchases
from fittingroom.purchases.question import GIRTHS
from fittingroom.purchases.schema import FITS
from fittingroom.units import CENTIMETRE

DRAWS = 400  # of the physical fit, for each purchase


def worn_of(
    model: FitModel, purchases: Purchases, garments: Mapping[str, Garment], joiner: Joiner
) -> Worn:
    """Return purchases as `fit_joiner` takes them.

    Left out are those without an outcome, of a garment or size that isn't known here, and of
    people who can't be.

    Args:
        model: that never learned from these rows.
        purchases: with outcomes.
        garments: by `item_id`.
        joiner: how far clothes run from their charts is taken from it.
    """
    columns, outcomes = purchases.inputs(), purchases.outcomes()
    rows, felt = [], []
    for row in np.flatnonzero(outcomes != UNTOLD).tolist():
        found = _feel(columns, row, garments, joiner)
        if found is not None:
            rows.append(row)
            felt.append(found)
    taken = purchases.take(np.array(rows, np.int64))
    said = model.probabilities(taken)
    return Worn(
        whole=np.array([whole for whole, _ in felt]),
        tightest=np.array([tightest for _, tightest in felt]),
        small=said[:, FITS.index("small")],
        large=said[:, FITS.index("large")],
        evidence=model.evidence(taken),
        outcome=outcomes[rows],
    )


def _feel(
    columns: Columns, row: int, garments: Mapping[str, Garment], joiner: Joiner
) -> tuple[np.ndarray, np.ndarray] | None:
    """Return what each draw feels in the size that was bought, None where nobody can say."""
    ref, label = columns["item_id"][row], columns["size_label"][row]
    if ref not in garments or label not in garments[ref].chart.sizes:
        return None
    garment = garments[ref]
    sizes = compare_sizes(garment)
    try:
        seen = study(person_of(columns, row), sizes, draws=DRAWS)
    except FittingRoomError:
        return None
    whole, tightest = parts(sizes, joint_of(seen, joiner).made.off)
    size = sizes.sizes.index(label)
    return whole[:, size], tightest[:, size]


def person_of(columns: Columns, row: int) -> Person:
    """Return the wearer of a row, as told there."""
    told = {}
    for term in ("height", "weight", *GIRTHS):
        name, unit = (f"{term}_cm", CENTIMETRE) if term != "weight" else ("weight_kg", 1.0)
        value = float(columns[name][row]) if name in columns else np.nan
        if np.isfinite(value):
            told[term] = Measurement(value * unit, TERMS[term].tape_sd)
    age = float(columns["age_years"][row]) if "age_years" in columns else np.nan
    wish = columns["ease"][row] if "ease" in columns else None
    ease = cast(Ease, wish) if wish in get_args(Ease) else "regular"
    return Person(
        cast(Sex, columns["sex"][row]),
        Measurements(told),
        age if np.isfinite(age) else None,
        Preferences(ease=ease),
    )
