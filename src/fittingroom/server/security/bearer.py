"""`Authorization: Bearer …`: a shop's API keys with their scopes, and the admin's token."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from typing import Annotated

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from fittingroom.errors import KeyMissing, NotAllowed
from fittingroom.server.given import CurrentGround
from fittingroom.server.ground import Ground
from fittingroom.store.keys import ADMIN, find_key, is_use
from fittingroom.store.shoppers import now
from fittingroom.store.tables import KeyRow

SECRET_MAX = 200  # characters
_bearer = HTTPBearer(auto_error=False, scheme_name="key")
Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]


def _check_scope(scope: str) -> Callable[[CurrentGround, Credentials], None]:
    def check(ground: CurrentGround, credentials: Credentials) -> None:
        secret = credentials.credentials if credentials else ""
        if scope == ADMIN and _is_set_token(ground, secret):
            return
        scopes = _scopes_of(ground, secret)
        if not scopes:
            raise KeyMissing("this needs a key: send 'Authorization: Bearer …'")
        if scope not in scopes:
            raise NotAllowed(f"this key may not: it lacks the scope '{scope}'")

    return check


SizeKey = Depends(_check_scope("size"))
CatalogueKey = Depends(_check_scope("catalogue"))
FeedbackKey = Depends(_check_scope("feedback"))
Admin = Depends(_check_scope(ADMIN))


def _is_set_token(ground: Ground, secret: str) -> bool:
    token = ground.settings.admin_token
    return token is not None and hmac.compare_digest(
        token.get_secret_value().encode(), secret.encode()
    )


def _scopes_of(ground: Ground, secret: str) -> list[str]:
    if not 0 < len(secret) <= SECRET_MAX:
        return []
    with ground.database.read() as session:
        row = find_key(session, ground.keyring, secret)
    if row is None:
        return []
    if is_use(row):
        with ground.database.write() as session:
            used = session.get(KeyRow, row.id)
            if used is not None:
                used.used = now()
    return row.scopes.split()
