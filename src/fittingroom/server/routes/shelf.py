"""The wardrobe, and which sizes suit the shopper."""

from __future__ import annotations

from fastapi import APIRouter, Response

from fittingroom.server.wire.shelf import GarmentDetail, MySizes, Shelf

router = APIRouter(prefix="/api", tags=["wardrobe"])


@router.get("/catalogue")
def read_shelf() -> Shelf:
    """List garments, fabrics, poses and motions."""
    raise NotImplementedError


@router.get("/catalogue/{ref}")
def read_garment(ref: str) -> GarmentDetail:
    """Return one garment with its chart and finished measures."""
    raise NotImplementedError


@router.get("/catalogue/{ref}/thumbnail.webp", response_class=Response)
def read_thumbnail(ref: str) -> Response:
    """Return the garment's picture."""
    raise NotImplementedError


@router.get("/me/sizes", tags=["me"])
def read_my_sizes() -> MySizes:
    """Advise the shopper's size of every garment."""
    raise NotImplementedError
