"""Headers of every answer: what the browser may do with it."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from fittingroom.server.settings import Settings

YEAR_S = 365 * 24 * 3600
CONTENT = (
    "default-src 'self'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "connect-src 'self' blob:",  # three.js fetches a GLB's pictures from blobs
    "media-src 'self' blob:",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
)
# the camera is the coming mirror's, the tracking is the coming phone view's; names that a browser
# doesn't know (web-share, bluetooth on Linux) would fill its console with errors
PERMISSIONS = (
    "camera=(self), xr-spatial-tracking=(self), fullscreen=(self), clipboard-write=(self), "
    "microphone=(), geolocation=(), payment=(), usb=(), midi=(), serial=(), browsing-topics=()"
)


def headers_of(settings: Settings) -> dict[str, str]:
    """Return the headers for a service's settings."""
    ancestors = " ".join(settings.frame_ancestors) or "'none'"
    headers = {
        "Content-Security-Policy": "; ".join([*CONTENT, f"frame-ancestors {ancestors}"]),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": PERMISSIONS,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    if not settings.frame_ancestors:
        headers["X-Frame-Options"] = "DENY"
    if settings.is_https:
        headers["Strict-Transport-Security"] = f"max-age={YEAR_S}; includeSubDomains"
    return headers


class HeadersMiddleware:
    """Add the headers; answers of the API are kept nowhere unless their route says so."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._headers = app, headers_of(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers[name] = value
                if scope["path"].startswith("/api/"):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, answer)
