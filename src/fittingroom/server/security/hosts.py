"""Names the service answers to: another name may be a page elsewhere that rebinds its address."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from fittingroom.server.problems import answer, plain_problem
from fittingroom.server.settings import LOOPBACK, Settings

PROBES = ("/healthz", "/readyz")  # asked by address


def hosts_of(settings: Settings) -> frozenset[str] | None:
    """Return the names, None for any."""
    names = set(settings.trusted_hosts)
    public = urlsplit(settings.public_url or "").hostname
    if "*" in names or not (names or public or settings.is_local):
        return None
    if public:
        names.add(public)
    if settings.is_local:
        names.update(LOOPBACK)
    return frozenset(name.casefold() for name in names)


class HostsMiddleware:
    """Refuse requests for other names."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._hosts = app, hosts_of(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and self._hosts and scope["path"] not in PROBES:
            told = Headers(scope=scope).get("host", "")
            if _name(told) not in self._hosts:
                problem = plain_problem(421, "the service doesn't answer to that name")
                await answer(problem)(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _name(host: str) -> str:
    try:
        return (urlsplit(f"//{host}").hostname or "").casefold()
    except ValueError:
        return ""
