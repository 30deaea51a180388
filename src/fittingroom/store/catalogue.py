"""The catalogue that a service offers: what ships, and the shop's own garments beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fittingroom.errors import InvalidInput, NotFound, UnknownName
from fittingroom.garment.catalogue import Catalogue, catalogue
from fittingroom.garment.charts import read_chart
from fittingroom.garment.cutting import cut
from fittingroom.garment.fabrics import fabric_of
from fittingroom.garment.garment import Appearance, Garment
from fittingroom.garment.styles import style_of
from fittingroom.store.shoppers import now
from fittingroom.store.tables import GarmentRow

GARMENTS_MAX = 1000  # a shop's own
WEAVES = ("jersey", "rib", "plain", "twill", "satin")
TRIM_SHADE = 0.88  # a trim is this much darker than its shell
_KEPT = GARMENTS_MAX


def catalogue_of(session: Session) -> Catalogue:
    """Return everything that can be tried on; the shop's own garments after those that ship."""
    documents = session.scalars(select(GarmentRow.document).order_by(GarmentRow.ref))
    return Catalogue([*catalogue.values(), *(_garment(document) for document in documents)])


def put_garment(session: Session, document: Mapping[str, Any]) -> Garment:
    """Put a garment of the shop's own into the catalogue, cut in every size first.

    Args:
        session: where it is kept.
        document: `wire.shop.GarmentUpload` as JSON.

    Raises:
        InvalidInput: a garment that ships has this ref, or the shop's shelf is full.
        UnknownName: style, fabric, chart term or design parameter.
        SizeChartError: the chart contradicts itself or lacks what the style needs.
        PatternError: a size that can't be cut.
    """
    ref = document["ref"]
    if ref in catalogue:
        raise InvalidInput(
            f"'{ref}' is a garment that ships: choose another ref", field="ref", value=ref
        )
    garment = own_garment(document)
    for size in garment.chart.sizes:
        cut(garment, size)
    row = session.get(GarmentRow, ref)
    if row is None:
        if (session.scalar(select(func.count()).select_from(GarmentRow)) or 0) >= GARMENTS_MAX:
            raise InvalidInput(
                "the shop's shelf is full", field="ref", allowed=f"{GARMENTS_MAX} garments"
            )
        row = GarmentRow(ref=ref)
        session.add(row)
    row.document = json.dumps(document, ensure_ascii=False)
    row.thumbnail, row.changed = None, now()
    return garment


def drop_garment(session: Session, ref: str) -> None:
    """Take a garment of the shop's own out of the catalogue; looks of it stay.

    Raises:
        NotFound: the shop has no such garment.
    """
    row = session.get(GarmentRow, ref)
    if row is None:
        raise NotFound("garment of the shop's own")
    session.delete(row)


def own_garment(document: Mapping[str, Any]) -> Garment:
    """Return the garment of a shop's document.

    Raises:
        UnknownName: style, fabric, cloth or weave.
        SizeChartError: the chart contradicts itself.
    """
    style, weave = style_of(document["style"]), document.get("weave", "plain")
    if weave not in WEAVES:
        raise UnknownName("weave", weave, WEAVES)
    fabrics = document["fabrics"]
    for cloth in style.cloths:
        if cloth not in fabrics:
            raise InvalidInput(
                f"a {style.name} needs a fabric for its {cloth}",
                field=f"fabrics.{cloth}",
                allowed=", ".join(style.cloths),
            )
    for cloth in fabrics:
        if cloth not in style.cloths:
            raise UnknownName(f"cloth of a {style.name}", cloth, style.cloths)
    red, green, blue = (int(document["colour"][at : at + 2], 16) / 255 for at in (1, 3, 5))
    trim = (TRIM_SHADE * red, TRIM_SHADE * green, TRIM_SHADE * blue)
    return Garment(
        ref=document["ref"],
        title=MappingProxyType(dict(document["title"])),
        brand=document["brand"],
        style=style.name,
        chart=read_chart(document["chart"]),
        fabrics=MappingProxyType({cloth: fabric_of(name) for cloth, name in fabrics.items()}),
        appearance=Appearance((red, green, blue), trim if "trim" in fabrics else None, weave),
        design=MappingProxyType(dict(document.get("design", {}))),
    )


@lru_cache(maxsize=_KEPT)
def _garment(document: str) -> Garment:
    return own_garment(json.loads(document))
