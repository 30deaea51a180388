"""API keys of a shop's programs, and the admin's tokens: of each only a digest is kept."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from fittingroom.errors import NotFound
from fittingroom.store.keyring import Keyring
from fittingroom.store.shoppers import now
from fittingroom.store.tables import KeyRow

ADMIN = "admin"
USED_STEP = timedelta(minutes=1)  # uses closer than this aren't written down anew


def make_key(
    session: Session, keyring: Keyring, name: str, scopes: Iterable[str]
) -> tuple[KeyRow, str]:
    """Make a key; returns its row and its secret, which can't be had again."""
    secret = f"fr_{secrets.token_urlsafe(32)}"
    row = KeyRow(
        id=uuid4().hex,
        name=name,
        scopes=" ".join(sorted(set(scopes))),
        secret_digest=digest_of(keyring, secret),
        made=now(),
    )
    session.add(row)
    session.flush()
    return row, secret


def find_key(session: Session, keyring: Keyring, secret: str) -> KeyRow | None:
    """Return the key of a secret."""
    digest = digest_of(keyring, secret)
    return session.scalars(select(KeyRow).where(KeyRow.secret_digest == digest)).one_or_none()


def list_keys(session: Session) -> list[KeyRow]:
    """Return the shop's keys, the oldest first."""
    return list(session.scalars(select(KeyRow).where(KeyRow.scopes != ADMIN).order_by(KeyRow.made)))


def end_key(session: Session, key_id: str) -> None:
    """End a key of the shop's.

    Raises:
        NotFound: no such key.
    """
    row = session.get(KeyRow, key_id)
    if row is None or row.scopes == ADMIN:
        raise NotFound("key")
    session.delete(row)


def make_admin_token(session: Session, keyring: Keyring) -> str:
    """Make the admin's token; one that was made before ends."""
    session.execute(delete(KeyRow).where(KeyRow.scopes == ADMIN))
    return make_key(session, keyring, ADMIN, [ADMIN])[1]


def is_use(row: KeyRow) -> bool:
    """Say whether a use now is worth writing down."""
    return row.used is None or now() - row.used > USED_STEP


def digest_of(keyring: Keyring, secret: str) -> str:
    """Return what is kept of a secret."""
    return keyring.digest(secret.encode(), "api key")
