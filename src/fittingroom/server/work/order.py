"""`Order`: everything that decides a look, as plain data that travels to another process."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

ENGINE = 1  # of what orders make; another one makes kept results stale


@dataclass(frozen=True, slots=True)
class Item:
    """One garment of an order.

    Args:
        garment: `{"ref": …}` of one that ships, or the whole document of a shop's own.
        size: of its chart.
        fabric: of its shell, a name of the library.
    """

    garment: Mapping[str, Any]
    size: str
    fabric: str


@dataclass(frozen=True, slots=True)
class Order:
    """A look to be made.

    Args:
        person: person.json.
        items: from the skin outwards.
        pose: name of a pose.
        motion: name of a movement, None to stand still.
        extras: what is made besides the 3D file and the fit: "usdz", "pictures", "report".
        vertices: of each garment.
    """

    person: Mapping[str, Any]
    items: tuple[Item, ...]
    pose: str
    motion: str | None
    extras: tuple[str, ...]
    vertices: int

    @property
    def worn(self) -> str:
        """What decides the drape, as text."""
        told = asdict(self)
        del told["extras"], told["motion"]
        return _text(told)

    @property
    def text(self) -> str:
        """The whole order as text: equal texts are equal looks."""
        return _text(asdict(self))


def read_order(text: str) -> Order:
    """Return the order that `Order.text` wrote."""
    told = json.loads(text)[1]
    items = tuple(Item(**item) for item in told.pop("items"))
    return Order(**(told | {"items": items, "extras": tuple(told["extras"])}))


def _text(told: dict[str, Any]) -> str:
    """Write an order; a person's keys are sorted, but a chart's sizes keep their order."""
    person = dict(sorted(told["person"].items()))
    return json.dumps([ENGINE, told | {"person": person}], ensure_ascii=False)
