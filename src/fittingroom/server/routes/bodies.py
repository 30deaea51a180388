"""Bodies to be looked at while one types; nothing of them is kept."""

from __future__ import annotations

import asyncio
from typing import cast

from fastapi import APIRouter, FastAPI, HTTPException, Request, Response

from fittingroom.person.reading import read_person
from fittingroom.server.bodies import basis_file, made_body
from fittingroom.server.wire.bodies import BodyMade, BodyRequest

router = APIRouter(prefix="/api/body", tags=["body"])

AT_ONCE = 2  # bodies made at a time: more would only slow each other, and the page's own requests
GONE = 499


@router.post("")
async def make_body(request: BodyRequest, asked: Request, response: Response) -> BodyMade:
    """Make the body that measures as told; nothing is kept."""
    person = read_person(request.person)
    response.headers["Cache-Control"] = "no-store"
    async with _places(asked.app):
        if await asked.is_disconnected():  # the page has asked for a newer one: nobody reads this
            raise HTTPException(GONE)
        return await asyncio.to_thread(made_body, person)


def _places(app: FastAPI) -> asyncio.Semaphore:
    if not hasattr(app.state, "body_places"):
        app.state.body_places = asyncio.Semaphore(AT_ONCE)
    return cast(asyncio.Semaphore, app.state.body_places)


@router.get("/basis", response_class=Response)
def read_basis(asked: Request) -> Response:
    """Return the shapes that bodies are blended of, once for all bodies."""
    file = basis_file()
    # asked for again at each visit, but sent once: a newer service may have newer shapes
    headers = {"ETag": file.etag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if file.etag in asked.headers.get("If-None-Match", ""):
        return Response(status_code=304, headers=headers)
    if "gzip" not in asked.headers.get("Accept-Encoding", ""):
        return Response(file.plain, media_type="application/octet-stream", headers=headers)
    headers["Content-Encoding"] = "gzip"
    return Response(file.packed, media_type="application/octet-stream", headers=headers)
