"""What a route asks for and is given.

    @router.get("/me/looks")
    def read_looks(shopper: CurrentShopper, session: ReadSession, ground: CurrentGround) -> Looks:
        rows = session.scalars(select(LookRow).where(LookRow.shopper_id == shopper.id))
        …  ground.keyring.open_json(row.sealed_request, "look.sealed_request", row.id)

- `CurrentShopper`: who asks. Its `id` is always there; a row of the table `shopper` is made by
  `store.shoppers.keep_shopper(session, shopper.id)`, at the first thing that is kept of them.
  `store.shoppers` also has `person_of`, `require_consent` (raises `ConsentMissing`, answered 403).
- `ReadSession`: a session that never writes. `WriteSession`: committed before the answer is sent,
  rolled back on any error. A route takes one of the two.
- `CurrentGround`: settings, database, keyring, files. A stream takes this, and opens short
  `ground.database.read()` sessions itself, so that it holds none while it waits.
- `server.security.bearer` has `SizeKey`, `CatalogueKey`, `FeedbackKey` and `Admin` for a route's
  `dependencies=[…]`: an API key with that scope, the admin's token; refused with 401 or 403.

A `FittingRoomError` that a route raises is answered as a problem (`server.problems` says which
status): `UnknownName` 404 where the name stands in the path, else 422; `NotFound` 404;
`ConsentMissing` 403; `InvalidInput` 422; `TooMuch` 429; `StorageFull` 507. What another shopper
owns is answered like what doesn't exist: raise `NotFound("look")`.
"""

from __future__ import annotations

from asyncio import Semaphore
from collections.abc import AsyncIterator, Iterator
from typing import Annotated, cast

from fastapi import Depends, Request
from fastapi.concurrency import contextmanager_in_threadpool
from sqlalchemy.orm import Session

from fittingroom.server.ground import Ground
from fittingroom.server.security.rates import Rates
from fittingroom.server.security.visit import Visit


class Shopper:
    """Who asks."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit

    @property
    def id(self) -> str:
        """Return the shopper's id."""
        return self.visit.shopper_id


def _ground(request: Request) -> Ground:
    return cast(Ground, request.app.state.ground)


def _shopper(request: Request) -> Shopper:
    request.state.asked_visit = True
    return Shopper(cast(Visit, request.state.visit))


def _rates(request: Request) -> Rates | None:
    return cast("Rates | None", request.app.state.rates)


CurrentRates = Annotated[Rates | None, Depends(_rates)]
CurrentGround = Annotated[Ground, Depends(_ground)]
CurrentShopper = Annotated[Shopper, Depends(_shopper)]


def _read(ground: CurrentGround) -> Iterator[Session]:
    with ground.database.read() as session:
        yield session


async def _write(request: Request, ground: CurrentGround) -> AsyncIterator[Session]:
    # writers wait their turn here, where they hold no thread: the one whose turn it is needs one
    # for its route, and would never get it from fifty that wait in theirs
    async with (
        cast(Semaphore, request.app.state.writers),
        contextmanager_in_threadpool(ground.database.write()) as session,
    ):
        yield session


ReadSession = Annotated[Session, Depends(_read, scope="function")]
WriteSession = Annotated[Session, Depends(_write, scope="function")]
