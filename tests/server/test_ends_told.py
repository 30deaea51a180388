"""Ends of looks are told once they are written down, and only to whom they concern."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from fittingroom.server.ground import Ground
from fittingroom.server.wire.looks import ProgressEvent
from fittingroom.server.work.board import Board
from fittingroom.server.work.foreman import Foreman
from fittingroom.server.work.telling import tell_look
from fittingroom.server.work.watching import events
from fittingroom.store.tables import LookRow
from server.looks import ask, shopper


@pytest.fixture
def look(address: str) -> dict[str, Any]:
    """A look that waits for a worker; the service has none."""
    with shopper(address) as client:
        return ask(client, "classic-tee:M")


def test_a_row_that_was_read_too_early_isnt_told_as_done(
    ground: Ground, look: dict[str, Any]
) -> None:
    board = Board()
    with ground.database.read() as session:
        row = session.get(LookRow, look["id"])
        assert row is not None
        board.tell(row.job_key, ProgressEvent(state="done"))
        told = tell_look(session, ground, board, row)
    assert (told.state, told.worn) == ("queued", [])  # "done" without worn would be half a look


def test_the_end_of_a_job_that_was_asked_for_again_isnt_the_looks(
    ground: Ground, look: dict[str, Any]
) -> None:
    foreman = Foreman(ground)

    async def never() -> bool:
        return False

    async def watch() -> list[str]:
        with ground.database.read() as session:
            row = session.get(LookRow, look["id"])
            assert row is not None
            key = row.job_key
        stream = events(ground, foreman, look["id"], never)
        seen = [await anext(stream)]
        foreman.board.tell(key, ProgressEvent(state="cancelled"))
        seen.append(await anext(stream))
        foreman.board.close()
        return [*seen, *[each async for each in stream]]

    states = [json.loads(each.removeprefix("data: "))["state"] for each in asyncio.run(watch())]
    assert states == ["queued", "queued"]
