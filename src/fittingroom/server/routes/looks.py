"""Trying on: ask, watch, fetch, share."""

from __future__ import annotations

from fastapi import APIRouter, Response

from fittingroom.server.wire.looks import (
    LookMade,
    LookRequest,
    Looks,
    ProgressEvent,
    Shared,
    SharedLook,
)

router = APIRouter(prefix="/api", tags=["looks"])


@router.post("/me/looks", status_code=202)
def ask_look(request: LookRequest) -> LookMade:
    """Ask for a look of the kept person; the same request is the same look, made once."""
    raise NotImplementedError


@router.get("/me/looks")
def read_looks() -> Looks:
    """List the shopper's looks."""
    raise NotImplementedError


@router.get("/me/looks/{look_id}")
def read_look(look_id: str) -> LookMade:
    """Return a look."""
    raise NotImplementedError


@router.delete("/me/looks/{look_id}", status_code=204)
def drop_look(look_id: str) -> None:
    """Cancel a look, or forget one that is made."""
    raise NotImplementedError


@router.get(
    "/me/looks/{look_id}/events",
    response_class=Response,
    responses={200: {"model": ProgressEvent, "description": "text/event-stream of these"}},
)
async def watch_look(look_id: str) -> Response:
    """Stream `ProgressEvent`s until the look is made; one that nobody watches is cancelled."""
    raise NotImplementedError


@router.get("/me/looks/{look_id}/files/{name}", response_class=Response)
def read_file(look_id: str, name: str) -> Response:
    """Return a file of a look that is done."""
    raise NotImplementedError


@router.post("/me/looks/{look_id}/share", status_code=201)
def share_look(look_id: str) -> Shared:
    """Make a link that shows a look to whoever has it."""
    raise NotImplementedError


@router.delete("/me/looks/{look_id}/share", status_code=204)
def unshare_look(look_id: str) -> None:
    """Take every link to a look back."""
    raise NotImplementedError


@router.get("/shared/{token}")
def read_shared(token: str) -> SharedLook:
    """Return what a link shows."""
    raise NotImplementedError


@router.get("/shared/{token}/look.glb", response_class=Response)
def read_shared_model(token: str) -> Response:
    """Return the 3D model that a link shows."""
    raise NotImplementedError
