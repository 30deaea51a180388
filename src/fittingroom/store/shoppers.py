"""Shoppers: who is known, what they agreed to, what is kept of them.

A shopper is an id until something is kept of them: reading makes no row.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from fittingroom.errors import ConsentMissing
from fittingroom.store.keyring import Keyring
from fittingroom.store.tables import ConsentRow, ShopperRow

PERSON, PHOTO, EMAIL = "shopper.sealed_person", "shopper.sealed_photo", "shopper.sealed_email"
PURPOSES = ("body", "photo", "feedback")
TEXT_VERSION = "2026-11"  # of the words that consent is asked with
SEEN_STEP = timedelta(hours=1)  # visits closer than this aren't written down anew


def now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


def find_shopper(session: Session, shopper_id: str) -> ShopperRow | None:
    """Return a shopper's row where something is kept of them."""
    return session.get(ShopperRow, shopper_id)


def keep_shopper(session: Session, shopper_id: str) -> ShopperRow:
    """Return a shopper's row, made where it isn't there, and note the visit."""
    row = session.get(ShopperRow, shopper_id)
    if row is None:
        row = ShopperRow(id=shopper_id, made=now(), seen=now())
        session.add(row)
        session.flush()
    elif is_visit(row):
        row.seen = now()
    return row


def is_visit(row: ShopperRow) -> bool:
    """Say whether a visit now is worth writing down."""
    return now() - row.seen > SEEN_STEP


def consents_of(session: Session, shopper_id: str) -> dict[str, ConsentRow]:
    """Return the newest answer to each purpose."""
    answers = select(ConsentRow).where(ConsentRow.shopper_id == shopper_id).order_by(ConsentRow.id)
    return {answer.purpose: answer for answer in session.scalars(answers)}


def has_consent(session: Session, shopper_id: str, purpose: str) -> bool:
    """Say whether a shopper's newest answer is yes."""
    answer = consents_of(session, shopper_id).get(purpose)
    return answer is not None and answer.granted


def require_consent(session: Session, shopper_id: str, purpose: str) -> None:
    """Refuse to go on without a consent.

    Raises:
        ConsentMissing: they didn't agree, or took it back.
    """
    if not has_consent(session, shopper_id, purpose):
        raise ConsentMissing(purpose)


def record_consent(session: Session, shopper_id: str, purpose: str, *, granted: bool) -> None:
    """Record an answer; a "no" of somebody nothing is kept of leaves nothing."""
    if not granted and find_shopper(session, shopper_id) is None:
        return
    keep_shopper(session, shopper_id)
    session.add(
        ConsentRow(
            shopper_id=shopper_id,
            purpose=purpose,
            granted=granted,
            at=now(),
            text_version=TEXT_VERSION,
        )
    )
    session.flush()


def person_of(session: Session, keyring: Keyring, shopper_id: str) -> dict[str, Any] | None:
    """Return the person.json that is kept of a shopper, as they told it, or None."""
    row = find_shopper(session, shopper_id)
    if row is None or row.sealed_person is None:
        return None
    person: dict[str, Any] = keyring.open_json(row.sealed_person, PERSON, shopper_id)
    return person


def keep_person(
    session: Session, keyring: Keyring, shopper_id: str, person: dict[str, Any]
) -> None:
    """Keep a person.json, sealed.

    Raises:
        ConsentMissing: without the consent "body".
    """
    require_consent(session, shopper_id, "body")
    row = keep_shopper(session, shopper_id)
    row.sealed_person = keyring.seal_json(person, PERSON, shopper_id)


def keep_photo(session: Session, keyring: Keyring, shopper_id: str, photo: bytes) -> None:
    """Keep a photo, sealed.

    Raises:
        ConsentMissing: without the consent "photo".
    """
    require_consent(session, shopper_id, "photo")
    keep_shopper(session, shopper_id).sealed_photo = keyring.seal(photo, PHOTO, shopper_id)


def photo_of(session: Session, keyring: Keyring, shopper_id: str) -> bytes | None:
    """Return the photo that is kept of a shopper, or None."""
    row = find_shopper(session, shopper_id)
    if row is None or row.sealed_photo is None:
        return None
    return keyring.open(row.sealed_photo, PHOTO, shopper_id)
