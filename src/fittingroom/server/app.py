"""`create_app`: the service as one ASGI application.

Opening (`lifespan`) migrates the tables and sets `app.state.ground`; what else lives as long as the
service (worker processes, daily tasks) is entered in `_living`.
"""

from __future__ import annotations

from asyncio import Semaphore
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from anyio import to_thread
from fastapi import FastAPI

from fittingroom.server import health, metrics, page
from fittingroom.server.daily import daily_tasks
from fittingroom.server.door import DoorMiddleware
from fittingroom.server.ground import open_ground
from fittingroom.server.metrics import Metrics
from fittingroom.server.problems import RESPONSES, add_problems
from fittingroom.server.routes import bodies, feedback, looks, me, shelf, shop
from fittingroom.server.schema import openapi_of
from fittingroom.server.security.bodies import BodiesMiddleware
from fittingroom.server.security.csrf import CsrfMiddleware
from fittingroom.server.security.headers import HeadersMiddleware
from fittingroom.server.security.hosts import HostsMiddleware
from fittingroom.server.security.patience import PatienceMiddleware
from fittingroom.server.security.rates import Rates, RatesMiddleware
from fittingroom.server.security.visit import VisitMiddleware, Visits
from fittingroom.server.settings import Settings
from fittingroom.server.work.advising import Adviser
from fittingroom.server.work.foreman import working
from fittingroom.server.work.shelving import Shelves
from fittingroom.store.migrating import migrate

THREADS = 80  # that answer at once


def create_app(settings: Settings | None = None) -> FastAPI:
    """Make the service.

    Args:
        settings: how it runs; read from the environment where None.
    """
    app = FastAPI(
        title="fittingroom",
        version="1",
        lifespan=_living,
        responses=RESPONSES,
        docs_url=None,  # its page loads from a CDN
        redoc_url=None,
        openapi_url="/api/openapi.json",
    )
    app.state.settings = settings = settings or Settings()
    app.state.rates = Rates() if settings.rate_limits else None
    app.state.metrics = Metrics()
    for module in (me, bodies, shelf, looks, feedback, shop, health, metrics, page):
        app.include_router(module.router)
    app.openapi = lambda: openapi_of(app)  # type: ignore[method-assign]
    add_problems(app)
    _add_middleware(app, settings)
    return app


def _add_middleware(app: FastAPI, settings: Settings) -> None:
    """Put the doors in a row; what is added last stands outermost."""
    app.add_middleware(PatienceMiddleware, settings=settings)
    app.add_middleware(BodiesMiddleware, settings=settings)
    app.add_middleware(CsrfMiddleware, settings=settings)
    if app.state.rates is not None:
        app.add_middleware(RatesMiddleware, rates=app.state.rates)
    app.add_middleware(VisitMiddleware)
    app.add_middleware(HostsMiddleware, settings=settings)
    app.add_middleware(DoorMiddleware, metrics=app.state.metrics)
    app.add_middleware(HeadersMiddleware, settings=settings)


@asynccontextmanager
async def _living(app: FastAPI) -> AsyncIterator[None]:
    to_thread.current_default_thread_limiter().total_tokens = THREADS
    async with AsyncExitStack() as stack:
        ground = stack.enter_context(open_ground(app.state.settings))
        migrate(ground.database)
        app.state.ground = ground
        app.state.writers = Semaphore(ground.database.writers)
        app.state.visits = Visits(ground.settings, ground.keyring)
        app.state.adviser, app.state.shelves = Adviser(ground.keyring), Shelves()
        app.state.adviser.warm_up()
        app.state.foreman = stack.enter_context(working(ground))
        app.state.metrics.watch(ground, app.state.foreman)
        await stack.enter_async_context(daily_tasks(ground))
        yield
