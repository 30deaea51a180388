"""Erase what is kept of a shopper: rows in one transaction, then files, then the log's remains.

A file whose removal a crash prevented is nobody's: `sweep_files` removes it at the next start and
daily. A job goes with the last look that asked for it; a worker that ends a job whose row is gone
keeps nothing of it.
"""

from __future__ import annotations

import logging
import time

from sqlalchemy import CursorResult, Delete, delete, select
from sqlalchemy.orm import Session

from fittingroom.store.database import Database
from fittingroom.store.files import SealedFiles
from fittingroom.store.shoppers import find_shopper, record_consent
from fittingroom.store.tables import (
    ConsentRow,
    FeedbackRow,
    FileRow,
    JobRow,
    LoginCodeRow,
    LookRow,
    ShareRow,
    ShopperRow,
    TallyRow,
)

Removed = dict[str, int]
SETTLE_TRIES, SETTLE_WAIT_S = 20, 0.05  # readers keep the log open for milliseconds
log = logging.getLogger(__name__)


def erase_shopper(database: Database, files: SealedFiles, shopper_id: str) -> Removed:
    """Erase everything that is kept of a shopper; of them a count is left."""
    with database.write() as session:
        removed, places = _erase_looks(session, shopper_id)
        removed |= _erase_shopper(session, shopper_id)
        if removed.get("shopper"):
            _count(session, "erased")
    return removed | _finish(database, files, places)


def take_back(database: Database, files: SealedFiles, shopper_id: str, purpose: str) -> Removed:
    """Record that a consent was taken back, and erase what it was given for, in one step."""
    with database.write() as session:
        record_consent(session, shopper_id, purpose, granted=False)
        removed, places = _ERASES[purpose](session, shopper_id)
    return removed | _finish(database, files, places)


def erase_body(database: Database, files: SealedFiles, shopper_id: str) -> Removed:
    """Erase a shopper's measurements and everything made of them."""
    with database.write() as session:
        removed, places = _erase_body(session, shopper_id)
    return removed | _finish(database, files, places)


def erase_photo(database: Database, files: SealedFiles, shopper_id: str) -> Removed:
    """Erase a shopper's photo."""
    with database.write() as session:
        removed, places = _erase_photo(session, shopper_id)
    return removed | _finish(database, files, places)


def erase_look(database: Database, files: SealedFiles, shopper_id: str, look_id: str) -> Removed:
    """Erase one look of a shopper, and its job where nobody else asked for it."""
    with database.write() as session:
        removed, places = _erase_looks(session, shopper_id, look_id)
    return removed | _finish(database, files, places)


def erase_feedback(
    database: Database, files: SealedFiles, shopper_id: str, feedback_id: str
) -> Removed:
    """Erase one feedback of a shopper."""
    with database.write() as session:
        mine = delete(FeedbackRow).where(FeedbackRow.shopper_id == shopper_id)
        removed = {"feedback": _drop(session, mine.where(FeedbackRow.id == feedback_id))}
    return removed | _finish(database, files, [])


def erase_customer(database: Database, files: SealedFiles, customer_digest: str) -> Removed:
    """Erase every feedback that the shop sent of one of its customers."""
    with database.write() as session:
        theirs = delete(FeedbackRow).where(FeedbackRow.customer_digest == customer_digest)
        removed = {"feedback": _drop(session, theirs)}
    return removed | _finish(database, files, [])


def sweep_files(database: Database, files: SealedFiles, *, older_than_s: float = 3600) -> int:
    """Remove files that no row names; young ones may be a worker's whose row is on its way."""
    lost = [place for place in files.places() if files.age(place) > older_than_s]
    with database.read() as session:
        known = set(session.scalars(select(FileRow.place)))
    return sum(files.remove(place) for place in lost if place not in known)


def _erase_looks(
    session: Session, shopper_id: str, look_id: str | None = None
) -> tuple[Removed, list[str]]:
    mine = select(LookRow.id, LookRow.job_key).where(LookRow.shopper_id == shopper_id)
    if look_id is not None:
        mine = mine.where(LookRow.id == look_id)
    found = session.execute(mine).all()
    looks, keys = [row.id for row in found], {row.job_key for row in found}
    removed = {
        "shares": _drop(session, delete(ShareRow).where(ShareRow.look_id.in_(looks))),
        "looks": _drop(session, delete(LookRow).where(LookRow.id.in_(looks))),
    }
    shared = select(LookRow.job_key).where(LookRow.job_key.in_(keys))
    keys -= set(session.scalars(shared))
    removed["jobs"] = len(keys)
    return removed, erase_jobs(session, keys)


def erase_jobs(session: Session, keys: set[str]) -> list[str]:
    """Erase jobs' rows; returns the places of their files, to be removed after the commit."""
    places = list(session.scalars(select(FileRow.place).where(FileRow.job_key.in_(keys))))
    session.execute(delete(FileRow).where(FileRow.job_key.in_(keys)))
    session.execute(delete(JobRow).where(JobRow.key.in_(keys)))
    return places


def _erase_body(session: Session, shopper_id: str) -> tuple[Removed, list[str]]:
    removed, places = _erase_looks(session, shopper_id)
    row = find_shopper(session, shopper_id)
    removed["person"] = int(row is not None and row.sealed_person is not None)
    if row is not None:
        row.sealed_person = None
    return removed, places


def _erase_photo(session: Session, shopper_id: str) -> tuple[Removed, list[str]]:
    row = find_shopper(session, shopper_id)
    removed = {"photo": int(row is not None and row.sealed_photo is not None)}
    if row is not None:
        row.sealed_photo = None
    return removed, []


def _erase_feedback(session: Session, shopper_id: str) -> tuple[Removed, list[str]]:
    mine = delete(FeedbackRow).where(FeedbackRow.shopper_id == shopper_id)
    return {"feedback": _drop(session, mine)}, []


_ERASES = {"body": _erase_body, "photo": _erase_photo, "feedback": _erase_feedback}


def _erase_shopper(session: Session, shopper_id: str) -> Removed:
    row = find_shopper(session, shopper_id)
    if row is None:
        return {}
    removed = {
        "person": int(row.sealed_person is not None),
        "photo": int(row.sealed_photo is not None),
        "email": int(row.email_digest is not None),
    }
    codes = delete(LoginCodeRow).where(LoginCodeRow.email_digest == row.email_digest)
    removed["login_codes"] = _drop(session, codes)
    removed |= _erase_feedback(session, shopper_id)[0]
    consents = delete(ConsentRow).where(ConsentRow.shopper_id == shopper_id)
    removed["consents"] = _drop(session, consents)
    session.expunge(row)
    removed["shopper"] = _drop(session, delete(ShopperRow).where(ShopperRow.id == shopper_id))
    return removed


def _drop(session: Session, statement: Delete) -> int:
    result = session.execute(statement)
    assert isinstance(result, CursorResult)
    return result.rowcount


def _count(session: Session, name: str) -> None:
    tally = session.get(TallyRow, name) or TallyRow(name=name, count=0)
    tally.count += 1
    session.add(tally)


def _finish(database: Database, files: SealedFiles, places: list[str]) -> Removed:
    gone = sum(files.remove(place) for place in places)
    for _ in range(SETTLE_TRIES):
        if database.settle():
            break
        time.sleep(SETTLE_WAIT_S)
    else:
        log.warning("the write-ahead log is in use; it is emptied at the next daily task")
    return {"files": gone}
