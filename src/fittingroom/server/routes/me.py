"""The shopper: consents, measurements, photo, e-mail, export, erasure."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Response, UploadFile
from fastapi.responses import StreamingResponse

from fittingroom.errors import NotFound
from fittingroom.person.notes import survey_notes
from fittingroom.person.reading import read_person
from fittingroom.server import logging_in
from fittingroom.server.exporting import export
from fittingroom.server.given import (
    CurrentGround,
    CurrentRates,
    CurrentShopper,
    ReadSession,
    WriteSession,
)
from fittingroom.server.images import clean_photo
from fittingroom.server.telling import note_visit, tell_me
from fittingroom.server.wire.people import (
    ConsentAnswer,
    EmailAddress,
    EmailCode,
    Erased,
    Me,
    PersonFile,
    PersonKept,
)
from fittingroom.store import shoppers
from fittingroom.store.erasing import erase_body, erase_photo, erase_shopper, take_back
from fittingroom.store.shoppers import record_consent

router = APIRouter(prefix="/api/me", tags=["me"])


@router.get("")
def read_me(shopper: CurrentShopper, session: ReadSession, ground: CurrentGround) -> Me:
    """Say who asks; a newcomer gets a cookie, nothing is kept of them yet."""
    note_visit(ground, shopper.id)
    return tell_me(session, ground, shopper)


@router.post("/consents")
def answer_consent(answer: ConsentAnswer, shopper: CurrentShopper, ground: CurrentGround) -> Me:
    """Record an answer; taking a consent back erases what it was given for."""
    if answer.granted:
        with ground.database.write() as session:
            record_consent(session, shopper.id, answer.purpose, granted=True)
    else:
        take_back(ground.database, ground.files, shopper.id, answer.purpose)
    with ground.database.read() as session:
        return tell_me(session, ground, shopper)


@router.put("/person")
def keep_person(
    person: PersonFile, shopper: CurrentShopper, session: WriteSession, ground: CurrentGround
) -> PersonKept:
    """Keep the shopper's measurements, encrypted; needs the consent "body"."""
    shoppers.require_consent(session, shopper.id, "body")
    notes = {lang: list(said) for lang, said in survey_notes(read_person(person)).items()}
    shoppers.keep_person(session, ground.keyring, shopper.id, person)
    return PersonKept(person=person, notes=notes)


@router.delete("/person", status_code=204)
def forget_person(shopper: CurrentShopper, ground: CurrentGround) -> None:
    """Forget the measurements and everything made of them."""
    erase_body(ground.database, ground.files, shopper.id)


@router.put("/photo", status_code=204)
def keep_photo(
    photo: Annotated[UploadFile, File()],
    shopper: CurrentShopper,
    ground: CurrentGround,
) -> None:
    """Keep a photo, encrypted, made anew without its metadata; needs the consent "photo"."""
    with ground.database.read() as session:
        shoppers.require_consent(session, shopper.id, "photo")
    made = clean_photo(photo.file.read())
    with ground.database.write() as session:
        shoppers.keep_photo(session, ground.keyring, shopper.id, made)


@router.get("/photo", response_class=Response)
def read_photo(shopper: CurrentShopper, session: ReadSession, ground: CurrentGround) -> Response:
    """Return the photo as JPEG."""
    photo = shoppers.photo_of(session, ground.keyring, shopper.id)
    if photo is None:
        raise NotFound("photo")
    return Response(photo, media_type="image/jpeg", headers={"Cache-Control": "no-store"})


@router.delete("/photo", status_code=204)
def forget_photo(shopper: CurrentShopper, ground: CurrentGround) -> None:
    """Forget the photo."""
    erase_photo(ground.database, ground.files, shopper.id)


@router.get("/export", response_class=Response)
def export_me(shopper: CurrentShopper, ground: CurrentGround) -> Response:
    """Return everything that is kept of the shopper as one ZIP."""
    headers = {"Content-Disposition": 'attachment; filename="fittingroom.zip"'}
    packed = export(ground, shopper.id)
    return StreamingResponse(packed, media_type="application/zip", headers=headers)


@router.delete("")
def erase_me(shopper: CurrentShopper, ground: CurrentGround) -> Erased:
    """Erase everything that is kept of the shopper, at once; the cookie ends."""
    removed = erase_shopper(ground.database, ground.files, shopper.id)
    shopper.visit.end()
    return Erased(removed=removed)


@router.post("/email", status_code=202)
def send_code(address: EmailAddress, ground: CurrentGround, rates: CurrentRates) -> None:
    """Send a code to an address; the answer is the same whether it is known or not."""
    logging_in.send_code(ground, rates, address.email)


@router.post("/login")
def log_in(code: EmailCode, shopper: CurrentShopper, ground: CurrentGround) -> Me:
    """Go on as the shopper of that address; what this visit made goes with them."""
    known = logging_in.log_in(ground, shopper.id, code.email, code.code)
    shopper.visit.go_on_as(known)
    with ground.database.read() as session:
        return tell_me(session, ground, shopper)


@router.post("/logout", status_code=204)
def log_out(shopper: CurrentShopper) -> None:
    """End the session; what is kept stays."""
    shopper.visit.end()
