"""Limits of what is sent to us: size, depth of JSON, and how long the sending may take."""

from __future__ import annotations

import asyncio
import re

from starlette.formparsers import MultiPartParser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from fittingroom.errors import FileRefused, FittingRoomError
from fittingroom.server.problems import answer, plain_problem, problem_of
from fittingroom.server.settings import Settings

JSON_BYTES = 2**20
PHOTO_BYTES = 12 * 2**20
FORM_BYTES = 2**16  # of a form around the photo
DEPTH = 32
BODILESS = ("GET", "HEAD", "OPTIONS")
PHOTO_PATH = "/api/me/photo"
_TEXTS = re.compile(rb'"(?:[^"\\]|\\.)*"')
_BRACKETS = re.compile(rb"[\[\]{}]")

# a photo under way stays in memory: the parser would write it to the disk as it is
MultiPartParser.spool_max_size = PHOTO_BYTES + FORM_BYTES


class BodiesMiddleware:
    """Read a request's body within the limits, then pass it on."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._seconds = app, settings.request_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["method"] in BODILESS:
            await self._app(scope, receive, send)
            return
        is_photo = scope["path"] == PHOTO_PATH
        limit = PHOTO_BYTES + FORM_BYTES if is_photo else JSON_BYTES
        try:
            async with asyncio.timeout(self._seconds):
                body = await _read(scope, receive, limit)
            if body is None:  # they went away
                return
            if not is_photo:
                check_depth(body)
        except TimeoutError:
            await answer(plain_problem(408, "the request took too long to arrive"))(
                scope, receive, send
            )
        except FileRefused as error:
            status = 422 if error.allowed == f"{DEPTH} levels" else 413
            problem = problem_of(error).model_copy(update={"status": status})
            await answer(problem, {"Connection": "close"})(scope, receive, send)
        else:
            await self._app(scope, _again(body, receive), send)


def check_depth(body: bytes) -> None:
    """Refuse JSON that is nested too deep, before it is parsed.

    Raises:
        FileRefused: deeper than any document of ours.
    """
    if body.count(b"[") + body.count(b"{") <= DEPTH:
        return
    depth = 0
    for bracket in _BRACKETS.finditer(_TEXTS.sub(b"", body)):
        depth += 1 if bracket.group() in b"[{" else -1
        if depth > DEPTH:
            raise FileRefused(
                "the JSON is nested too deep", field="body", allowed=f"{DEPTH} levels"
            )


async def _read(scope: Scope, receive: Receive, limit: int) -> bytes | None:
    told = dict(scope["headers"]).get(b"content-length", b"0")
    if told.isdigit() and int(told) > limit:
        raise _too_large(limit)
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        part = message.get("body", b"")
        size += len(part)
        if size > limit:
            raise _too_large(limit)
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)


def _again(body: bytes, receive: Receive) -> Receive:
    sent = False

    async def replay() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


def _too_large(limit: int) -> FittingRoomError:
    return FileRefused(
        "that is too large for this service", field="body", allowed=f"{limit // 1024} KiB"
    )
