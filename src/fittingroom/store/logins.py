"""E-mail login: a code that is sent, checked a few times, and then leads to one's own things."""

from __future__ import annotations

import hmac
import re
import secrets
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from fittingroom.errors import InvalidInput
from fittingroom.store.feedback import move_feedback
from fittingroom.store.keyring import Keyring
from fittingroom.store.shoppers import EMAIL, PERSON, PHOTO, keep_shopper, now
from fittingroom.store.tables import ConsentRow, LoginCodeRow, LookRow, ShopperRow

DIGITS, TRIES, LASTS = 8, 5, timedelta(minutes=10)  # guessed once in 20 million codes
# one @, a dot after it, no white space, no quoting: what shops' customers have
ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}"
)
ADDRESS_MAX = 254


def read_address(text: str) -> str:
    """Return an address as it is compared: without white space, in small letters.

    Raises:
        InvalidInput: not an address.
    """
    address = text.strip()
    if len(address) > ADDRESS_MAX or not ADDRESS.fullmatch(address):
        raise InvalidInput(
            "that isn't an e-mail address: write it like ann@example.org", field="email"
        )
    return address.casefold()


def make_code(session: Session, keyring: Keyring, address: str) -> str:
    """Make a code for an address, in place of one that was sent before."""
    code = "".join(secrets.choice("0123456789") for _ in range(DIGITS))
    email_digest = digest_of(keyring, address)
    session.execute(delete(LoginCodeRow).where(LoginCodeRow.email_digest == email_digest))
    session.add(
        LoginCodeRow(
            email_digest=email_digest,
            code_digest=_code_digest(keyring, address, code),
            until=now() + LASTS,
            tries=0,
        )
    )
    return code


def check_code(session: Session, keyring: Keyring, address: str, code: str) -> bool:
    """Say whether a code is the one that was sent; it is spent then, and after five tries.

    The session must be committed whatever the answer is: tries count.
    """
    row = session.get(LoginCodeRow, digest_of(keyring, address), with_for_update=True)
    if row is None or row.until < now() or row.tries >= TRIES:
        return False
    row.tries += 1
    typed = "".join(code.split())
    if not hmac.compare_digest(row.code_digest, _code_digest(keyring, address, typed)):
        return False
    session.delete(row)
    return True


def log_in(session: Session, keyring: Keyring, visitor_id: str, address: str) -> str:
    """Make a visitor the shopper of an address; returns whose visit it is now.

    An address that nobody has becomes the visitor's. Else what the visitor kept goes to the
    address's shopper: looks and feedback beside theirs, a newer person or photo in place of
    theirs. A visitor who is known by another address keeps their things apart.
    """
    email_digest = digest_of(keyring, address)
    found = select(ShopperRow).where(ShopperRow.email_digest == email_digest)
    known = session.scalars(found).one_or_none()
    visitor = session.get(ShopperRow, visitor_id)
    apart = visitor is not None and visitor.email_digest not in (None, email_digest)
    if known is None:
        known = keep_shopper(session, uuid4().hex if apart else visitor_id)
        known.email_digest = email_digest
        known.sealed_email = keyring.seal(address.encode(), EMAIL, known.id)
    elif visitor is not None and visitor is not known and not apart:
        _merge(session, keyring, visitor, known)
    known.seen = now()
    session.flush()
    return known.id


def _merge(session: Session, keyring: Keyring, visitor: ShopperRow, known: ShopperRow) -> None:
    if visitor.sealed_person is not None:
        plain = keyring.open(visitor.sealed_person, PERSON, visitor.id)
        known.sealed_person = keyring.seal(plain, PERSON, known.id)
    if visitor.sealed_photo is not None:
        plain = keyring.open(visitor.sealed_photo, PHOTO, visitor.id)
        known.sealed_photo = keyring.seal(plain, PHOTO, known.id)
    theirs = select(LookRow.job_key).where(LookRow.shopper_id == known.id)
    has = set(session.scalars(theirs))
    for look in session.scalars(select(LookRow).where(LookRow.shopper_id == visitor.id)).all():
        if look.job_key in has:
            session.delete(look)
        else:
            look.shopper_id = known.id
    move_feedback(session, keyring, visitor.id, known.id)
    answers = update(ConsentRow).where(ConsentRow.shopper_id == visitor.id)
    session.execute(answers.values(shopper_id=known.id))
    session.flush()
    session.execute(delete(ShopperRow).where(ShopperRow.id == visitor.id))


def digest_of(keyring: Keyring, address: str) -> str:
    """Return what an address is found by."""
    return keyring.digest(address.encode(), "e-mail")


def _code_digest(keyring: Keyring, address: str, code: str) -> str:
    return keyring.digest(f"{address} {code}".encode(), "login code")
