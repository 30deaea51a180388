"""Feedback: what a shopper, or a customer of the shop, kept or sent back.

What is said is sealed. Who said it is a shopper's id or a keyed digest of the shop's own customer
number, which isn't kept. Learning gets neither: `wearer_of` and `customer_of` are names that lead
nowhere without the service's secret.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from fittingroom.errors import TooMuch
from fittingroom.purchases.reading_feedback import Feedback
from fittingroom.store.keyring import Keyring
from fittingroom.store.shoppers import keep_shopper, now, person_of, require_consent
from fittingroom.store.tables import FeedbackRow

SAID = "feedback.sealed_said"
MOST = 500  # feedbacks of one shopper
BATCH = 1000
Said = dict[str, Any]


def keep_feedback(session: Session, keyring: Keyring, shopper_id: str, said: Said) -> FeedbackRow:
    """Keep what a shopper says of a garment in a size, in place of what they said of it before.

    Args:
        session: where.
        keyring: to seal with.
        shopper_id: whose.
        said: `wire.feedback.FeedbackTold` as JSON.

    Raises:
        ConsentMissing: without the consent "feedback".
        TooMuch: they have told of as many as are kept.
    """
    require_consent(session, shopper_id, "feedback")
    keep_shopper(session, shopper_id)
    about = _about(keyring, "shopper", shopper_id, said)
    row = _row_about(session, about)
    if row is None:
        _check_room(session, shopper_id)
        row = FeedbackRow(id=uuid4().hex, shopper_id=shopper_id, about_digest=about)
    return _say(session, keyring, row, said, now())


def keep_order(session: Session, keyring: Keyring, said: Said, at: datetime) -> FeedbackRow:
    """Keep a line of an order as the shop tells it, in place of what it told of it before."""
    said = dict(said)
    order, customer = said.pop("order"), said.pop("customer", None)
    about = _about(keyring, "order", order, said)
    row = _row_about(session, about) or FeedbackRow(id=uuid4().hex, about_digest=about)
    row.customer_digest = customer_of(keyring, customer) if customer is not None else None
    return _say(session, keyring, row, said, at)


def feedback_of(
    session: Session, keyring: Keyring, shopper_id: str
) -> Iterator[tuple[FeedbackRow, Said]]:
    """Give a shopper's feedback, the newest first."""
    mine = select(FeedbackRow).where(FeedbackRow.shopper_id == shopper_id)
    for row in session.scalars(mine.order_by(FeedbackRow.at.desc(), FeedbackRow.id)):
        yield row, keyring.open_json(row.sealed_said, SAID, row.id)


def move_feedback(session: Session, keyring: Keyring, visitor_id: str, known_id: str) -> None:
    """Give a visitor's feedback to the shopper they turn out to be; the newer word holds."""
    session.flush()
    for row, said in list(feedback_of(session, keyring, visitor_id)):
        about = _about(keyring, "shopper", known_id, said)
        before = _row_about(session, about)
        if before is not None:
            session.delete(before)
            session.flush()
        row.shopper_id, row.about_digest = known_id, about
    session.flush()


def all_feedback(session: Session, keyring: Keyring) -> Iterator[Feedback]:
    """Give every feedback as learning reads it, the oldest first."""
    persons: dict[str, dict[str, Any] | None] = {}
    every = select(FeedbackRow).order_by(FeedbackRow.at, FeedbackRow.id)
    for row in session.scalars(every).yield_per(BATCH):
        said = keyring.open_json(row.sealed_said, SAID, row.id)
        who = row.shopper_id
        if who is not None and who not in persons:
            persons[who] = person_of(session, keyring, who)
        yield Feedback(
            wearer=wearer_of(keyring, who) if who is not None else row.customer_digest,
            person=persons[who] if who is not None else None,
            at=row.at,
            said=said,
        )


def wearer_of(keyring: Keyring, shopper_id: str) -> str:
    """Return the name that learning knows a shopper by."""
    return keyring.digest(shopper_id.encode(), "wearer")


def customer_of(keyring: Keyring, customer: str) -> str:
    """Return the name that a customer of the shop is kept under."""
    return keyring.digest(customer.encode(), "customer")


def _say(
    session: Session, keyring: Keyring, row: FeedbackRow, said: Said, at: datetime
) -> FeedbackRow:
    row.sealed_said, row.at = keyring.seal_json(said, SAID, row.id), at
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:  # the same was said at the same moment: the later word holds
        there = _row_about(session, row.about_digest)
        if there is None:
            raise
        there.customer_digest = row.customer_digest
        there.sealed_said, there.at = keyring.seal_json(said, SAID, there.id), at
        return there
    return row


def _row_about(session: Session, about: str) -> FeedbackRow | None:
    return session.scalars(
        select(FeedbackRow).where(FeedbackRow.about_digest == about)
    ).one_or_none()


def _about(keyring: Keyring, kind: str, whose: str, said: Mapping[str, Any]) -> str:
    about = json.dumps([kind, whose, said["garment"], said["size"]])
    return keyring.digest(about.encode(), "feedback")


def _check_room(session: Session, shopper_id: str) -> None:
    mine = select(func.count()).select_from(FeedbackRow)
    if (session.scalar(mine.where(FeedbackRow.shopper_id == shopper_id)) or 0) >= MOST:
        raise TooMuch(f"{MOST} feedbacks are kept of you already: erase some first")
