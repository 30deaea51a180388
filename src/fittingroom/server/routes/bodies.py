"""Bodies to be looked at while one types; nothing of them is kept."""

from __future__ import annotations

from fastapi import APIRouter, Response

from fittingroom.server.wire.bodies import BodyMade, BodyRequest

router = APIRouter(prefix="/api/body", tags=["body"])


@router.post("")
def make_body(request: BodyRequest) -> BodyMade:
    """Make the body that measures as told; nothing is kept."""
    raise NotImplementedError


@router.get("/basis", response_class=Response)
def read_basis() -> Response:
    """Return the shapes that bodies are blended of, once for all bodies."""
    raise NotImplementedError
