"""`Visit`: a shopper's session, a signed cookie and nothing on the server.

The cookie holds the shopper's id and the visit's own random text, from which the CSRF token is
made. A log-in, a log-out and an erasure begin a new visit.
"""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from uuid import uuid4

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from fittingroom.server.settings import Settings
from fittingroom.store.keyring import Keyring

DAY_S = 24 * 3600
RENEW_S = DAY_S  # a cookie older than this is signed anew
SHOPPER = re.compile(r"[0-9a-f]{32}")
ROOM = re.compile(r"[A-Za-z0-9_-]{16,64}")


@dataclass(slots=True)
class Visit:
    """One shopper at one browser.

    Args:
        shopper_id: who.
        text: random, the visit's own.
        came: whether a cookie of ours came with the request.
        is_new: whether the answer must carry a cookie.
        ends: whether the answer takes the cookie back.
    """

    shopper_id: str
    text: str
    came: bool = False
    is_new: bool = False
    ends: bool = False
    _secret: bytes = field(default=b"", repr=False)

    @property
    def csrf(self) -> str:
        """Return what `X-CSRF-Token` must hold."""
        said = f"{self.shopper_id}:{self.text}".encode()
        return hmac.new(self._secret, said, sha256).hexdigest()

    def go_on_as(self, shopper_id: str) -> None:
        """Begin a new visit, as a known shopper."""
        self.shopper_id, self.text = shopper_id, secrets.token_urlsafe(18)
        self.is_new, self.ends = True, False

    def end(self) -> None:
        """End the visit: the cookie goes."""
        self.go_on_as(uuid4().hex)
        self.ends = True


class Visits:
    """Reads visits from cookies and writes them back."""

    def __init__(self, settings: Settings, keyring: Keyring) -> None:
        self.name = "__Host-fittingroom" if settings.is_https else "fittingroom"
        self._age = settings.retention_days * DAY_S
        self._secure = "; Secure" if settings.is_https else ""
        self._csrf = keyring.derive("csrf")
        self._signer = URLSafeTimedSerializer(
            keyring.derive("visit"), salt="visit", signer_kwargs={"digest_method": sha256}
        )

    def read(self, cookie: str | None) -> Visit:
        """Return the visit of a cookie; a new shopper's where there's none that we signed."""
        try:
            said, signed = self._signer.loads(
                cookie or "", max_age=self._age, return_timestamp=True
            )
            shopper_id, text = said["shopper"], said["text"]
            if not SHOPPER.fullmatch(shopper_id) or not ROOM.fullmatch(text):
                raise BadSignature("not a visit")
        except (BadSignature, KeyError, TypeError):
            return Visit(uuid4().hex, secrets.token_urlsafe(18), is_new=True, _secret=self._csrf)
        age = signed.now(signed.tzinfo) - signed
        is_old = age.total_seconds() > RENEW_S
        return Visit(shopper_id, text, came=True, is_new=is_old, _secret=self._csrf)

    def cookie(self, visit: Visit) -> str | None:
        """Return the Set-Cookie header that an answer needs, if any."""
        rest = f"; Path=/; HttpOnly; SameSite=Lax{self._secure}"
        if visit.ends:
            return f"{self.name}=; Max-Age=0{rest}"
        if not visit.is_new:
            return None
        signed = self._signer.dumps({"shopper": visit.shopper_id, "text": visit.text})
        return f"{self.name}={signed}; Max-Age={self._age}{rest}"


class VisitMiddleware:
    """Give every request its visit, and every answer its cookie."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or not scope["path"].startswith("/api/"):
            await self._app(scope, receive, send)
            return
        visits: Visits = scope["app"].state.visits
        visit = visits.read(HTTPConnection(scope).cookies.get(visits.name))
        scope.setdefault("state", {})["visit"] = visit

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start" and "asked_visit" in scope["state"]:
                cookie = visits.cookie(visit)
                if cookie is not None:
                    MutableHeaders(scope=message).append("Set-Cookie", cookie)
            await send(message)

        await self._app(scope, receive, answer)
