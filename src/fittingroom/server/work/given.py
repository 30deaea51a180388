"""What routes about looks are given besides `server.given`."""

from __future__ import annotations

import re
from typing import Annotated, cast

from fastapi import Depends, Request

from fittingroom.errors import NotFound
from fittingroom.server.given import CurrentGround, CurrentShopper
from fittingroom.server.work.advising import Adviser
from fittingroom.server.work.foreman import Foreman
from fittingroom.store.tables import LookRow

_ID = re.compile(r"[0-9a-f]{32}")


def _foreman(request: Request) -> Foreman:
    return cast(Foreman, request.app.state.foreman)


def _adviser(request: Request) -> Adviser:
    return cast(Adviser, request.app.state.adviser)


def _own_look(look_id: str, shopper: CurrentShopper, ground: CurrentGround) -> LookRow:
    # a session of its own, closed at once: an erasure waits until nobody reads
    with ground.database.read() as session:
        look = session.get(LookRow, look_id) if _ID.fullmatch(look_id) else None
    if look is None or look.shopper_id != shopper.id:
        raise NotFound("look")
    return look


CurrentForeman = Annotated[Foreman, Depends(_foreman)]
CurrentAdviser = Annotated[Adviser, Depends(_adviser)]
OwnLook = Annotated[LookRow, Depends(_own_look)]
"""The look of the path, where the shopper who asks owns it; else `NotFound`."""
