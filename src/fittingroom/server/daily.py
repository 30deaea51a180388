"""What the service does by itself once a day."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from sqlalchemy.exc import SQLAlchemyError

from fittingroom.errors import FittingRoomError
from fittingroom.server.ground import Ground
from fittingroom.server.purging import purge_all

FIRST_S = 60  # after the start, so that a start is quick
EVERY_S = 24 * 3600
log = logging.getLogger(__name__)


@asynccontextmanager
async def daily_tasks(ground: Ground) -> AsyncIterator[None]:
    """Purge once a day for as long as this is open."""
    task = asyncio.create_task(_purge_daily(ground))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _purge_daily(ground: Ground) -> None:
    await asyncio.sleep(FIRST_S)
    while True:
        try:
            gone = await asyncio.to_thread(purge_all, ground)
            log.info("purged", extra={"shoppers": gone})
        except (FittingRoomError, SQLAlchemyError, OSError) as error:
            log.error("the daily purge failed", exc_info=error)
        await asyncio.sleep(EVERY_S)
