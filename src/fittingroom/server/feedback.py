"""Feedback that comes in: checked against the shelf, kept, told again, loaded to learn from."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from fittingroom.errors import FittingRoomError, InvalidInput, NotFound, UnknownName
from fittingroom.garment.garment import Garment
from fittingroom.purchases.purchases import Purchases
from fittingroom.purchases.reading_feedback import feedback_purchases
from fittingroom.purchases.report import CleaningReport
from fittingroom.server.ground import Ground
from fittingroom.server.wardrobe import document_of, documents
from fittingroom.server.wire.feedback import (
    FeedbackKept,
    FeedbackList,
    FeedbackTold,
    OrderFeed,
    OrderLine,
    OrdersTaken,
)
from fittingroom.server.work.garments import garment_of
from fittingroom.store.feedback import all_feedback, feedback_of, keep_feedback, keep_order
from fittingroom.store.shoppers import now, photo_of, require_consent

AHEAD = timedelta(days=1)  # a shop's clock may be wrong by so much
FIRST = datetime(1990, 1, 1, tzinfo=UTC)
UNKNOWN_MOST = 20  # named in an answer


def tell_feedback(session: Session, ground: Ground, shopper_id: str) -> FeedbackList:
    """Tell a shopper what they said."""
    kept = [
        FeedbackKept(id=row.id, at=row.at, told=FeedbackTold.model_validate(said))
        for row, said in feedback_of(session, ground.keyring, shopper_id)
    ]
    return FeedbackList(feedback=kept)


def take_feedback(
    session: Session, ground: Ground, shopper_id: str, told: FeedbackTold
) -> FeedbackKept:
    """Keep what a shopper says.

    Raises:
        ConsentMissing: without the consent "feedback".
        UnknownName: no such garment or size.
        InvalidInput: a reason for what was kept.
        NotFound: no photo is kept that could show it.
    """
    require_consent(session, shopper_id, "feedback")
    garment = garment_of(document_of(session, told.garment))
    if told.size not in garment.chart.sizes:
        raise UnknownName("size", told.size, garment.chart.sizes)
    _check_reason(told)
    if told.photo and photo_of(session, ground.keyring, shopper_id) is None:
        raise NotFound("photo")
    row = keep_feedback(session, ground.keyring, shopper_id, told.model_dump(mode="json"))
    session.flush()
    return FeedbackKept(id=row.id, at=row.at, told=told)


def take_orders(session: Session, ground: Ground, feed: OrderFeed) -> OrdersTaken:
    """Keep lines of the shop's orders.

    Raises:
        InvalidInput: a reason for what was kept, or a time to come.
    """
    known = documents(session)
    for line in feed.lines:
        _check_reason(line)
        at = line.at or now()
        if not FIRST < at < now() + AHEAD:
            raise InvalidInput(
                f"at {at.isoformat()} is when nobody ordered: tell of orders once they were made",
                field="at", value=at.isoformat(), allowed=f"{FIRST.date()} until now",
            )  # fmt: skip
        said = line.model_dump(mode="json", exclude={"at"})
        keep_order(session, ground.keyring, said, at.astimezone(UTC))
        session.flush()
    unknown = sorted({line.garment for line in feed.lines} - set(known))
    return OrdersTaken(lines=len(feed.lines), unknown_garments=unknown[:UNKNOWN_MOST])


def load_feedback(ground: Ground) -> tuple[Purchases, CleaningReport]:
    """Return all feedback as purchases to learn from, with the report of its cleaning."""
    with ground.database.read() as session:
        return feedback_purchases(all_feedback(session, ground.keyring), _garments(session))


def _garments(session: Session) -> dict[str, Garment]:
    found = {}
    for ref, document in documents(session).items():
        try:
            found[ref] = garment_of(document)
        except FittingRoomError:  # a shop's garment of a style that's gone
            continue
    return found


def _check_reason(told: FeedbackTold | OrderLine) -> None:
    if told.outcome == "kept" and told.reason is not None:
        raise InvalidInput(
            f"reason is {told.reason!r} of what was kept: give it for what was returned",
            field="reason", value=told.reason, allowed="none where the outcome is kept",
        )  # fmt: skip
