"""The wardrobe, and which sizes suit the shopper."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from fittingroom.server import wardrobe
from fittingroom.server.given import CurrentGround, CurrentShopper, ReadSession
from fittingroom.server.wire.shelf import GarmentDetail, MySizes, Shelf
from fittingroom.server.work.asking import kept_person
from fittingroom.server.work.garments import garment_of
from fittingroom.server.work.given import CurrentAdviser
from fittingroom.server.work.shelving import CurrentShelves, thumbnail_answer

router = APIRouter(prefix="/api", tags=["wardrobe"])


@router.get("/catalogue", response_model=Shelf)
def read_shelf(request: Request, session: ReadSession, shelves: CurrentShelves) -> Response:
    """List garments, fabrics, poses and motions."""
    return shelves.answer(request, session)


@router.get("/catalogue/{ref}")
def read_garment(ref: str, session: ReadSession) -> GarmentDetail:
    """Return one garment with its chart and finished measures."""
    return wardrobe.detail(garment_of(wardrobe.document_of(session, ref)))


@router.get("/catalogue/{ref}/thumbnail.webp", response_class=Response)
def read_thumbnail(ref: str, request: Request, session: ReadSession) -> Response:
    """Return the garment's picture."""
    return thumbnail_answer(request, session, ref)


@router.get("/me/sizes", tags=["me"])
def read_my_sizes(
    shopper: CurrentShopper, session: ReadSession, ground: CurrentGround, adviser: CurrentAdviser
) -> MySizes:
    """Advise the shopper's size of every garment."""
    person = kept_person(session, ground, shopper.id)
    garments = wardrobe.documents(session)
    return MySizes(advice={ref: adviser.advise(person, one) for ref, one in garments.items()})
