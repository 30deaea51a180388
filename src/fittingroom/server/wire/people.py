"""The shopper: who, what they agreed to, what is kept of them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from fittingroom.server.wire.base import Message

Purpose = Literal["body", "photo", "feedback"]
"""What consent is asked for: "body" (measurements, bodies, try-ons), "photo", and "feedback" (what
was kept or sent back, to learn from)."""

PersonFile = Annotated[
    dict[str, Any],
    Field(
        description="person.json: `sex`, any measurements with their unit in the key "
        "(`bust_girth_cm`, `height_in`, `weight_lb`), `age_years`, `preferences`",
        examples=[{"sex": "female", "height_cm": 168, "weight_kg": 62, "bust_girth_cm": 92}],
        max_length=100,
    ),
]


class Consent(Message):
    """A recorded answer."""

    purpose: Purpose
    granted: bool
    at: datetime
    text_version: str


class ConsentAnswer(Message):
    """What the shopper answers."""

    purpose: Purpose
    granted: bool


class Me(Message):
    """The shopper who asks.

    `csrf` must come back in the header `X-CSRF-Token` of every request that changes something.
    `retention_days` counts from the shopper's last visit.
    """

    csrf: str
    email: str | None
    consents: list[Consent]
    person: PersonFile | None
    has_photo: bool
    retention_days: int
    email_login: bool


class PersonKept(Message):
    """A person as they were kept, with what a survey can't vouch for."""

    person: PersonFile
    notes: dict[str, list[str]]


class EmailAddress(Message):
    """Where a code is sent."""

    email: Annotated[str, Field(max_length=254, examples=["ann@example.org"])]


class EmailCode(Message):
    """The code that was sent."""

    email: Annotated[str, Field(max_length=254)]
    code: Annotated[str, Field(max_length=12)]


class Erased(Message):
    """What an erasure removed: number of things by kind."""

    removed: dict[str, int]
