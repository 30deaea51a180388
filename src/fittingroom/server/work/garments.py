"""Garments of documents: those that ship, a shop's own, and the same in another fabric."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from fittingroom.errors import UnknownName
from fittingroom.garment.catalogue import catalogue
from fittingroom.garment.charts import read_chart
from fittingroom.garment.fabrics import fabric_of
from fittingroom.garment.garment import Appearance, Garment
from fittingroom.garment.styles import style_of

_KEPT = 64
TRIM_SHADE = 0.88  # of a shop's own garment: its trim is this much darker than its shell

SUITS: Mapping[str, tuple[str, ...]] = {
    "crew-neck-tee": ("single-jersey", "rib", "stretch-rib", "swim-knit", "poplin"),
    "a-line-skirt": ("denim", "poplin", "satin"),
    "shift-dress": ("satin", "poplin", "single-jersey", "denim"),
    "straight-trousers": ("denim", "poplin"),
}
"""Fabrics that each style may be cut in: knits for what is pulled over the head, wovens else."""

_WEAVES = {
    "single-jersey": "jersey", "rib": "rib", "stretch-rib": "rib", "swim-knit": "jersey",
    "poplin": "plain", "denim": "twill", "satin": "satin",
}  # fmt: skip


def garment_of(document: Mapping[str, Any], fabric: str | None = None) -> Garment:
    """Return a garment, the same object for the same document.

    Args:
        document: `{"ref": …}` of one that ships, or the whole document of a shop's own.
        fabric: of its shell; its own where None.

    Raises:
        UnknownName: the garment, its style or fabric doesn't exist, or the fabric doesn't suit.
        SizeChartError: a chart that contradicts itself.
    """
    return _garment(json.dumps(dict(document)), fabric)  # sizes keep their order


def fabrics_for(garment: Garment) -> tuple[str, ...]:
    """Return the names of the fabrics a garment may be cut in, its own first."""
    own = garment.fabrics["shell"].name
    return (own, *(name for name in SUITS[garment.style] if name != own))


@lru_cache(maxsize=_KEPT)
def _garment(document: str, fabric: str | None) -> Garment:
    if fabric is not None:
        return _cut_in(_garment(document, None), fabric)
    told = json.loads(document)
    return catalogue[told["ref"]] if set(told) == {"ref"} else _own(told)


def _cut_in(garment: Garment, fabric: str) -> Garment:
    if fabric not in fabrics_for(garment):
        raise UnknownName("fabric", fabric, fabrics_for(garment))
    if fabric == garment.fabrics["shell"].name:
        return garment
    appearance = replace(garment.appearance, weave=_WEAVES[fabric])
    fabrics = {**garment.fabrics, "shell": fabric_of(fabric)}
    return replace(garment, fabrics=fabrics, appearance=appearance)


def _own(told: Mapping[str, Any]) -> Garment:
    """Return the garment of a shop's document (`wire.shop.GarmentUpload`)."""
    style_of(told["style"])
    red, green, blue = (int(told["colour"][at : at + 2], 16) / 255 for at in (1, 3, 5))
    trim = (TRIM_SHADE * red, TRIM_SHADE * green, TRIM_SHADE * blue)
    return Garment(
        ref=told["ref"],
        title=told["title"],
        brand=told["brand"],
        style=told["style"],
        chart=read_chart(told["chart"]),
        fabrics={cloth: fabric_of(name) for cloth, name in told["fabrics"].items()},
        appearance=Appearance((red, green, blue), trim, told.get("weave", "plain")),
        design=told.get("design", {}),
    )
