"""`split`: train, valid and test rows, that share no row, wearer, item or time.

parts = split(purchases)                  random by row: the published protocol
parts = split(purchases, by="user")       nobody is in two parts
parts = split(purchases, by="time")       later orders are tested
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fittingroom.arrays import Ints
from fittingroom.errors import InvalidInput, UnknownName
from fittingroom.purchases.purchases import Purchases

WAYS = ("row", "user", "item", "time")
Shares = tuple[float, float, float]
SHARES: Shares = (0.8, 0.1, 0.1)
SEED = 1  # the published protocol's


@dataclass(frozen=True, slots=True)
class Split:
    """The three parts, and which rows of the whole they are.

    Args:
        train: to learn from.
        valid: to stop and choose by.
        test: to report on.
        rows: the rows of each.
    """

    train: Purchases
    valid: Purchases
    test: Purchases
    rows: tuple[Ints, Ints, Ints]


def split(
    purchases: Purchases, by: str = "row", shares: Shares = SHARES, seed: int = SEED
) -> Split:
    """Split a table in three.

    Args:
        purchases: the table.
        by: "row" at random; "user" or "item": all rows of one are in one part (a row without one
            stands alone); "time": by the day of the order, or of the review where that's not
            known, later days in test, rows without a day in train.
        shares: of the rows, at least 0, together 1; parts by user, item and day come near them.
        seed: of the random ones.

    Raises:
        InvalidInput: shares that aren't, or a part with a share that no row is left for.
        UnknownName: another `by`.

    Source: by row as Misra, Wan, McAuley 2018 (`random.seed(1)`, shuffle, 80/10/10).
    """
    _check(shares)
    if by == "row":
        rows = _by_row(len(purchases), shares, seed)
    elif by == "time":
        rows = _by_time(purchases, shares)
    elif by in WAYS:
        rows = _by_key(purchases, f"{by}_id", shares, seed)
    else:
        raise UnknownName("way to split", by, WAYS)
    for share, part in zip(shares, rows, strict=True):
        if share > 0.0 and not len(part):
            raise InvalidInput(
                f"{len(purchases)} rows are too few or too alike to split by {by}: a part is empty",
                field="rows", value=len(purchases), allowed="more rows or another way to split",
            )  # fmt: skip
    train, valid, test = rows
    return Split(purchases.take(train), purchases.take(valid), purchases.take(test), rows)


def _check(shares: Shares) -> None:
    if min(shares) < 0.0 or not math.isclose(sum(shares), 1.0, abs_tol=1e-9) or len(shares) != 3:
        raise InvalidInput(
            f"shares are {shares}; three of at least 0 that sum to 1 are allowed",
            field="shares", value=str(shares), allowed="three of at least 0 that sum to 1",
        )  # fmt: skip


def _borders(count: int, shares: Shares) -> tuple[int, int]:
    # 0.8 + 0.1 is a little less than 0.9
    return round(count * shares[0]), round(count * (shares[0] + shares[1]))


def _by_row(count: int, shares: Shares, seed: int) -> tuple[Ints, Ints, Ints]:
    order = list(range(count))
    random.Random(seed).shuffle(order)
    first, second = _borders(count, shares)
    rows = np.array(order, np.int64)
    return rows[:first], rows[first:second], rows[second:]


def _by_key(purchases: Purchases, name: str, shares: Shares, seed: int) -> tuple[Ints, Ints, Ints]:
    if name not in purchases.columns:
        raise InvalidInput(f"there is no column {name} to split by", field=name)
    keys = [
        f"={key}" if key is not None else f"#{row}"
        for row, key in enumerate(purchases.inputs()[name].tolist())
    ]
    order = sorted(set(keys))
    random.Random(seed).shuffle(order)
    place = {key: at for at, key in enumerate(order)}
    groups = np.array([place[key] for key in keys], np.int64)
    before = np.concatenate([[0], np.cumsum(np.bincount(groups, minlength=len(order)))[:-1]])
    return _parted(before[groups], len(keys), shares)


def _by_time(purchases: Purchases, shares: Shares) -> tuple[Ints, Ints, Ints]:
    days = days_of(purchases)
    if np.isnat(days).all():
        raise InvalidInput("no row has a date to split by", field="ordered_at, reviewed_at")
    known = np.where(np.isnat(days), np.datetime64("0001-01-01"), days)
    # rows of one day are told apart by nothing: they stay together
    _, groups, counts = np.unique(known, return_inverse=True, return_counts=True)
    before = np.concatenate([[0], np.cumsum(counts)[:-1]])
    return _parted(before[groups], len(days), shares)


def _parted(before: Ints, count: int, shares: Shares) -> tuple[Ints, Ints, Ints]:
    """Part rows by how many rows are in groups before their own."""
    first, second = _borders(count, shares)
    train, test = before < first, before >= second
    return np.flatnonzero(train), np.flatnonzero(~train & ~test), np.flatnonzero(test & ~train)


def days_of(purchases: Purchases) -> NDArray[np.datetime64]:
    """Return each row's day: of the order, else of the review; NaT where neither is known.

    It's for splits and for telling what drifts, never for a model.
    """
    every = purchases.everything()
    nothing = np.full(len(purchases), "NaT", "datetime64[s]")
    ordered = every.get("ordered_at", nothing)
    days: NDArray[np.datetime64] = np.where(
        np.isnat(ordered), every.get("reviewed_at", nothing), ordered
    ).astype("datetime64[D]")
    return days
