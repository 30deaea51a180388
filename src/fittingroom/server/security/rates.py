"""How often one may ask: by shopper, and by address for who drops their cookie.

Counted in this process's memory, over a sliding minute (or as long as the rule says).
"""

from __future__ import annotations

import math
import re
import time
from dataclasses import dataclass

from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.types import ASGIApp, Receive, Scope, Send

from fittingroom.errors import TooMuch
from fittingroom.server.problems import refuse
from fittingroom.server.security.visit import Visit

MINUTE, HOUR = 60, 3600


@dataclass(frozen=True, slots=True)
class Rule:
    """One limit.

    Args:
        name: what is counted.
        asked: method and path, as a regular expression.
        shopper: times that one shopper may ask.
        address: times that one address may ask; a shop's many screens share one.
        seconds: in how long.
    """

    name: str
    asked: re.Pattern[str]
    shopper: int
    address: int
    seconds: int = MINUTE


# a shopper's page asks for about 60 answers a minute while they browse, 20 bodies while they type
RULES = (
    Rule("bodies", re.compile(r"POST /api/body"), 120, 600),
    Rule("looks", re.compile(r"POST /api/me/looks"), 60, 600),
    Rule("feedback", re.compile(r"POST /api/me/feedback"), 60, 600),
    Rule("photos", re.compile(r"PUT /api/me/photo"), 10, 60),
    Rule("exports", re.compile(r"GET /api/me/export"), 10, 60),
    Rule("codes", re.compile(r"POST /api/me/email"), 5, 60, HOUR),
    Rule("logins", re.compile(r"POST /api/me/login"), 20, 100, HOUR),
    Rule("links", re.compile(r"GET /api/shared/.*"), 120, 600),
    Rule("requests", re.compile(r".*"), 600, 6000),
)
LETTERS = RateLimitItemPerSecond(5, HOUR)  # to one e-mail address


class Rates:
    """Counts."""

    def __init__(self) -> None:
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._items = {
            (rule.name, kind): RateLimitItemPerSecond(times, rule.seconds)
            for rule in RULES
            for kind, times in (("shopper", rule.shopper), ("address", rule.address))
        }

    def check(self, asked: str, shopper_id: str | None, address: str) -> None:
        """Count a request.

        Raises:
            TooMuch: it is one too many.
        """
        for rule in RULES:
            if rule.asked.fullmatch(asked):
                if shopper_id is not None:
                    self._hit(self._items[rule.name, "shopper"], rule.name, shopper_id)
                self._hit(self._items[rule.name, "address"], rule.name, address)

    def check_letter(self, email_digest: str) -> None:
        """Count a letter to an e-mail address.

        Raises:
            TooMuch: it has got enough.
        """
        self._hit(LETTERS, "letters", email_digest)

    def _hit(self, item: RateLimitItemPerSecond, name: str, who: str) -> None:
        if not self._limiter.hit(item, name, who):
            again = self._limiter.get_window_stats(item, name, who).reset_time
            wait = max(1, math.ceil(again - time.time()))
            raise TooMuch(f"too many {name}: try again in {wait} s", wait=wait)


class RatesMiddleware:
    """Refuse who asks too often."""

    def __init__(self, app: ASGIApp, rates: Rates) -> None:
        self._app, self._rates = app, rates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        visit: Visit | None = scope.get("state", {}).get("visit")
        if visit is not None:
            client = scope.get("client")
            try:
                self._rates.check(
                    f"{scope['method']} {scope['path']}",
                    visit.shopper_id if visit.came else None,
                    client[0] if client else "",
                )
            except TooMuch as error:
                await refuse(error)(scope, receive, send)
                return
        await self._app(scope, receive, send)
