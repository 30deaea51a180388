"""Links that show one look to whoever has them."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from fittingroom.errors import InvalidInput, NotFound
from fittingroom.server.ground import Ground
from fittingroom.server.wardrobe import document_of
from fittingroom.server.wire.base import Words
from fittingroom.server.wire.looks import LookMade, Shared, SharedLook
from fittingroom.server.work.garments import garment_of
from fittingroom.store.shoppers import now
from fittingroom.store.tables import LookRow, ShareRow

LASTS = timedelta(days=30)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def share(session: Session, ground: Ground, look: LookMade) -> Shared:
    """Make a link to a look that is made.

    Raises:
        InvalidInput: it isn't made.
    """
    if look.state != "done":
        raise InvalidInput(
            "only a look that is made can be shared: wait until it is done",
            field="state",
            value=look.state,
            allowed="done",
        )
    token, until = secrets.token_urlsafe(32), now() + LASTS
    session.add(ShareRow(token_digest=_digest(ground, token), look_id=look.id, until=until))
    return Shared(token=token, path=f"/s/{token}", until=until)


def unshare(session: Session, look_id: str) -> None:
    """Take every link to a look back."""
    session.execute(delete(ShareRow).where(ShareRow.look_id == look_id))


def shared_row(session: Session, ground: Ground, token: str) -> tuple[LookRow, ShareRow]:
    """Return the look that a link shows.

    Raises:
        NotFound: no such link, or it ended.
    """
    shared = session.get(ShareRow, _digest(ground, token)) if _TOKEN.fullmatch(token) else None
    look = None if shared is None or shared.until < now() else session.get(LookRow, shared.look_id)
    if shared is None or look is None:
        raise NotFound("link")
    return look, shared


def tell_shared(session: Session, look: LookMade, shared: ShareRow) -> SharedLook:
    """Tell what a link shows: the clothes, no measurement."""
    titles = [garment_of(document_of(session, one.garment)).title for one in look.request.wear]
    return SharedLook(
        wear=look.request.wear,
        titles=[Words(en=title["en"], zh=title["zh"]) for title in titles],
        verdicts=[one.verdict for one in look.worn],
        until=shared.until,
    )


def _digest(ground: Ground, token: str) -> str:
    return ground.keyring.digest(token.encode(), "share")
