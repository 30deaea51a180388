"""Logs and metrics say how the service does, and nothing of a shopper."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import httpx
import pytest

from fittingroom.server.app import create_app
from fittingroom.server.ground import Ground
from fittingroom.server.logs import JsonFormatter, begin_logs
from fittingroom.server.settings import Settings
from fittingroom.store.keys import make_admin_token, make_key
from server.conftest import newcomer
from server.test_me import agree
from server.test_shop import TEE

BUST = 91.7731  # recognised wherever it turns up
PERSON = {"sex": "female", "height_cm": 168.3717, "weight_kg": 62, "bust_girth_cm": BUST}
TRACES = ("91.7731", "168.3717", "0.917731", "1.683717", "ann@example.org")


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Catch every log of the process, at the level that says most."""
    text, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(text)
    handler.setFormatter(JsonFormatter())
    before, quiet = root.level, {}
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    for name in ("httpx", "httpcore", "numba"):  # the test's own, not the service's
        quiet[name] = logging.getLogger(name).level
        logging.getLogger(name).setLevel(logging.WARNING)
    yield text
    root.removeHandler(handler)
    root.setLevel(before)
    for name, level in quiet.items():
        logging.getLogger(name).setLevel(level)


def test_a_measurement_sent_through_every_route_is_in_no_log(
    written: io.StringIO, ground: Ground, address: str, settings: Settings
) -> None:
    with ground.database.write() as session:
        _, secret = make_key(session, ground.keyring, "till", ["size", "catalogue", "feedback"])
        token = make_admin_token(session, ground.keyring)
    bodies = (
        PERSON,
        {"person": PERSON, "garment": "classic-tee"},
        {"purpose": "body", "granted": True},
        {"garment": "classic-tee", "size": str(BUST), "outcome": "kept"},
        {"lines": [{"order": str(BUST), "garment": str(BUST), "size": "M", "outcome": "kept"}]},
        {"wear": [{"garment": "classic-tee", "size": str(BUST)}]},
        {"email": "ann@example.org", "code": str(BUST)},
        TEE | {"brand": str(BUST)},
        {"name": str(BUST), "scopes": ["size"]},
    )
    asked = set()
    with newcomer(address) as client:
        for method, path in _routes(settings):
            if path.endswith("/events") or (method, path) == ("DELETE", "/api/me"):
                continue
            client.headers["X-CSRF-Token"] = client.get("/api/me").json()["csrf"]
            agree(client)
            client.put("/api/me/person", json=PERSON)
            url = path.replace("{", "").replace("}", f"-{BUST}") + f"?bust={BUST}"
            for key in (secret, token):
                headers = {"Authorization": f"Bearer {key}"}
                for body in bodies if method in ("POST", "PUT") else (None,):
                    client.request(method, url, json=body, headers=headers)
            asked.add((method, path))
        client.get("/api/me")
        cookie = client.cookies["fittingroom"]
    text = written.getvalue()
    lines = [json.loads(line) for line in text.splitlines()]
    told = {(line["method"], line["route"]) for line in lines if line["message"] == "answered"}
    assert [line for line in lines if line["level"] in ("error", "critical")] == []
    assert len(asked) > 30 and asked <= told, asked - told
    assert [trace for trace in (*TRACES, cookie, secret, token) if trace in text] == []


def test_our_fault_is_logged_by_kind_and_place_without_its_words(
    written: io.StringIO, client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        try:
            float("168.3717 cm")
        except ValueError as error:
            raise RuntimeError(f"can't read {PERSON}") from error

    monkeypatch.setattr("fittingroom.server.routes.me.tell_me", fail)
    client.get("/api/me")
    (line,) = [json.loads(line) for line in written.getvalue().splitlines() if "our fault" in line]
    assert (line["error"], line["because"], line["route"]) == (
        "RuntimeError", ["ValueError"], "/api/me",
    )  # fmt: skip
    assert any("test_telling_nothing.py" in frame for frame in line["where"])
    assert "168.37" not in written.getvalue()


def test_a_process_logs_json_on_stderr(capfd: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    try:
        begin_logs(Settings(log_level="warning"))
        logging.getLogger("x").info("not this")
        logging.getLogger("x").warning("this")
    finally:
        root.handlers = handlers
        root.setLevel(level)
    (line,) = capfd.readouterr().err.splitlines()
    assert json.loads(line)["message"] == "this"


def test_metrics_count_by_route_and_tell_of_jobs(client: httpx.Client) -> None:
    client.get("/api/me")
    client.get("/api/me/looks/0123456789abcdef0123456789abcdef")
    client.get("/made/up")
    client.request("BREW", "/made/up")
    text = client.get("/metrics").text
    assert 'fittingroom_requests_total{method="GET",route="/api/me",status="200"} 2.0' in text
    assert 'route="/api/me/looks/{look_id}",status="404"' in text
    assert "0123456789abcdef" not in text and "made" not in text and "BREW" not in text
    assert 'fittingroom_jobs{state="queued"} 0.0' in text
    assert "fittingroom_queue 0.0" in text and "fittingroom_workers 0.0" in text
    assert "fittingroom_request_seconds_bucket" in text and "process_resident_memory_bytes" in text


def test_metrics_are_not_for_the_other_side_of_a_proxy(client: httpx.Client) -> None:
    assert client.get("/metrics", headers={"X-Forwarded-For": "10.0.0.7"}).status_code == 404


def _routes(settings: Settings) -> list[tuple[str, str]]:
    schema = create_app(settings).openapi()
    return [(method.upper(), path) for path, item in schema["paths"].items() for method in item]
