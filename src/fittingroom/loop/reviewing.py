"""`review_steps`: purchases whose advice a person should look at, with reasons.

A queue holds keys of rows, items and sizes and why they are in it, never a measurement: who may see
the measurements looks them up where they are kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.errors import FittingRoomError, InvalidInput
from fittingroom.garment.catalogue import catalogue
from fittingroom.garment.garment import Garment
from fittingroom.learning.advising import advise_jointly
from fittingroom.learning.joint_advice import JointAdvice
from fittingroom.learning.model import FitModel
from fittingroom.loop.accepting import days_of
from fittingroom.loop.telling import told_by, word
from fittingroom.person.reading import read_person
from fittingroom.progress import Progress, Work
from fittingroom.purchases.purchases import UNTOLD, Purchases
from fittingroom.purchases.schema import FITS

Why = Literal["measurement", "abstained", "unsure", "disagreement", "surprise"]
ORDER: tuple[Why, ...] = ("measurement", "surprise", "disagreement", "abstained", "unsure")
"""From what most likely is a mistake to what is merely hard."""

MOST_MAX = 100_000


@dataclass(frozen=True, slots=True)
class ReviewOptions:
    """When a person should look.

    Args:
        most: rows looked at, the latest first.
        unsure: an advised size that is less probable than this to be right.
        surprise: an outcome that was less probable than this.
        firm: both physics and learning are at least so sure of a size, and not of the same.

    Raises:
        InvalidInput: a figure outside its range.
    """

    most: int = 500
    unsure: float = 0.5
    surprise: float = 0.05
    firm: float = 0.6

    def __post_init__(self) -> None:
        for name, most in (("most", MOST_MAX), ("unsure", 1.0), ("surprise", 1.0), ("firm", 1.0)):
            value = getattr(self, name)
            if not 0 < value <= most:
                raise InvalidInput(
                    f"{name} is {value}; above 0 and at most {most} is allowed",
                    field=name, value=value, allowed=f"above 0, at most {most}",
                )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a row is in the queue.

    Args:
        why: in a word.
        says: in a sentence without a measurement.
    """

    why: Why
    says: str


@dataclass(frozen=True, slots=True)
class Review:
    """A row that a person should look at.

    Args:
        row: its place in the table, from 0.
        order: the order's key, where there is one.
        item: the item's key.
        size: the size bought.
        reasons: the gravest first.
    """

    row: int
    order: str | None
    item: str | None
    size: str | None
    reasons: tuple[Reason, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the row as JSON holds it."""
        return {
            "row": self.row, "order": self.order, "item": self.item, "size": self.size,
            "reasons": [{"why": reason.why, "says": reason.says} for reason in self.reasons],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReviewQueue:
    """What a person should look at.

    Args:
        reviews: the gravest first.
        looked_at: how many rows were looked at.
        rows: how many there are.
    """

    reviews: tuple[Review, ...]
    looked_at: int
    rows: int

    def as_json(self) -> dict[str, Any]:
        """Return the queue as JSON holds it."""
        counts = {why: sum(r.reasons[0].why == why for r in self.reviews) for why in ORDER}
        return {
            "rows": self.rows, "looked_at": self.looked_at, "by_gravest_reason": counts,
            "queue": [review.as_json() for review in self.reviews],
        }  # fmt: skip


def review_steps(
    purchases: Purchases,
    *,
    model: FitModel | None = None,
    garments: Mapping[str, Garment] | None = None,
    options: ReviewOptions | None = None,
) -> Work[ReviewQueue]:
    """Look through purchases for what a person should look at.

    Args:
        purchases: the rows, with or without outcomes.
        model: of what people said; without one physics alone is asked.
        garments: by item; the catalogue that ships where None. Other items are asked of the model
            alone.
        options: when a person should look.
    """
    options = options or ReviewOptions()
    known = catalogue if garments is None else garments
    rows = np.argsort(days_of(purchases), kind="stable")  # NaT last: counted as new
    rows = rows[::-1][: options.most]
    taken = purchases.take(rows)
    odds = None if model is None else model.probabilities(taken)
    columns, outcomes = taken.everything(), taken.outcomes()
    found = []
    for place, row in enumerate(rows.tolist()):
        if place % 25 == 0:
            yield Progress("look through the purchases", place / len(rows))
        reasons = _reasons(columns, place, int(outcomes[place]), known, model, odds, options)
        if reasons:
            found.append(
                Review(
                    row,
                    word(columns, "order_id", place),
                    word(columns, "item_id", place),
                    word(columns, "size_label", place),
                    tuple(sorted(reasons, key=lambda r: ORDER.index(r.why))),
                )
            )
    found.sort(key=lambda review: (ORDER.index(review.reasons[0].why), review.row))
    return ReviewQueue(tuple(found), len(rows), len(purchases))


def _reasons(
    columns: Mapping[str, Any], row: int, outcome: int, known: Mapping[str, Garment],
    model: FitModel | None, odds: Floats | None, options: ReviewOptions,
) -> list[Reason]:  # fmt: skip
    item = word(columns, "item_id", row)
    try:
        person = read_person(told_by(columns, row))
        garment = known[item] if item is not None and item in known else None
        advice = None if garment is None else advise_jointly(
            person, garment, model=model, user_id=word(columns, "user_id", row)
        )  # fmt: skip
    except FittingRoomError as error:
        field = error.field or "a measurement"
        says = f"{field} can't be, is missing, or doesn't go with the other measurements"
        return [Reason("measurement", says)]
    reasons = [] if advice is None else _of_advice(advice, options)
    said = _said(advice, word(columns, "size_label", row), None if odds is None else odds[row])
    if said is None:
        return reasons
    if advice is None and said[FITS.index("fit")] < options.unsure:
        reasons.append(Reason("unsure", "this size is less likely than not to fit"))
    if outcome != UNTOLD and said[outcome] < options.surprise:
        percent = max(round(100.0 * said[outcome]), 1)
        words = f"it was said to be {FITS[outcome]}, which had a probability of {percent} %"
        reasons.append(Reason("surprise", words))
    return reasons


def _said(advice: JointAdvice | None, size: str | None, learned: Floats | None) -> Floats | None:
    """Return P(small, fit, large) of the size bought: of both joined, else of the model."""
    if advice is not None and size is not None and size in advice.words:
        return np.array([advice.words[size][fit] for fit in FITS])
    return learned


def _of_advice(advice: JointAdvice, options: ReviewOptions) -> list[Reason]:
    reasons = []
    if advice.abstains is not None:
        why = advice.abstains.why.replace("_", " ")
        kind: Why = (
            "measurement" if advice.abstains.why == "measurements_contradict" else "abstained"
        )
        reasons.append(Reason(kind, f"no size was named: {why}"))
    elif advice.probability[advice.nearest] < options.unsure:
        reasons.append(
            Reason("unsure", f"{advice.nearest} was advised, more likely wrong than right")
        )
    found = advice.findings
    if found.learned is not None:
        sizes = found.case.sizes.sizes
        one, other = found.physical, found.learned
        sure = min(one.suits[one.median], other.suits[other.median]) >= options.firm
        if sure and one.median != other.median:
            says = f"physics says {sizes[one.median]}, what people said {sizes[other.median]}"
            reasons.append(Reason("disagreement", says))
    return reasons
