"""The shop's own: keys, garments, sizes over the API."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from fittingroom.server.wire.base import Message, Words
from fittingroom.server.wire.people import PersonFile

Scope = Literal["size", "catalogue", "feedback"]
"""What a key may do: ask for sizes, change the catalogue, tell of orders and returns."""


class KeyRequest(Message):
    """A key to be made."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=3)]


class Key(Message):
    """A key without its secret."""

    id: str
    name: str
    scopes: list[Scope]
    made: datetime
    used: datetime | None


class KeyMade(Message):
    """A key with its secret, shown this once."""

    key: Key
    secret: str


class Keys(Message):
    """Every key."""

    keys: list[Key]


class SizeQuestion(Message):
    """Whose size of what; nothing of it is kept."""

    person: PersonFile
    garment: Annotated[str, Field(max_length=80)]


class GarmentUpload(Message):
    """A garment of the shop's own: a style of the house, cut by the shop's chart.

    `chart` is a chart document: {"kind": "garment" | "body", "source": …, "sizes": {"S": {term_cm:
    90 | [88, 92]}}}. `fabrics` names a fabric of the library for each cloth of the style.
    """

    ref: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{1,63}$")]
    title: Words
    brand: Annotated[str, Field(max_length=80)]
    style: Annotated[str, Field(max_length=80)]
    chart: dict[str, Any]
    fabrics: dict[str, str]
    colour: Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]
    weave: Annotated[str, Field(max_length=20)] = "plain"
    design: Annotated[dict[str, float], Field(default_factory=dict)]


class Usage(Message):
    """What the service holds and does now."""

    shoppers: int
    looks: int
    files: int
    bytes: int
    queued: int
    running: int
    workers: int


class Purged(Message):
    """Shoppers that were forgotten because their time was over."""

    shoppers: int
