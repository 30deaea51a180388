"""The service keeps its word: every route, asked with sound and unsound requests of its schema."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from .service import ADMIN, Service

PROMISES = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
SCHEMA = schemathesis.openapi.from_path(Path(__file__).parents[2] / "web" / "openapi.json")
OPERATIONS = [each.ok() for each in SCHEMA.get_all_operations()]
NAMES = [f"{each.method.upper()} {each.path}" for each in OPERATIONS]
EXAMPLES = 12  # for each route


@pytest.fixture(scope="module")
def client(service: Service) -> Iterator[httpx.Client]:
    with service.shopper() as client:
        yield client


@pytest.mark.parametrize("operation", OPERATIONS, ids=NAMES)
def test_every_answer_is_as_promised(
    service: Service, client: httpx.Client, operation: Any
) -> None:
    cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    headers = {"X-CSRF-Token": client.headers["X-CSRF-Token"], "Cookie": cookie}
    if operation.path.startswith(("/api/admin", "/api/shop")):
        headers["Authorization"] = f"Bearer {ADMIN}"

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def keeps_its_word(case: schemathesis.Case) -> None:
        answer = case.call(base_url=service.address, headers=headers, timeout=60)
        case.validate_response(answer, checks=PROMISES)

    keeps_its_word()
