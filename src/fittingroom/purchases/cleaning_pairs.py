"""Rows that say the same twice, or two things of the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fittingroom.arrays import Floats, Ints
from fittingroom.purchases.purchases import Purchases
from fittingroom.purchases.report import Action, Finding, examples_of

Mask = NDArray[np.bool_]
STEADY_CM = 5.0  # a grown wearer's height doesn't change by more


def groups_of(purchases: Purchases, names: Sequence[str]) -> Ints:
    """Return each row's group: rows equal in all these columns share one, as do missing values."""
    groups = np.zeros(len(purchases), np.int64)
    every = purchases.everything()
    for name in names:
        if name in every:
            groups = _finer(groups, _codes(every[name]))
    return groups


def repeated_rows(purchases: Purchases, *, dropping: bool) -> tuple[Mask, list[Finding]]:
    """Find rows equal in every column to one before them."""
    rows, groups = np.arange(len(purchases)), np.zeros(len(purchases), np.int64)
    # keys first: few rows are left to compare then
    for values in sorted(purchases.everything().values(), key=lambda v: v.dtype != object):
        groups = _finer(groups, _codes(values[rows]))
        shared = np.bincount(groups)[groups] > 1
        rows, groups = rows[shared], groups[shared]
    again = np.zeros(len(purchases), bool)
    again[rows] = _again(groups)
    told = _told("duplicate row", "every column", again, dropping, "equal to a row before it")
    return again, told


def repeated_orders(purchases: Purchases) -> list[Finding]:
    """Tell of rows of a wearer, item and size that were there before, equal or not."""
    if not _has_pairs(purchases):
        return []
    groups = groups_of(purchases, ("user_id", "item_id", "size", "size_label"))
    again = _again(groups) & _known(purchases)
    said = "the same wearer, item and size as a row before it"
    return _told("duplicate pair", "user_id, item_id, size", again, False, said)


def contradictions(purchases: Purchases, *, dropping: bool) -> tuple[Mask, list[Finding]]:
    """Find rows of one wearer, item and size whose outcomes differ."""
    if not _has_pairs(purchases):
        return np.zeros(len(purchases), bool), []
    groups = groups_of(purchases, ("user_id", "item_id", "size", "size_label"))
    outcomes = purchases.outcomes()
    told = (outcomes >= 0) & _known(purchases)
    least, most = np.full(len(groups), 9), np.full(len(groups), -1)
    np.minimum.at(least, groups[told], outcomes[told])
    np.maximum.at(most, groups[told], outcomes[told])
    rows = told & (least[groups] != most[groups])
    said = "one wearer, item and size told to fit in several ways"
    return rows, _told("contradictory pair", "fit", rows, dropping, said)


def changing_wearers(purchases: Purchases) -> list[Finding]:
    """Tell of wearers whose height changes by more than a tape's error between orders."""
    every = purchases.everything()
    if not {"user_id", "height_cm"} <= set(every):
        return []
    heights = every["height_cm"]
    told = ~np.isnan(heights) & np.array([user is not None for user in every["user_id"]], bool)
    users = groups_of(purchases, ("user_id",))
    changing = _spans(users[told], heights[told], len(users)) > STEADY_CM
    rows = told & changing[users]
    said = f"a wearer told heights more than {STEADY_CM:g} cm apart: several people, or a mistake"
    return _told("changing wearer", "height_cm", rows, False, said)


def _finer(groups: Ints, codes: Ints) -> Ints:
    both = groups * (int(codes.max(initial=0)) + 1) + codes
    finer: Ints = np.unique(both, return_inverse=True)[1].astype(np.int64)
    return finer


def _again(groups: Ints) -> Mask:
    again = np.ones(len(groups), bool)
    again[np.unique(groups, return_index=True)[1]] = False
    return again


def _spans(groups: Ints, values: Floats, count: int) -> Floats:
    least, most = np.full(count, np.inf), np.full(count, -np.inf)
    np.minimum.at(least, groups, values)
    np.maximum.at(most, groups, values)
    return np.where(np.isfinite(least), most - least, 0.0)


def _codes(values: NDArray[Any]) -> Ints:
    if values.dtype == object:
        places: dict[Any, int] = {}
        coded = [places.setdefault(value, len(places)) for value in values.tolist()]
        return np.array(coded, np.int64)
    return np.unique(values, return_inverse=True, equal_nan=True)[1].astype(np.int64)


def _has_pairs(purchases: Purchases) -> bool:
    names = set(purchases.columns)
    return {"user_id", "item_id"} <= names and bool({"size", "size_label"} & names)


def _known(purchases: Purchases) -> Mask:
    every = purchases.everything()
    return np.array(
        [
            user is not None and item is not None
            for user, item in zip(every["user_id"], every["item_id"], strict=True)
        ],
        bool,
    )


def _told(rule: str, column: str, rows: Mask, dropping: bool, says: str) -> list[Finding]:
    if not rows.any():
        return []
    examples = [f"row {row}" for row in np.flatnonzero(rows)[:3].tolist()]
    action: Action = "dropped" if dropping else "only told"
    return [Finding(rule, column, int(rows.sum()), action, says, examples_of(examples))]
