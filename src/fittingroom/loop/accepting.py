"""`accept`: which rows of feedback may teach a model. What isn't accepted is counted, with why.

Cleaning (`purchases.cleaning`) asks whether a row can be true; this asks whether it may be believed
that many times: a wearer who floods the table, orders said twice and differently, days to come.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fittingroom.arrays import Ints
from fittingroom.purchases.purchases import UNTOLD, Purchases

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class AcceptOptions:
    """What is believed.

    Args:
        per_wearer: rows of one wearer that count; the latest are taken.
        now: no order can be later, None where that isn't asked.
    """

    per_wearer: int = 50
    now: np.datetime64 | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """What came of it.

    Args:
        purchases: the rows that may teach.
        refused: how many rows weren't accepted, by reason.
    """

    purchases: Purchases
    refused: Mapping[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return the counts as JSON holds them."""
        return {"accepted": len(self.purchases), "refused": dict(self.refused)}


def accept(purchases: Purchases, options: AcceptOptions | None = None) -> Accepted:
    """Sort out what must not teach a model.

    Args:
        purchases: feedback, cleaned.
        options: what is believed.
    """
    options = options or AcceptOptions()
    left = np.ones(len(purchases), bool)
    refused: dict[str, int] = {}
    for reason, bad in (
        ("no outcome", purchases.outcomes() == UNTOLD),
        ("ordered in the future", _future(purchases, options.now)),
        ("one order with several outcomes", _contradicted(purchases)),
        ("the same order again", _repeated(purchases)),
    ):
        refused[reason] = int((left & bad).sum())
        left &= ~bad
    reason = f"more than {options.per_wearer} rows of one wearer"
    kept = _latest_of_each(purchases, np.flatnonzero(left), options.per_wearer)
    refused[reason] = int(left.sum()) - len(kept)
    return Accepted(purchases.take(kept), {why: count for why, count in refused.items() if count})


def days_of(purchases: Purchases) -> NDArray[np.datetime64]:
    """Return when each row was ordered, NaT where that isn't known."""
    told = purchases.everything().get("ordered_at")
    return np.full(len(purchases), "NaT", "datetime64[s]") if told is None else told


def _future(purchases: Purchases, now: np.datetime64 | None) -> Mask:
    if now is None:
        return np.zeros(len(purchases), bool)
    return np.asarray(days_of(purchases) > now)


def _lines(purchases: Purchases) -> tuple[list[tuple[Any, ...] | None], Ints]:
    """Return what makes a row one line of one order, None without an order, and its outcome."""
    columns = purchases.everything()
    if "order_id" not in columns:
        return [None] * len(purchases), purchases.outcomes()
    names = [n for n in ("order_id", "user_id", "item_id", "size", "size_label") if n in columns]
    rows = zip(*(columns[name].tolist() for name in names), strict=True)
    return [tuple(map(str, row)) if row[0] is not None else None for row in rows], (
        purchases.outcomes()
    )


def _contradicted(purchases: Purchases) -> Mask:
    lines, outcomes = _lines(purchases)
    said: dict[tuple[Any, ...], set[int]] = {}
    for line, outcome in zip(lines, outcomes.tolist(), strict=True):
        if line is not None and outcome != UNTOLD:
            said.setdefault(line, set()).add(outcome)
    return np.array([line is not None and len(said.get(line, ())) > 1 for line in lines], bool)


def _repeated(purchases: Purchases) -> Mask:
    lines, _ = _lines(purchases)
    seen: set[tuple[Any, ...]] = set()
    again = []
    for line in lines:
        again.append(line is not None and line in seen)
        if line is not None:
            seen.add(line)
    return np.array(again, bool)


def _latest_of_each(purchases: Purchases, rows: Ints, most: int) -> Ints:
    """Return the latest rows of each wearer, in their old order; rows without a wearer stay."""
    users = purchases.everything().get("user_id")
    if users is None:
        return rows
    when = days_of(purchases)[rows]
    newest_first = rows[np.argsort(when, kind="stable")[::-1]]
    counts: dict[str, int] = {}
    kept = []
    for row in newest_first.tolist():
        user = users[row]
        if user is not None:
            counts[user] = counts.get(user, 0) + 1
            if counts[user] > most:
                continue
        kept.append(row)
    return np.sort(np.array(kept, np.int64))
