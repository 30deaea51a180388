"""Which similar people kept what: counts over people, never anyone in particular."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fittingroom.arrays import Floats
from fittingroom.garment.garment import Garment
from fittingroom.person.person import Person
from fittingroom.purchases.purchases import Purchases
from fittingroom.purchases.question import question_columns
from fittingroom.purchases.schema import FITS

FEWEST = 5  # people; of fewer nothing is told
NEAR = {  # how far a similar person may be off, about half a size
    "height_cm": 6.0, "weight_kg": 6.0, "bust_girth_cm": 3.0, "waist_girth_cm": 3.0,
    "hip_girth_cm": 3.0,
}  # fmt: skip
Rows = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Similar:
    """What people like this one said of one size.

    Args:
        size: which.
        people: how many different people, `FEWEST` at least.
        fits: the share of them whom it fitted, to a tenth.
        small: the share of them who found it small, to a tenth.
        large: the share of them who found it large, to a tenth.
    """

    size: str
    people: int
    fits: float
    small: float
    large: float


def similar_people(known: Purchases, person: Person, garment: Garment) -> tuple[Similar, ...]:
    """Return what people with a body like this said of each size of this garment.

    A person counts once a size. Who told none of the measures that this person told isn't similar
    to anyone. Shares are rounded to tenths, so that no single answer can be told by difference.

    Args:
        known: purchases with outcomes.
        person: who asks.
        garment: what.
    """
    columns, outcomes = known.inputs(), known.outcomes()
    if "item_id" not in columns or "size_label" not in columns:
        return ()
    here = (columns["item_id"] == garment.ref) & (outcomes >= 0) & _near(known, person, garment)
    found = []
    for size in garment.chart.sizes:
        rows = np.flatnonzero(here & (columns["size_label"] == size))
        rows = _one_a_person(columns.get("user_id"), rows)
        if len(rows) >= FEWEST:
            said = np.bincount(outcomes[rows], minlength=len(FITS)) / len(rows)
            small, fits, large = (round(float(share), 1) for share in said)
            found.append(Similar(size, len(rows), fits, small, large))
    return tuple(found)


def _near(known: Purchases, person: Person, garment: Garment) -> Rows:
    columns = known.inputs()
    asked = question_columns(person, garment)
    near = np.full(len(known), True)
    compared = np.zeros(len(known))
    if "sex" in columns:
        near &= columns["sex"] == person.sex
    for name, reach in NEAR.items():
        mine = float(asked[name][0])
        if name in columns and np.isfinite(mine):
            theirs: Floats = columns[name]
            told = np.isfinite(theirs)
            compared += told
            near &= ~told | (np.abs(np.where(told, theirs, mine) - mine) <= reach)
    return np.asarray(near & (compared >= 2))


def _one_a_person(users: NDArray[np.object_] | None, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the last row of each person; rows of nobody known each count as one's own."""
    if users is None:
        return rows
    last = {
        user if user is not None else row: row for row, user in zip(rows, users[rows], strict=True)
    }
    return np.array(sorted(last.values()), np.int64)
