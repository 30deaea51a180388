"""Feedback: a shopper's own, and the shop's orders and returns."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from fittingroom.errors import NotFound
from fittingroom.server.feedback import take_feedback, take_orders, tell_feedback
from fittingroom.server.given import CurrentGround, CurrentShopper, ReadSession, WriteSession
from fittingroom.server.security.bearer import FeedbackKey
from fittingroom.server.wire.feedback import (
    CustomerForgotten,
    FeedbackKept,
    FeedbackList,
    FeedbackTold,
    OrderFeed,
    OrdersTaken,
)
from fittingroom.store.erasing import erase_customer, erase_feedback
from fittingroom.store.feedback import customer_of

router = APIRouter(prefix="/api", tags=["feedback"])


@router.get("/me/feedback")
def read_feedback(
    shopper: CurrentShopper, session: ReadSession, ground: CurrentGround
) -> FeedbackList:
    """Return what the shopper said of garments, the newest first."""
    return tell_feedback(session, ground, shopper.id)


@router.post("/me/feedback", status_code=201)
def give_feedback(
    told: FeedbackTold, shopper: CurrentShopper, session: WriteSession, ground: CurrentGround
) -> FeedbackKept:
    """Keep what the shopper kept or sent back, and why, encrypted; needs the consent "feedback".

    Said again of the same garment in the same size, it takes the place of what was said.
    """
    return take_feedback(session, ground, shopper.id, told)


@router.delete("/me/feedback/{feedback_id}", status_code=204)
def forget_feedback(feedback_id: str, shopper: CurrentShopper, ground: CurrentGround) -> None:
    """Forget one feedback."""
    removed = erase_feedback(ground.database, ground.files, shopper.id, feedback_id)
    if not removed["feedback"]:
        raise NotFound("feedback")


@router.post("/shop/feedback", dependencies=[FeedbackKey])
def feed_orders(feed: OrderFeed, session: WriteSession, ground: CurrentGround) -> OrdersTaken:
    """Take lines of orders, kept and returned. Scope "feedback"."""
    return take_orders(session, ground, feed)


@router.delete("/shop/feedback/{customer}", dependencies=[FeedbackKey])
def forget_customer(
    customer: Annotated[str, Path(max_length=80)], ground: CurrentGround
) -> CustomerForgotten:
    """Forget every line of one customer. Scope "feedback"."""
    digest = customer_of(ground.keyring, customer)
    removed = erase_customer(ground.database, ground.files, digest)
    return CustomerForgotten(removed=removed["feedback"])
