"""Feedback: what was kept or sent back, and why; from shoppers and from the shop's orders."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from fittingroom.server.wire.base import Message, Verdict

Outcome = Literal["kept", "returned"]
Reason = Literal["too_small", "too_large", "quality", "style", "not_as_shown", "other"]
Fit = Literal["small", "fit", "large"]
Zone = Literal[
    "neck", "shoulder", "bust", "waist", "hip", "thigh", "upper_arm", "sleeve_length", "length"
]
Name = Annotated[str, Field(min_length=1, max_length=80)]

# it stands in the path that forgets them: no slash, no white space, not only dots
Customer = Annotated[str, Field(max_length=80, pattern=r"^[^/\\\s]*[^/\\\s.][^/\\\s]*$")]


class FeedbackTold(Message):
    """What a shopper says of a garment they bought.

    `fit` is how it fitted as a whole: too small, fitting, too large. `zones` rates each zone.
    `photo` says that the photo they keep shows it worn.
    """

    garment: Name
    size: Name
    outcome: Outcome
    reason: Reason | None = None
    fit: Fit | None = None
    zones: Annotated[dict[Zone, Verdict], Field(default_factory=dict)]
    rating: Annotated[int | None, Field(ge=1, le=10)] = None
    photo: bool = False


class FeedbackKept(Message):
    """A feedback as it is kept."""

    id: str
    at: datetime
    told: FeedbackTold


class FeedbackList(Message):
    """The shopper's feedback, the newest first."""

    feedback: list[FeedbackKept]


class OrderLine(Message):
    """A garment of an order, kept or returned; the same line told again replaces it.

    `customer` is the shop's own number of who ordered: it isn't kept, only a keyed digest of it.
    """

    order: Name
    customer: Customer | None = None
    garment: Name
    size: Name
    outcome: Outcome
    reason: Reason | None = None
    fit: Fit | None = None
    at: AwareDatetime | None = None


class OrderFeed(Message):
    """Lines of orders, up to 1,000 at once."""

    lines: Annotated[list[OrderLine], Field(min_length=1, max_length=1000)]


class OrdersTaken(Message):
    """What came of a feed; garments that aren't on the shelf were kept by their names alone."""

    lines: int
    unknown_garments: list[str]


class CustomerForgotten(Message):
    """How many lines of a customer were erased."""

    removed: int
