"""The fitting room's page: built by `make web`, served as files.

`index.html` answers at "/" and at every shared link; what it loads carries its digest in its name
and is kept by browsers for good. The build laid a packed twin beside every text.
"""

from __future__ import annotations

import mimetypes
import re
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse
from starlette.exceptions import HTTPException

from fittingroom.errors import FittingRoomError

STATIC = Path(__file__).with_name("static")
FOREVER = "public, max-age=31536000, immutable"
DAY = "public, max-age=86400"
ASK_AGAIN = "no-cache"
NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]*")
PACKINGS = {"br": ".br", "gzip": ".gz"}  # the smaller first
TYPES = {".js": "text/javascript", ".webmanifest": "application/manifest+json"}

router = APIRouter(include_in_schema=False)


class PageMissing(FittingRoomError):
    """The page has not been built."""

    status = 503


@router.api_route("/", methods=["GET", "HEAD"])
@router.api_route("/s/{token}", methods=["GET", "HEAD"])
def read_page(request: Request) -> FileResponse:
    """Return the page; for a shared link it's the page that asks what the link shows."""
    if not (STATIC / "index.html").is_file():
        raise PageMissing("the fitting room's page isn't built yet: run 'make web', it needs npm")
    return _file(request, "index.html", ASK_AGAIN)


@router.api_route("/assets/{name}", methods=["GET", "HEAD"])
def read_asset(request: Request, name: str) -> FileResponse:
    """Return what the page loads."""
    return _file(request, f"assets/{name}" if NAME.fullmatch(name) else None, FOREVER)


@router.api_route("/favicon.svg", methods=["GET", "HEAD"])
@router.api_route("/manifest.webmanifest", methods=["GET", "HEAD"])
def read_sign(request: Request) -> FileResponse:
    """Return the page's icon, and what a phone's home screen asks for."""
    return _file(request, request.url.path.removeprefix("/"), DAY)


@router.api_route("/favicon.ico", methods=["GET", "HEAD"])
def read_old_sign(request: Request) -> FileResponse:
    """Return the icon to those who never ask for another."""
    return _file(request, "favicon.svg", DAY)


def _file(request: Request, name: str | None, cache: str) -> FileResponse:
    path = STATIC / name if name else None
    if path is None or not path.is_file():
        raise HTTPException(404)
    kind = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0]
    headers = {"Cache-Control": cache, "Vary": "Accept-Encoding"}
    for packing, ending in PACKINGS.items():
        twin = path.with_name(path.name + ending)
        if _takes(request, packing) and twin.is_file():
            path, headers["Content-Encoding"] = twin, packing
            break
    return FileResponse(path, headers=headers, media_type=kind or "application/octet-stream")


def _takes(request: Request, packing: str) -> bool:
    """Return whether a browser unpacks this; "br;q=0" says no."""
    for each in request.headers.get("accept-encoding", "").split(","):
        name, _, quality = each.strip().partition(";")
        if name.strip().lower() == packing:
            return re.fullmatch(r"\s*q=0(\.0*)?\s*", quality) is None
    return False
