"""The OpenAPI schema, with the one shape of every refusal."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from fittingroom.server.wire.base import Problem


def openapi_of(app: FastAPI) -> dict[str, Any]:
    """Return the schema of an application, made once."""
    if app.openapi_schema is None:
        schema = get_openapi(title=app.title, version=app.version, routes=app.routes)
        parts = schema.setdefault("components", {}).setdefault("schemas", {})
        parts.setdefault("Problem", Problem.model_json_schema())
        app.openapi_schema = schema
    return app.openapi_schema
