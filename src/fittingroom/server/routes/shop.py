"""For a shop's own programs, by API key; and for who runs the service, by the admin's token."""

from __future__ import annotations

from fastapi import APIRouter

from fittingroom.errors import InvalidInput
from fittingroom.fit.advice import advise
from fittingroom.person.reading import read_person
from fittingroom.server import own_garments, usage, wardrobe
from fittingroom.server.given import CurrentGround, ReadSession, WriteSession
from fittingroom.server.purging import purge_all
from fittingroom.server.security.bearer import Admin, CatalogueKey, SizeKey
from fittingroom.server.telling import tell_key
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
from fittingroom.server.work.garments import garment_of
from fittingroom.server.work.given import CurrentForeman
from fittingroom.server.work.result import advice_made
from fittingroom.store import keys

router = APIRouter(prefix="/api", tags=["shop"])


@router.post("/shop/size", dependencies=[SizeKey])
def advise_size(question: SizeQuestion, session: ReadSession) -> SizeAdviceMade:
    """Advise a size; nothing of the question is kept. Scope "size"."""
    garment = garment_of(wardrobe.document_of(session, question.garment))
    return advice_made(garment, advise(read_person(question.person), garment))


@router.put("/shop/garments/{ref}", dependencies=[CatalogueKey])
def put_garment(ref: str, garment: GarmentUpload, session: WriteSession) -> GarmentDetail:
    """Put a garment of the shop's own into the catalogue. Scope "catalogue"."""
    if garment.ref != ref:
        raise InvalidInput("the path and the garment name different refs", field="ref", value=ref)
    return wardrobe.detail(own_garments.put_garment(session, garment.model_dump(mode="json")))


@router.delete("/shop/garments/{ref}", status_code=204, dependencies=[CatalogueKey])
def drop_garment(ref: str, session: WriteSession) -> None:
    """Take a garment of the shop's own out of the catalogue. Scope "catalogue"."""
    own_garments.drop_garment(session, ref)


@router.get("/admin/keys", tags=["admin"], dependencies=[Admin])
def read_keys(session: ReadSession) -> Keys:
    """List the API keys."""
    return Keys(keys=[tell_key(row) for row in keys.list_keys(session)])


@router.post("/admin/keys", tags=["admin"], status_code=201, dependencies=[Admin])
def make_key(request: KeyRequest, session: WriteSession, ground: CurrentGround) -> KeyMade:
    """Make an API key; its secret is shown this once."""
    row, secret = keys.make_key(session, ground.keyring, request.name, request.scopes)
    return KeyMade(key=tell_key(row), secret=secret)


@router.delete("/admin/keys/{key_id}", tags=["admin"], status_code=204, dependencies=[Admin])
def end_key(key_id: str, session: WriteSession) -> None:
    """End an API key."""
    keys.end_key(session, key_id)


@router.get("/admin/usage", tags=["admin"], dependencies=[Admin])
def read_usage(session: ReadSession, foreman: CurrentForeman) -> Usage:
    """Say what the service holds and does."""
    return usage.usage(session, workers=len(foreman.pids))


@router.post("/admin/purge", tags=["admin"], dependencies=[Admin])
def purge(ground: CurrentGround) -> Purged:
    """Forget the shoppers whose time is over; the service does this daily by itself."""
    return Purged(shoppers=purge_all(ground))
