"""`create_app`: the service as one ASGI application."""

from __future__ import annotations

from fastapi import FastAPI

from fittingroom.server.routes import bodies, looks, me, shelf, shop


def create_app() -> FastAPI:
    """Make the service."""
    app = FastAPI(title="fittingroom", version="1")
    for module in (me, bodies, shelf, looks, shop):
        app.include_router(module.router)
    return app
