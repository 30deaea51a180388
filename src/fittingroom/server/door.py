"""`DoorMiddleware`: counts and logs every request, answers our own faults."""

from __future__ import annotations

import logging
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from fittingroom.server.metrics import Metrics
from fittingroom.server.problems import answer, plain_problem

OTHER = "other"  # what no route answers: made-up paths would fill the memory with labels
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH")
log = logging.getLogger("fittingroom.requests")


class DoorMiddleware:
    """Let requests in and answers out."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status, waited = time.perf_counter(), 0, 0.0

        async def sending(message: Message) -> None:
            nonlocal status, waited
            if message["type"] == "http.response.start":
                status, waited = message["status"], time.perf_counter() - began
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception as error:
            log.error("our fault", exc_info=error, extra={"route": route_of(scope)})
            if not status:
                fault = answer(plain_problem(500, "our mistake; it has been written down"))
                await fault(scope, receive, sending)
        finally:
            self._tell(scope, status, waited)

    def _tell(self, scope: Scope, status: int, waited: float) -> None:
        route = route_of(scope)
        method = scope["method"] if scope["method"] in METHODS else OTHER
        self._metrics.answered(method, route, status, waited)
        told = {"method": method, "route": route, "status": status, "ms": round(1000 * waited, 1)}
        log.info("answered", extra=told)


def route_of(scope: Scope) -> str:
    """Return the template of the route that answered, never the path itself."""
    route = scope.get("route")
    path = getattr(route, "path_format", None) or getattr(route, "path", None)
    return path if isinstance(path, str) else OTHER
