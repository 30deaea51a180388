"""What the service holds and does now."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fittingroom.server.wire.shop import Usage
from fittingroom.store.tables import FileRow, JobRow, LookRow, ShopperRow


def usage(session: Session, *, workers: int) -> Usage:
    """Count what is kept, and the jobs under way."""
    files, size = session.execute(
        select(func.count(), func.coalesce(func.sum(FileRow.bytes), 0))
    ).one()
    states = jobs_by_state(session)
    return Usage(
        shoppers=session.scalar(select(func.count()).select_from(ShopperRow)) or 0,
        looks=session.scalar(select(func.count()).select_from(LookRow)) or 0,
        files=files,
        bytes=size,
        queued=states.get("queued", 0),
        running=states.get("running", 0),
        workers=workers,
    )


def jobs_by_state(session: Session) -> dict[str, int]:
    """Count the jobs of each state."""
    counted = session.execute(select(JobRow.state, func.count()).group_by(JobRow.state))
    return {row.state: row[1] for row in counted}
