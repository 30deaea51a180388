"""Forget what has had its time: shoppers, links, codes, jobs and files that are nobody's."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select

from fittingroom.store.database import Database
from fittingroom.store.erasing import erase_jobs, erase_shopper, sweep_files
from fittingroom.store.files import SealedFiles
from fittingroom.store.shoppers import now
from fittingroom.store.tables import (
    FeedbackRow,
    JobRow,
    LoginCodeRow,
    LookRow,
    ShareRow,
    ShopperRow,
)

LOST = timedelta(hours=1)  # a job younger than this may be one whose look is on its way


def purge(
    database: Database, files: SealedFiles, *, days: int, feedback_days: int | None = None
) -> int:
    """Forget whatever is over; returns how many shoppers.

    Args:
        database: whose rows.
        files: whose files.
        days: a shopper is forgotten this long after their last visit.
        feedback_days: what the shop told of its customers is forgotten this long after it was
            told, None for never.
    """
    with database.read() as session:
        over = now() - timedelta(days=days)
        gone = list(session.scalars(select(ShopperRow.id).where(ShopperRow.seen < over)))
    for shopper_id in gone:
        erase_shopper(database, files, shopper_id)
    with database.write() as session:
        session.execute(delete(ShareRow).where(ShareRow.until < now()))
        if feedback_days is not None:
            told = FeedbackRow.at < now() - timedelta(days=feedback_days)
            session.execute(delete(FeedbackRow).where(FeedbackRow.shopper_id.is_(None), told))
        session.execute(delete(LoginCodeRow).where(LoginCodeRow.until < now()))
        wanted = select(LookRow.job_key)
        lost = select(JobRow.key).where(JobRow.key.not_in(wanted), JobRow.changed < now() - LOST)
        places = erase_jobs(session, set(session.scalars(lost)))
    for place in places:
        files.remove(place)
    sweep_files(database, files)
    database.settle()
    return len(gone)
