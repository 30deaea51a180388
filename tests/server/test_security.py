"""What the service refuses, and the headers it answers with."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from types import SimpleNamespace
from urllib.parse import urlsplit

import httpx
import pytest

from fittingroom.errors import FileRefused, InvalidInput
from fittingroom.server.ground import Ground
from fittingroom.server.security.bodies import check_depth
from fittingroom.server.security.headers import headers_of
from fittingroom.server.security.hosts import hosts_of
from fittingroom.server.settings import Settings, read_settings
from pace import within
from server.conftest import newcomer
from server.test_me import PERSON, agree

Serve = Callable[[Settings], AbstractContextManager[tuple[str, Ground]]]


@pytest.mark.parametrize("path", ["/api/me", "/api/catalogue", "/healthz", "/nowhere", "/api/no"])
def test_every_answer_carries_the_headers(client: httpx.Client, path: str) -> None:
    headers = client.get(path).headers
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "script-src 'self' 'wasm-unsafe-eval';" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "camera=(self)" in headers["Permissions-Policy"]
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "server" not in headers and "Strict-Transport-Security" not in headers


def test_https_and_frames_change_the_headers() -> None:
    public = Settings(public_url="https://fit.example", frame_ancestors=["https://shop.example"])
    headers = headers_of(public)
    assert headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert "frame-ancestors https://shop.example" in headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in headers


def test_answers_about_a_shopper_stay_in_no_cache(client: httpx.Client) -> None:
    assert client.get("/api/me").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 204),
        ({"X-CSRF-Token": ""}, 403),
        ({"X-CSRF-Token": "0" * 64}, 403),
        ({"X-CSRF-Token": "é"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 204),
    ],
)
def test_only_our_own_page_changes_something(
    client: httpx.Client, headers: dict[str, str], status: int
) -> None:
    sent = {name: value.encode() for name, value in headers.items()}
    assert client.delete("/api/me/person", headers=sent).status_code == status


def test_our_own_origin_may(client: httpx.Client, address: str) -> None:
    assert client.delete("/api/me/person", headers={"Origin": address}).status_code == 204


def test_one_visits_token_is_no_others(client: httpx.Client, address: str) -> None:
    with newcomer(address) as other:
        other.headers["X-CSRF-Token"] = client.headers["X-CSRF-Token"]
        assert other.delete("/api/me/person").status_code == 403


def test_a_cookie_is_for_the_browser_alone(address: str) -> None:
    cookie = httpx.get(f"{address}/api/me").headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Secure" not in cookie


def test_behind_https_the_cookie_is_secure(settings: Settings, serve: Serve) -> None:
    public = settings.model_copy(update={"public_url": "https://fit.example"})
    with serve(public) as (address, _):
        answer = httpx.get(f"{address}/api/me", headers={"Host": "fit.example"})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-fittingroom=") and "; Secure" in cookie


def test_another_name_is_not_answered(client: httpx.Client) -> None:
    for host in ("evil.example", "127.0.0.1.evil.example", "[bad", "evil.example:80"):
        assert client.get("/api/me", headers={"Host": host}).status_code == 421, host
    assert client.get("/api/me", headers={"Host": "localhost:1"}).status_code == 200
    assert client.get("/healthz", headers={"Host": "10.0.0.7"}).status_code == 200
    assert hosts_of(Settings(environment="development", host="0.0.0.0")) is None


def test_a_body_that_is_too_large_is_refused_before_it_is_read(client: httpx.Client) -> None:
    agree(client)
    large = json.dumps({"sex": "female", "x": "y" * 2**20}).encode()
    told = client.put("/api/me/person", content=large)
    chunked = client.put("/api/me/person", content=iter([large[:1000]] * 2000))
    photo = client.put("/api/me/photo", files={"photo": ("me.jpg", bytes(13 * 2**20))})
    for refused in (told, chunked, photo):
        assert refused.status_code == 413
        assert refused.json()["type"] == "urn:fittingroom:FileRefused"


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b'[{"a":'])
def test_json_that_is_nested_too_deep_is_refused(client: httpx.Client, opening: bytes) -> None:
    refused = client.put("/api/me/person", content=opening * 50_000)
    assert refused.status_code == 422 and "deep" in refused.json()["detail"]


def test_depth_is_counted_outside_of_texts() -> None:
    check_depth(json.dumps({"a": "[" * 1000, 'b\\"': ['\\"'] * 1000}).encode())
    check_depth(json.dumps([[1]] * 1000).encode())
    with pytest.raises(FileRefused):
        check_depth(b'{"a":"]]]]"' + b',"b":[' * 40)


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b"null", b"[]", b'"x"', b"NaN", b""])
def test_what_is_no_person_is_told_so(client: httpx.Client, body: bytes) -> None:
    agree(client)
    headers = {"Content-Type": "application/json"}
    refused = client.put("/api/me/person", content=body, headers=headers)
    assert refused.status_code == 422
    assert refused.headers["content-type"] == "application/problem+json"


def test_who_sends_slowly_is_let_go(settings: Settings, serve: Serve) -> None:
    hurried = settings.model_copy(update={"request_seconds": 0.5})
    with serve(hurried) as (address, _), newcomer(address) as client:
        token, cookie = client.headers["X-CSRF-Token"], client.cookies["fittingroom"]
        where = urlsplit(address)
        with socket.create_connection((where.hostname, where.port), timeout=60) as line:
            line.sendall(
                f"PUT /api/me/person HTTP/1.1\r\nHost: 127.0.0.1\r\nX-CSRF-Token: {token}\r\n"
                f"Cookie: fittingroom={cookie}\r\nContent-Length: 1000\r\n\r\n{{".encode()
            )
            with within(5.0):
                assert line.recv(20).startswith(b"HTTP/1.1 408")


@pytest.fixture
def limited(settings: Settings, serve: Serve, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A service that counts requests while its counters' clock stands still.

    Else a turn of the minute amid a test, the likelier the slower the machine, frees some of them.
    """
    stopped = SimpleNamespace(time=partial(float, time.time()))
    for counts in ("limits.storage.memory", "limits.strategies"):
        monkeypatch.setattr(f"{counts}.time", stopped)
    with serve(settings.model_copy(update={"rate_limits": True})) as (address, _):
        yield address


def test_who_asks_too_often_waits_and_others_do_not(limited: str) -> None:
    with newcomer(limited) as eager, newcomer(limited) as calm:
        answers = [eager.get("/api/me/export") for _ in range(12)]
        assert [answer.status_code for answer in answers] == [200] * 10 + [429] * 2
        assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60
        assert answers[-1].json()["type"] == "urn:fittingroom:TooMuch"
        assert eager.get("/api/me").status_code == 200
        assert calm.get("/api/me/export").status_code == 200


def test_dropping_the_cookie_does_not_help(limited: str) -> None:
    statuses = [httpx.get(f"{limited}/api/me/export").status_code for _ in range(62)]
    assert statuses == [200] * 60 + [429] * 2


def test_a_route_that_takes_too_long_is_given_up(
    settings: Settings, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = threading.Event()
    monkeypatch.setattr("fittingroom.server.routes.me.tell_me", lambda *_: free.wait(10) and None)
    with serve(settings.model_copy(update={"request_seconds": 0.3})) as (address, _):
        answer = httpx.get(f"{address}/api/me")
        free.set()
        assert answer.status_code == 503 and answer.json()["status"] == 503


def test_our_own_fault_is_a_problem_that_tells_nothing(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret 168.37")

    monkeypatch.setattr("fittingroom.server.routes.me.tell_me", fail)
    answer = client.get("/api/me")
    assert answer.status_code == 500 and "168.37" not in answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"host": "0.0.0.0"}, "https"),
        ({"host": "0.0.0.0", "public_url": "http://fit.example"}, "https"),
        ({"admin_token": "admin"}, "guessed"),
        ({"admin_token": "a" * 64}, "guessed"),
        ({"tls_cert": "cert.pem"}, "go together"),
        ({"public_url": "https://fit.example", "host": "0.0.0.0", "trusted_hosts": ["*"]}, "any"),
        ({"port": 70000}, "port"),
        ({"retention_days": 0}, "retention_days"),
    ],
)
def test_unsafe_settings_are_refused(given: dict[str, object], word: str) -> None:
    with pytest.raises(InvalidInput, match=word):
        read_settings(**given)


def test_development_allows_what_is_unsafe_elsewhere() -> None:
    assert read_settings(environment="development", host="0.0.0.0", admin_token="admin").port


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FITTINGROOM_RETENTION_DAYS", "30")
    monkeypatch.setenv("FITTINGROOM_PORT", "9000")
    settings = read_settings(port=9001, host=None)
    assert (settings.retention_days, settings.port, settings.host) == (30, 9001, "127.0.0.1")
    monkeypatch.setenv("FITTINGROOM_ADMIN_TOKEN", "hunter2")
    with pytest.raises(InvalidInput) as refused:
        read_settings()
    assert "hunter2" not in str(refused.value)


def test_a_person_is_kept_after_all_that(client: httpx.Client) -> None:
    agree(client)
    assert client.put("/api/me/person", json=PERSON).status_code == 200
