"""The wardrobe: garments that ship and the shop's own, as cards."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fittingroom.body.motions import MOTIONS
from fittingroom.errors import UnknownName
from fittingroom.garment.catalogue import catalogue
from fittingroom.garment.cutting import cut
from fittingroom.garment.fabrics import fabric_names, fabric_of, fabric_title
from fittingroom.garment.garment import Garment
from fittingroom.server.wire.base import Words
from fittingroom.server.wire.shelf import (
    FabricCard,
    GarmentCard,
    GarmentDetail,
    Kind,
    MotionCard,
    PoseCard,
    Shelf,
)
from fittingroom.server.work.garments import fabrics_for, garment_of
from fittingroom.store.tables import GarmentRow
from fittingroom.units import CENTIMETRE

Document = Mapping[str, Any]
KINDS: Mapping[str, Kind] = {
    "crew-neck-tee": "top",
    "a-line-skirt": "bottom",
    "shift-dress": "dress",
    "straight-trousers": "bottom",
}
POSES: Mapping[str, Words] = {
    "a": Words(en="At ease", zh="自然站立"),
    "standing": Words(en="Standing", zh="站直"),
    "walking": Words(en="Mid-stride", zh="迈步"),
    "hands-on-hips": Words(en="Hands on hips", zh="叉腰"),
    "t": Words(en="Arms out", zh="平举双臂"),
    "arms-up": Words(en="Arms up", zh="举起双手"),
}
"""The poses offered; see decision 0077 on those that aren't."""
MOVES: Mapping[str, Words] = {
    "walk": Words(en="Walk", zh="行走"),
    "turn": Words(en="Turn", zh="转身"),
}
COLOURS = (
    "#f4f1ea", "#1d1d1f", "#2f4a6b", "#7d8b6a", "#a63d2f", "#d8a24a", "#6d4c7d", "#b9b7b1",
)  # fmt: skip
"""Colours a garment is offered in besides its own; colour changes nothing in the drape."""
_TENSION = 100.0  # [N/m], 1 N/cm, a gentle pull: where a fabric's give is told


def documents(session: Session) -> dict[str, Document]:
    """Return every garment's document by ref: those that ship, and the shop's."""
    shipped: dict[str, Document] = {ref: {"ref": ref} for ref in catalogue}
    rows = session.execute(select(GarmentRow.ref, GarmentRow.document).order_by(GarmentRow.ref))
    return shipped | {ref: json.loads(document) for ref, document in rows}


def document_of(session: Session, ref: str) -> Document:
    """Return one garment's document.

    Raises:
        UnknownName: no such garment.
    """
    row = session.get(GarmentRow, ref)
    if row is not None:
        own: Document = json.loads(row.document)
        return own
    if ref not in catalogue:
        raise UnknownName("garment", ref, documents(session))
    return {"ref": ref}


def edition(session: Session) -> str:
    """Return what changes whenever the wardrobe does."""
    count, newest = session.execute(select(func.count(), func.max(GarmentRow.changed))).one()
    return f"{count}:{newest}"


def shelf(session: Session) -> Shelf:
    """Return everything there is to try on."""
    return Shelf(
        garments=[card(garment_of(document)) for document in documents(session).values()],
        fabrics=[_fabric(name) for name in fabric_names()],
        poses=[PoseCard(name=name, title=title) for name, title in POSES.items()],
        motions=[MotionCard(name=name, title=MOVES[name]) for name in MOTIONS],
    )


def card(garment: Garment) -> GarmentCard:
    """Return a garment's card."""
    colour = "#" + "".join(f"{round(255 * part):02x}" for part in garment.appearance.colour)
    return GarmentCard(
        ref=garment.ref,
        title=Words(en=garment.title["en"], zh=garment.title["zh"]),
        brand=garment.brand,
        style=garment.style,
        kind=KINDS[garment.style],
        sizes=list(garment.chart.sizes),
        colour=colour,
        colours=[colour, *(other for other in COLOURS if other != colour)],
        weave=garment.appearance.weave,
        fabric=garment.fabrics["shell"].name,
        fabrics=list(fabrics_for(garment)),
        thumbnail=f"/api/catalogue/{garment.ref}/thumbnail.webp",
    )


def detail(garment: Garment) -> GarmentDetail:
    """Return a garment with its chart and finished measures."""
    chart = garment.chart
    return GarmentDetail(
        card=card(garment),
        chart_kind=chart.kind,
        chart_source=chart.source,
        chart_cm={
            size: {term: (_cm(low), _cm(high)) for term, (low, high) in row.items()}
            for size, row in chart.sizes.items()
        },
        finished_cm={
            size: {term: _cm(length) for term, length in cut(garment, size).lengths.items()}
            for size in chart.sizes
        },
    )


def shipped_thumbnail(ref: str) -> bytes | None:
    """Return the picture that ships of a garment, None where there is none."""
    picture = files("fittingroom.show").joinpath("assets", "thumbnails", f"{ref}.webp")
    return picture.read_bytes() if ref in catalogue and picture.is_file() else None


@lru_cache(maxsize=64)
def _fabric(name: str) -> FabricCard:
    fabric, title = fabric_of(name), fabric_title(name)
    return FabricCard(
        name=name,
        title=Words(en=title["en"], zh=title["zh"]),
        grams=round(1000 * fabric.areal_density),
        give_pct=round(100 * _give(fabric.stretch_weft, fabric.curve_weft), 1),
    )


def _give(stiffness: float, curve: tuple[tuple[float, float], ...]) -> float:
    """Return how far a cloth has stretched at 1 N/cm."""
    points = ((0.0, 0.0), *(curve or ((1.0, stiffness),)))
    for (near, low), (far, high) in pairwise(points):
        last = (far, high) == points[-1]
        if high >= _TENSION or last:
            return near + (far - near) * (_TENSION - low) / (high - low)
    return 0.0


def _cm(metres: float) -> float:
    return round(metres / CENTIMETRE, 1)
