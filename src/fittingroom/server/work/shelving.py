"""The wardrobe's answers, made once: the shelf as JSON, pictures of garments."""

from __future__ import annotations

import hashlib
import io
import json
from functools import lru_cache
from typing import Annotated, cast

import numpy as np
from fastapi import Depends, Request, Response
from PIL import Image, ImageDraw
from sqlalchemy.orm import Session

from fittingroom.garment.cutting import cut
from fittingroom.garment.garment import Garment
from fittingroom.server import wardrobe
from fittingroom.server.work.garments import garment_of
from fittingroom.store.tables import GarmentRow

_WIDTH, _HEIGHT = 480, 600  # [pixel] of a drawn picture
_FINER = 2  # times as large it is drawn, for smooth edges
_ROOM = 0.14  # of the picture's sides is left free
_PAPER = (243, 241, 237)


class Shelves:
    """Remembers the shelf as it was last answered."""

    def __init__(self) -> None:
        self._edition = ""
        self._content, self._tag = b"", ""

    def answer(self, request: Request, session: Session) -> Response:
        """Return the shelf, 304 where the asker has it."""
        edition = wardrobe.edition(session)
        if edition != self._edition:
            content = wardrobe.shelf(session).model_dump_json().encode()
            self._content, self._tag, self._edition = content, _tag(content), edition
        return _answer(request, self._content, self._tag, "application/json")


def thumbnail_answer(request: Request, session: Session, ref: str) -> Response:
    """Return a garment's picture: rendered for those that ship, else its front as it is cut.

    Raises:
        UnknownName: no such garment.
    """
    row = session.get(GarmentRow, ref)
    picture = _shipped(ref) if row is None else row.thumbnail
    content = picture or _drawn(json.dumps(wardrobe.document_of(session, ref)))
    return _answer(request, content, _tag(content), "image/webp")


@lru_cache(maxsize=64)
def _shipped(ref: str) -> bytes | None:
    return wardrobe.shipped_thumbnail(ref)


@lru_cache(maxsize=64)
def _drawn(document: str) -> bytes:
    return drawn(garment_of(json.loads(document)))


def drawn(garment: Garment) -> bytes:
    """Return a WebP picture of a garment's front as it is cut, in its colour."""
    sizes = list(garment.chart.sizes)
    pattern = cut(garment, sizes[len(sizes) // 2])
    shell = [panel for panel in pattern.panels if panel.cloth == "shell"]
    outlines = [np.concatenate([edge.points for edge in panel.edges]) for panel in shell]
    outline = max(outlines, key=lambda points: float(np.ptp(points, axis=0).prod()))
    size = np.array([_WIDTH, _HEIGHT]) * _FINER
    extent = np.ptp(outline, axis=0)
    scale = float(((1.0 - 2.0 * _ROOM) * size / extent).min())
    middle = 0.5 * (outline.min(axis=0) + outline.max(axis=0))
    points = 0.5 * size + (outline - middle) * [scale, -scale]
    picture = Image.new("RGB", (int(size[0]), int(size[1])), _PAPER)
    red, green, blue = (round(255 * part) for part in garment.appearance.colour)
    corners = [(float(x), float(y)) for x, y in points]
    ImageDraw.Draw(picture).polygon(corners, fill=(red, green, blue))
    content = io.BytesIO()
    picture.resize((_WIDTH, _HEIGHT), Image.Resampling.LANCZOS).save(content, "WEBP", quality=85)
    return content.getvalue()


def _answer(request: Request, content: bytes, tag: str, media: str) -> Response:
    headers = {"ETag": tag, "Cache-Control": "no-cache"}  # kept, but asked whether it's still so
    if tag in request.headers.get("If-None-Match", ""):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=media, headers=headers)


def _tag(content: bytes) -> str:
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def _shelves(request: Request) -> Shelves:
    return cast(Shelves, request.app.state.shelves)


CurrentShelves = Annotated[Shelves, Depends(_shelves)]
