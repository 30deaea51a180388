"""Trying on: ask, watch, fetch, share."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from fittingroom.server.given import CurrentGround, CurrentShopper, ReadSession
from fittingroom.server.wire.looks import (
    LookMade,
    LookRequest,
    Looks,
    ProgressEvent,
    Shared,
    SharedLook,
)
from fittingroom.server.work import sharing
from fittingroom.server.work.asking import ask
from fittingroom.server.work.files import file_answer
from fittingroom.server.work.given import CurrentAdviser, CurrentForeman, OwnLook
from fittingroom.server.work.telling import tell_look, tell_looks
from fittingroom.server.work.watching import events
from fittingroom.store.erasing import erase_look

router = APIRouter(prefix="/api", tags=["looks"])


@router.post("/me/looks", status_code=202)
def ask_look(
    request: LookRequest,
    shopper: CurrentShopper,
    ground: CurrentGround,
    adviser: CurrentAdviser,
    foreman: CurrentForeman,
) -> LookMade:
    """Ask for a look of the kept person; the same request is the same look, made once."""
    look = ask(ground, adviser, shopper.id, request)
    foreman.poke()
    with ground.database.read() as session:
        return tell_look(session, ground, foreman.board, look)


@router.get("/me/looks")
def read_looks(
    shopper: CurrentShopper, session: ReadSession, ground: CurrentGround, foreman: CurrentForeman
) -> Looks:
    """List the shopper's looks."""
    return Looks(looks=tell_looks(session, ground, foreman.board, shopper.id))


@router.get("/me/looks/{look_id}")
def read_look(
    look: OwnLook, session: ReadSession, ground: CurrentGround, foreman: CurrentForeman
) -> LookMade:
    """Return a look."""
    return tell_look(session, ground, foreman.board, look)


@router.delete("/me/looks/{look_id}", status_code=204)
def drop_look(
    look: OwnLook, shopper: CurrentShopper, ground: CurrentGround, foreman: CurrentForeman
) -> None:
    """Cancel a look, or forget one that is made."""
    erase_look(ground.database, ground.files, shopper.id, look.id)
    foreman.poke()


@router.get(
    "/me/looks/{look_id}/events",
    response_class=Response,
    responses={200: {"model": ProgressEvent, "description": "text/event-stream of these"}},
)
async def watch_look(
    look: OwnLook, request: Request, ground: CurrentGround, foreman: CurrentForeman
) -> Response:
    """Stream `ProgressEvent`s until the look is made; one that nobody watches is cancelled."""
    stream = events(ground, foreman, look.id, request.is_disconnected)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(stream, media_type="text/event-stream", headers=headers)


@router.get("/me/looks/{look_id}/files/{name}", response_class=Response)
def read_file(
    name: str, look: OwnLook, request: Request, session: ReadSession, ground: CurrentGround
) -> Response:
    """Return a file of a look that is done."""
    return file_answer(request, session, ground, look.job_key, name)


@router.post("/me/looks/{look_id}/share", status_code=201)
def share_look(look: OwnLook, ground: CurrentGround, foreman: CurrentForeman) -> Shared:
    """Make a link that shows a look to whoever has it."""
    with ground.database.write() as session:
        made = tell_look(session, ground, foreman.board, look)
        return sharing.share(session, ground, made)


@router.delete("/me/looks/{look_id}/share", status_code=204)
def unshare_look(look: OwnLook, ground: CurrentGround) -> None:
    """Take every link to a look back."""
    with ground.database.write() as session:
        sharing.unshare(session, look.id)


@router.get("/shared/{token}")
def read_shared(
    token: str, session: ReadSession, ground: CurrentGround, foreman: CurrentForeman
) -> SharedLook:
    """Return what a link shows."""
    look, shared = sharing.shared_row(session, ground, token)
    return sharing.tell_shared(session, tell_look(session, ground, foreman.board, look), shared)


@router.get("/shared/{token}/look.glb", response_class=Response)
def read_shared_model(
    token: str, request: Request, session: ReadSession, ground: CurrentGround
) -> Response:
    """Return the 3D model that a link shows."""
    look, _ = sharing.shared_row(session, ground, token)
    return file_answer(request, session, ground, look.job_key, "look.glb")
