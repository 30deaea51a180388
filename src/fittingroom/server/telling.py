"""What the service tells: a shopper of themselves, the admin of keys."""

from __future__ import annotations

from sqlalchemy.orm import Session

from fittingroom.server.given import Shopper
from fittingroom.server.ground import Ground
from fittingroom.server.wire.people import Consent, Me
from fittingroom.server.wire.shop import Key
from fittingroom.store.shoppers import (
    EMAIL,
    consents_of,
    find_shopper,
    is_visit,
    keep_shopper,
    person_of,
)
from fittingroom.store.tables import KeyRow


def tell_me(session: Session, ground: Ground, shopper: Shopper) -> Me:
    """Tell a shopper what is kept of them."""
    row = find_shopper(session, shopper.id)
    sealed = row.sealed_email if row else None
    email = ground.keyring.open(sealed, EMAIL, shopper.id).decode() if sealed else None
    return Me(
        csrf=shopper.visit.csrf,
        email=email,
        consents=tell_consents(session, shopper.id),
        person=person_of(session, ground.keyring, shopper.id),
        has_photo=row is not None and row.sealed_photo is not None,
        retention_days=ground.settings.retention_days,
        email_login=ground.settings.smtp_url is not None,
    )


def tell_consents(session: Session, shopper_id: str) -> list[Consent]:
    """Tell the answers that hold."""
    return [
        Consent.model_validate(
            {
                "purpose": answer.purpose,
                "granted": answer.granted,
                "at": answer.at,
                "text_version": answer.text_version,
            }
        )
        for answer in consents_of(session, shopper_id).values()
    ]


def note_visit(ground: Ground, shopper_id: str) -> None:
    """Write down that a known shopper came; retention counts from it."""
    with ground.database.read() as session:
        row = find_shopper(session, shopper_id)
        if row is None or not is_visit(row):
            return
    with ground.database.write() as session:
        if find_shopper(session, shopper_id) is not None:
            keep_shopper(session, shopper_id)


def tell_key(row: KeyRow) -> Key:
    """Tell of an API key, without its secret."""
    return Key.model_validate(
        {
            "id": row.id,
            "name": row.name,
            "scopes": row.scopes.split(),
            "made": row.made,
            "used": row.used,
        }
    )
