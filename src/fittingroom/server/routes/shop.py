"""For a shop's own programs, by API key; and for who runs the service, by the admin's token."""

from __future__ import annotations

from fastapi import APIRouter

from fittingroom.server.wire.shelf import GarmentDetail, SizeAdviceMade
from fittingroom.server.wire.shop import (
    GarmentUpload,
    KeyMade,
    KeyRequest,
    Keys,
    Purged,
    SizeQuestion,
    Usage,
)

router = APIRouter(prefix="/api", tags=["shop"])


@router.post("/shop/size")
def advise_size(question: SizeQuestion) -> SizeAdviceMade:
    """Advise a size; nothing of the question is kept. Scope "size"."""
    raise NotImplementedError


@router.put("/shop/garments/{ref}")
def put_garment(ref: str, garment: GarmentUpload) -> GarmentDetail:
    """Put a garment of the shop's own into the catalogue. Scope "catalogue"."""
    raise NotImplementedError


@router.delete("/shop/garments/{ref}", status_code=204)
def drop_garment(ref: str) -> None:
    """Take a garment of the shop's own out of the catalogue. Scope "catalogue"."""
    raise NotImplementedError


@router.get("/admin/keys", tags=["admin"])
def read_keys() -> Keys:
    """List the API keys."""
    raise NotImplementedError


@router.post("/admin/keys", tags=["admin"], status_code=201)
def make_key(request: KeyRequest) -> KeyMade:
    """Make an API key; its secret is shown this once."""
    raise NotImplementedError


@router.delete("/admin/keys/{key_id}", tags=["admin"], status_code=204)
def end_key(key_id: str) -> None:
    """End an API key."""
    raise NotImplementedError


@router.get("/admin/usage", tags=["admin"])
def read_usage() -> Usage:
    """Say what the service holds and does."""
    raise NotImplementedError


@router.post("/admin/purge", tags=["admin"])
def purge() -> Purged:
    """Forget the shoppers whose time is over; the service does this daily by itself."""
    raise NotImplementedError
