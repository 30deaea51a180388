"""Whether the service lives and whether it is ready."""

from __future__ import annotations

import logging

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError

from fittingroom.server.given import CurrentGround

router = APIRouter(include_in_schema=False)
log = logging.getLogger(__name__)


@router.get("/healthz")
def say_alive() -> dict[str, str]:
    """Say that the process answers."""
    return {"status": "alive"}


@router.get("/readyz")
def say_ready(ground: CurrentGround) -> JSONResponse:
    """Say whether the database answers."""
    try:
        ready = ground.database.answers()
    except SQLAlchemyError as error:
        log.warning("the database doesn't answer", exc_info=error)
        ready = False
    return JSONResponse({"status": "ready" if ready else "not ready"}, 200 if ready else 503)
