"""Ask for a look: the request becomes an order, equal orders become one job."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from fittingroom.body.motions import MOTIONS
from fittingroom.errors import InvalidInput, TooMuch, UnknownName
from fittingroom.server.ground import Ground
from fittingroom.server.wardrobe import POSES, document_of
from fittingroom.server.wire.looks import LookRequest, Wear
from fittingroom.server.work.advising import Adviser
from fittingroom.server.work.garments import garment_of
from fittingroom.server.work.order import Item, Order
from fittingroom.server.work.queue import ORDER, UNDONE
from fittingroom.store.erasing import erase_look
from fittingroom.store.shoppers import keep_shopper, now, person_of, require_consent
from fittingroom.store.tables import JobRow, LookRow

REQUEST = "look.sealed_request"
MOST_UNDONE = 20  # looks of one shopper that aren't made yet
MOST_LOOKS = 300  # looks of one shopper that are kept


def ask(ground: Ground, adviser: Adviser, shopper_id: str, asked: LookRequest) -> LookRow:
    """Ask for a look of the person that is kept of a shopper.

    Raises:
        ConsentMissing: the shopper didn't agree that bodies are made of them.
        InvalidInput: nobody's measurements are kept, or what is asked for can't be.
        UnknownName: a garment, size, fabric, pose or movement that doesn't exist.
        TooMuch: too many looks of this shopper aren't made yet.
    """
    with ground.database.read() as session:
        person = kept_person(session, ground, shopper_id)
        request, order = resolve(session, ground, adviser, person, asked)
    try:
        look = _kept(ground, shopper_id, request, order)
    except IntegrityError:  # the same was asked for at the same moment: now it's there
        look = _kept(ground, shopper_id, request, order)
    return look


def kept_person(session: Session, ground: Ground, shopper_id: str) -> dict[str, Any]:
    """Return the person that is kept of a shopper who agreed to it.

    Raises:
        ConsentMissing: they didn't agree.
        InvalidInput: nothing is kept.
    """
    require_consent(session, shopper_id, "body")
    person = person_of(session, ground.keyring, shopper_id)
    if person is None:
        raise InvalidInput(
            "no measurements are kept of you: PUT /api/me/person first", field="person"
        )
    return person


def _kept(ground: Ground, shopper_id: str, request: LookRequest, order: Order) -> LookRow:
    with ground.database.write() as session:
        # it may have been taken back while the request was looked at
        require_consent(session, shopper_id, "body")
        look = keep_look(session, ground, shopper_id, request, order)
        old = too_old(session, shopper_id)
    for look_id in old:
        erase_look(ground.database, ground.files, shopper_id, look_id)
    return look


def resolve(
    session: Session, ground: Ground, adviser: Adviser, person: dict[str, Any], asked: LookRequest
) -> tuple[LookRequest, Order]:
    """Return a request with its sizes and fabrics named, and the order that it is.

    Raises:
        UnknownName: a garment, size, fabric, pose or movement that doesn't exist.
        InvalidInput: a movement or a report of several garments.
    """
    _check(asked)
    items, wear = [], []
    for one in asked.wear:
        document = document_of(session, one.garment)
        garment = garment_of(document, one.fabric)
        size = one.size or adviser.advise(person, document, one.fabric).recommended
        if size not in garment.chart.sizes:
            raise UnknownName("size", size, garment.chart.sizes)
        fabric = garment.fabrics["shell"].name
        items.append(Item(document, size, fabric))
        wear.append(Wear(garment=one.garment, size=size, fabric=fabric))
    extras = sorted(set(asked.extras))
    order = Order(
        person, tuple(items), asked.pose, asked.motion, tuple(extras), ground.settings.vertices
    )
    return asked.model_copy(update={"wear": wear, "extras": extras}), order


def keep_look(
    session: Session, ground: Ground, shopper_id: str, request: LookRequest, order: Order
) -> LookRow:
    """Keep a shopper's look and let its job be made, where that isn't so already.

    Raises:
        TooMuch: too many looks of this shopper aren't made yet.
    """
    keep_shopper(session, shopper_id)
    key = ground.keyring.digest(order.text.encode(), "job")
    job = session.get(JobRow, key)
    look = session.scalars(
        select(LookRow).where(LookRow.shopper_id == shopper_id, LookRow.job_key == key)
    ).one_or_none()
    if job is None or job.state != "done":
        _refuse_too_much(session, shopper_id, key)
    if job is None:
        job = JobRow(key=key, attempts=0, ahead=request.ahead, made=now(), state="queued")
        job.sealed_request = ground.keyring.seal(order.text.encode(), ORDER, key)
        job.changed = job.made
        session.add(job)
        session.flush()
    _queue(job, ahead=request.ahead)
    if look is None:
        look = LookRow(id=uuid4().hex, shopper_id=shopper_id, job_key=key, at=now())
        look.cancelled = False
        session.add(look)
    look.cancelled = False
    look.at = now()
    told = request.model_dump(mode="json")
    look.sealed_request = ground.keyring.seal_json(told, REQUEST, look.id)
    session.flush()
    return look


def too_old(session: Session, shopper_id: str) -> list[str]:
    """Return the ids of looks beyond what is kept of a shopper, the oldest."""
    mine = select(LookRow.id).where(LookRow.shopper_id == shopper_id)
    return list(session.scalars(mine.order_by(LookRow.at.desc()).offset(MOST_LOOKS)))


def _check(asked: LookRequest) -> None:
    if asked.pose not in POSES:
        raise UnknownName("pose", asked.pose, POSES)
    if asked.motion is not None and asked.motion not in MOTIONS:
        raise UnknownName("movement", asked.motion, MOTIONS)
    if len(asked.wear) > 1 and asked.motion is not None:
        raise InvalidInput(
            "several garments can't move yet: ask for one, or for none to move",
            field="motion",
            value=asked.motion,
        )
    if len(asked.wear) > 1 and "report" in asked.extras:
        raise InvalidInput(
            "a report is of one garment: ask for one, or without 'report'",
            field="extras",
            value="report",
        )


def _queue(job: JobRow, *, ahead: bool) -> None:
    if job.state in ("failed", "cancelled"):
        job.state, job.attempts, job.problem, job.sealed_result = "queued", 0, None, None
        job.ahead, job.made, job.changed = ahead, now(), now()
    elif job.ahead and not ahead:  # somebody waits for it now
        job.ahead = False


def _refuse_too_much(session: Session, shopper_id: str, key: str) -> None:
    undone = (
        select(func.count())
        .select_from(LookRow)
        .join(JobRow, JobRow.key == LookRow.job_key)
        .where(LookRow.shopper_id == shopper_id, ~LookRow.cancelled)
        .where(JobRow.state.in_(UNDONE), JobRow.key != key)
    )
    if (session.scalar(undone) or 0) >= MOST_UNDONE:
        raise TooMuch(f"{MOST_UNDONE} looks are being made for you: wait for one of them")
