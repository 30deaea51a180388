"""A request that has no answer after its time is told so; what it began goes on to its end."""

from __future__ import annotations

import asyncio
import logging

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from fittingroom.server.problems import answer, plain_problem
from fittingroom.server.settings import Settings

log = logging.getLogger(__name__)


class PatienceMiddleware:
    """Answer 503 where a route takes too long; an answer that has begun may take its time."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._seconds = app, settings.request_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, given_up = asyncio.Event(), False

        async def sending(message: Message) -> None:
            if not given_up:
                begun.set()
                await send(message)

        task = asyncio.ensure_future(self._app(scope, receive, sending))
        begins = asyncio.ensure_future(begun.wait())
        try:
            await asyncio.wait(
                {task, begins}, timeout=self._seconds, return_when=asyncio.FIRST_COMPLETED
            )
            given_up = not begun.is_set() and not task.done()
            if given_up:
                log.warning("a request took longer than %s s", self._seconds)
                await answer(plain_problem(503, "this takes too long: try again later"))(
                    scope, receive, send
                )
            await task
        finally:
            begins.cancel()
            if not task.done():
                task.cancel()
