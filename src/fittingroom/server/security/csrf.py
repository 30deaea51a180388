"""Requests that change something come from our own page: token, origin, what the browser says.

Routes for programs (`/api/shop`, `/api/admin`) take no cookie, so they need no token.
"""

from __future__ import annotations

import hmac
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from fittingroom.errors import NotAllowed
from fittingroom.server.problems import refuse
from fittingroom.server.security.visit import Visit
from fittingroom.server.settings import Settings

SAFE = ("GET", "HEAD", "OPTIONS")
BY_KEY = ("/api/shop/", "/api/admin/")


class CsrfMiddleware:
    """Refuse changes that another site may have asked for."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._public = _origin(settings.public_url or "")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        visit = scope.get("state", {}).get("visit")
        if visit is None or scope["method"] in SAFE or scope["path"].startswith(BY_KEY):
            await self._app(scope, receive, send)
            return
        wrong = self._wrong(Headers(scope=scope), visit)
        if wrong is None:
            await self._app(scope, receive, send)
        else:
            await refuse(NotAllowed(wrong))(scope, receive, send)

    def _wrong(self, headers: Headers, visit: Visit) -> str | None:
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return "another site asked for this change"
        origin = headers.get("origin")
        if origin is not None and not self._is_ours(origin, headers.get("host", "")):
            return "another site asked for this change"
        token = headers.get("x-csrf-token", "")
        if not hmac.compare_digest(token.encode(), visit.csrf.encode()):
            return "the header X-CSRF-Token must hold what GET /api/me says: load the page again"
        return None

    def _is_ours(self, origin: str, host: str) -> bool:
        theirs = _origin(origin)
        if theirs is None:
            return False
        return theirs == self._public or theirs[1] == host.casefold()


def _origin(url: str) -> tuple[str, str] | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return None
    return parts.scheme, parts.netloc.casefold()
