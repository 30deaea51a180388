"""Garments that the shop puts into the catalogue, checked by cutting every size."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fittingroom.errors import InvalidInput, NotFound, UnknownName
from fittingroom.garment.catalogue import catalogue
from fittingroom.garment.cutting import cut
from fittingroom.garment.garment import Garment
from fittingroom.garment.styles import style_of
from fittingroom.server.work.garments import garment_of
from fittingroom.store.shoppers import now
from fittingroom.store.tables import GarmentRow

GARMENTS_MAX = 1000
WEAVES = ("jersey", "rib", "plain", "twill", "satin")


def put_garment(session: Session, document: Mapping[str, Any]) -> Garment:
    """Put a garment of the shop's own into the catalogue, in place of one of that ref.

    Args:
        session: where it is kept.
        document: `wire.shop.GarmentUpload` as JSON.

    Raises:
        InvalidInput: a garment that ships has this ref, or the shop's shelf is full.
        UnknownName: style, fabric, chart term or design parameter.
        SizeChartError: the chart contradicts itself or lacks what the style needs.
        PatternError: a size that can't be cut.
    """
    _check(document)
    garment = garment_of(document)
    for size in garment.chart.sizes:
        cut(garment, size)
    row = session.get(GarmentRow, document["ref"]) or _new_row(session, document["ref"])
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


def _check(document: Mapping[str, Any]) -> None:
    ref, fabrics = document["ref"], document["fabrics"]
    if ref in catalogue:
        raise InvalidInput(
            f"'{ref}' is a garment that ships: choose another ref", field="ref", value=ref
        )
    if document["weave"] not in WEAVES:
        raise UnknownName("weave", document["weave"], WEAVES)
    style = style_of(document["style"])
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


def _new_row(session: Session, ref: str) -> GarmentRow:
    if (session.scalar(select(func.count()).select_from(GarmentRow)) or 0) >= GARMENTS_MAX:
        raise InvalidInput("the shop's shelf is full", field="ref", allowed=f"{GARMENTS_MAX}")
    row = GarmentRow(ref=ref)
    session.add(row)
    return row
