"""Every refusal in one shape: RFC 9457 problem details."""

from __future__ import annotations

import errno
import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException

from fittingroom.errors import (
    DrapeDiverged,
    FileRefused,
    FittingRoomError,
    InvalidInput,
    KeyMissing,
    NotAllowed,
    NotFound,
    NotSent,
    SealBroken,
    StorageFull,
    TooMuch,
    UnknownName,
)
from fittingroom.server.wire.base import Problem
from fittingroom.store.whole import FULL, full

MEDIA = "application/problem+json"
RESPONSES: dict[int | str, dict[str, Any]] = {
    "4XX": {
        "description": "refused",
        "content": {MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    },
    "5XX": {
        "description": "failed",
        "content": {MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    },
}
STATUS: Mapping[type[FittingRoomError], int] = {
    UnknownName: 422,  # 404 where the name stands in the path
    NotFound: 404,
    KeyMissing: 401,
    NotAllowed: 403,
    NotSent: 502,
    FileRefused: 422,
    InvalidInput: 422,
    DrapeDiverged: 422,
    TooMuch: 429,
    StorageFull: 507,
    SealBroken: 500,
    FittingRoomError: 500,
}


class ProblemResponse(JSONResponse):
    """A problem as an answer; half a character that a request held is told as its escape."""

    media_type = MEDIA

    def render(self, content: Any) -> bytes:
        """Return the JSON in characters that every encoding has."""
        return json.dumps(content, allow_nan=False, separators=(",", ":")).encode("ascii")


def status_of(error: FittingRoomError) -> int:
    """Return the HTTP status of an error: `status` where it carries one, else its kind's."""
    own = getattr(error, "status", None)
    if isinstance(own, int):
        return own
    return next(status for kind, status in STATUS.items() if isinstance(error, kind))


def problem_of(error: FittingRoomError) -> Problem:
    """Return an error as a problem, also for an event or a job's row."""
    return Problem.model_validate(error.as_problem() | {"status": status_of(error)})


def answer(problem: Problem, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """Return a problem as an answer."""
    content = problem.model_dump(mode="json", exclude_none=True)
    return ProblemResponse(content, problem.status, dict(headers or {}))


def refuse(error: FittingRoomError) -> JSONResponse:
    """Return an error as an answer."""
    headers = {}
    if isinstance(error, TooMuch) and error.wait is not None:
        headers["Retry-After"] = str(error.wait)
    if isinstance(error, KeyMissing):
        headers["WWW-Authenticate"] = "Bearer"
    return answer(problem_of(error), headers)


def plain_problem(status: int, detail: str | None = None) -> Problem:
    """Return a problem that has no more to say than its status."""
    # 499, a client that went away, has a number but no name
    title = HTTPStatus(status).phrase if status in set(HTTPStatus) else "Gone Away"
    name = title.title().replace(" ", "").replace("-", "").replace("'", "")
    return Problem(
        type=f"urn:fittingroom:{name}", title=title, status=status, detail=detail or title
    )


def add_problems(app: FastAPI) -> None:
    """Answer the errors of an application as problems; our own faults are `door`'s."""
    app.add_exception_handler(FittingRoomError, _on_error)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(OperationalError, _on_database)
    app.add_exception_handler(OSError, _on_system)


async def _on_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, FittingRoomError)
    if isinstance(error, UnknownName) and error.value in request.path_params.values():
        return answer(problem_of(error).model_copy(update={"status": 404}))
    return refuse(error)


async def _on_invalid(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    first: dict[str, Any] = dict(next(iter(error.errors()), {}))
    where = first.get("loc", ())
    is_json = first.get("type") == "json_invalid"
    field = None if is_json else ".".join(str(part) for part in where[1:]) or None
    said = str(first.get("msg", "the request isn't what this route takes"))
    detail = f"the body isn't JSON: {said}" if is_json else f"{field or 'the request'}: {said}"
    return refuse(InvalidInput(detail, field=field))


async def _on_http(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    detail = error.detail if isinstance(error.detail, str) else None
    return answer(plain_problem(error.status_code, detail), error.headers)


async def _on_database(_: Request, error: Exception) -> JSONResponse:
    if "is full" in str(error) or "No space left" in str(error):
        return refuse(full())
    raise error


async def _on_system(_: Request, error: Exception) -> JSONResponse:
    if isinstance(error, OSError) and error.errno in (*FULL, errno.EFBIG):
        return refuse(full())
    raise error
