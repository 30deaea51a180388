"""The shopper: consents, measurements, photo, e-mail, export, erasure."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Response, UploadFile

from fittingroom.server.wire.people import (
    ConsentAnswer,
    EmailAddress,
    EmailCode,
    Erased,
    Me,
    PersonFile,
    PersonKept,
)

router = APIRouter(prefix="/api/me", tags=["me"])


@router.get("")
def read_me() -> Me:
    """Say who asks; a newcomer gets a cookie, nothing is kept of them yet."""
    raise NotImplementedError


@router.post("/consents")
def answer_consent(answer: ConsentAnswer) -> Me:
    """Record an answer; taking a consent back erases what it was given for."""
    raise NotImplementedError


@router.put("/person")
def keep_person(person: PersonFile) -> PersonKept:
    """Keep the shopper's measurements, encrypted; needs the consent "body"."""
    raise NotImplementedError


@router.delete("/person", status_code=204)
def forget_person() -> None:
    """Forget the measurements and everything made of them."""
    raise NotImplementedError


@router.put("/photo", status_code=204)
def keep_photo(photo: Annotated[UploadFile, File()]) -> None:
    """Keep a photo, encrypted, made anew without its metadata; needs the consent "photo"."""
    raise NotImplementedError


@router.get("/photo", response_class=Response)
def read_photo() -> Response:
    """Return the photo as JPEG."""
    raise NotImplementedError


@router.delete("/photo", status_code=204)
def forget_photo() -> None:
    """Forget the photo."""
    raise NotImplementedError


@router.get("/export", response_class=Response)
def export_me() -> Response:
    """Return everything that is kept of the shopper as one ZIP."""
    raise NotImplementedError


@router.delete("")
def erase_me() -> Erased:
    """Erase everything that is kept of the shopper, at once; the cookie ends."""
    raise NotImplementedError


@router.post("/email", status_code=202)
def send_code(address: EmailAddress) -> None:
    """Send a code to an address; the answer is the same whether it is known or not."""
    raise NotImplementedError


@router.post("/login")
def log_in(code: EmailCode) -> Me:
    """Go on as the shopper of that address; what this visit made goes with them."""
    raise NotImplementedError


@router.post("/logout", status_code=204)
def log_out() -> None:
    """End the session; what is kept stays."""
    raise NotImplementedError
