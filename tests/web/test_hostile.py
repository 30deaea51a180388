"""Hostile requests over real HTTP: refused within limits, and the service lives on."""

from __future__ import annotations

import gzip
import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import httpx
import pytest

import hostile_images as hostile
from pace import within

from .service import PERSON, Service

GROWTH = 150 * 2**20  # [byte] that the web process may gain over everything that is done here
WAIT_S = 30.0


@pytest.fixture(scope="module")
def client(service: Service) -> Iterator[httpx.Client]:
    """A shopper who agreed to have a photo kept; afterwards the service is as small as before."""
    with service.shopper() as client:
        agree = {"purpose": "photo", "granted": True}
        client.post("/api/me/consents", json=agree).raise_for_status()
        client.post("/api/body", json={"person": PERSON}).raise_for_status()  # loads what it needs
        before = service.memory()
        yield client
        assert service.memory() - before < GROWTH


@pytest.fixture(autouse=True)
def lives_on(service: Service) -> Iterator[None]:
    yield
    assert service.lives()


def is_problem(answer: httpx.Response) -> bool:
    said = answer.json()
    kind = answer.headers["content-type"] == "application/problem+json"
    return (
        kind and said["status"] == answer.status_code and {"type", "title", "detail"} <= set(said)
    )


IMAGES: dict[str, Callable[[], bytes]] = {
    "a PNG bomb": hostile.png_bomb,
    "a PNG bomb below the pixel limit": lambda: hostile.png_bomb(6_000),
    "a PNG that claims everything": lambda: hostile.png_lying(2**31 - 1, 2**31 - 1),
    "a JPEG of 100 megapixels": lambda: hostile.jpeg_claiming(10_000, 10_000),
    "a WebP of 250 megapixels": lambda: hostile.webp_claiming(16_000, 16_000),
    "a moving PNG": lambda: hostile.moving("PNG"),
    "a moving WebP": lambda: hostile.moving("WEBP"),
    "a GIF": lambda: hostile.photo((100, 100), "GIF"),
    "an SVG": lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "half a JPEG": lambda: hostile.photo()[:8_000],
    "nothing": lambda: b"",
}


@pytest.mark.parametrize("name", IMAGES)
def test_hostile_photos_are_refused(client: httpx.Client, name: str) -> None:
    photo = {"photo": ("me.jpg", IMAGES[name](), "image/jpeg")}
    with within(WAIT_S):
        answer = client.put("/api/me/photo", files=photo)
    assert answer.status_code in (400, 413, 415, 422), answer.text
    assert is_problem(answer)
    assert client.get("/api/me").json()["has_photo"] is False


@pytest.mark.parametrize(
    "file_name",
    ["../../../evil.png", "/etc/passwd", "C:\\evil.png", "a\x00b.png", "x" * 5000, "<script>.png"],
)
def test_a_polyglot_comes_back_as_a_clean_jpeg_whatever_its_name(
    service: Service, client: httpx.Client, file_name: str
) -> None:
    before = set(service.folder.parent.rglob("*"))
    files = {"photo": (file_name, hostile.polyglot(), "text/html")}
    answer = client.put("/api/me/photo", files=files)
    assert answer.status_code in (204, 400, 422), answer.text
    if answer.status_code == 204:
        photo = client.get("/api/me/photo").raise_for_status()
        assert photo.headers["content-type"] == "image/jpeg"
        assert photo.headers["x-content-type-options"] == "nosniff"
        assert photo.content.startswith(b"\xff\xd8\xff") and b"script" not in photo.content
    made = set(service.folder.parent.rglob("*")) - before
    assert not [path for path in made if "evil" in path.name or "passwd" in path.name]
    client.delete("/api/me/photo").raise_for_status()


def test_a_photo_keeps_nothing_of_where_it_was_taken(client: httpx.Client) -> None:
    files = {"photo": ("me.jpg", hostile.with_place(), "image/jpeg")}
    client.put("/api/me/photo", files=files).raise_for_status()
    content = client.get("/api/me/photo").raise_for_status().content
    assert b"Secret" not in content and b"Exif" not in content
    client.delete("/api/me/photo").raise_for_status()


def test_a_body_longer_than_allowed_is_cut_off(service: Service, client: httpx.Client) -> None:
    before = service.memory()

    def endless() -> Iterator[bytes]:
        for _ in range(300):
            yield bytes(2**20)

    answer = refused(client, "PUT", "/api/me/photo", content=endless(), kind="multipart/form-data")
    assert answer is None or answer.status_code in (400, 411, 413, 422)
    answer = refused(client, "PUT", "/api/me/person", content=endless(), kind="application/json")
    assert answer is None or answer.status_code in (400, 411, 413, 422)
    assert service.memory() - before < 60 * 2**20


def refused(
    client: httpx.Client, method: str, path: str, *, content: object, kind: str
) -> httpx.Response | None:
    """Return the answer, or None where the service closed the connection while we still sent."""
    headers = {"Content-Type": kind}
    try:
        return client.request(method, path, content=content, headers=headers)  # type: ignore[arg-type]
    except (httpx.WriteError, httpx.ReadError, httpx.RemoteProtocolError):
        return None


JSON: dict[str, bytes] = {
    "deep lists": b"[" * 200_000 + b"]" * 200_000,
    "deep objects": b'{"person":' * 50_000 + b"1" + b"}" * 50_000,
    "a long number": b'{"sex":"female","height_cm":' + b"9" * 400_000 + b"}",
    "a huge exponent": b'{"sex":"female","height_cm":1e999999999}',
    "not a number": b'{"sex":"female","height_cm":NaN}',
    "endless": b'{"sex":"female","height_cm":Infinity}',
    "many keys": json.dumps({f"k{n}": n for n in range(50_000)}).encode(),
    "one key twice": b'{"sex":"female","height_cm":170,"height_cm":"<script>"}',
    "a long text": json.dumps({"sex": "f" * 2_000_000}).encode(),
    "half a text": b'{"sex":"fem',
    "not UTF-8": b'{"sex":"\xff\xfe"}',
    "a lonely surrogate": b'{"sex":"\\ud800"}',
    "a null byte": b'{"sex":"fe\\u0000male","height_cm":170}',
    "a list": b"[1,2,3]",
    "nothing": b"",
    "null": b"null",
}


@pytest.mark.parametrize("name", JSON)
@pytest.mark.parametrize("path", ["/api/me/person", "/api/body", "/api/me/looks"])
def test_hostile_json_is_refused(client: httpx.Client, name: str, path: str) -> None:
    method = "PUT" if path.endswith("person") else "POST"
    content = b'{"person":' + JSON[name] + b"}" if path == "/api/body" else JSON[name]
    with within(5.0):
        answer = refused(client, method, path, content=content, kind="application/json")
    assert answer is None or (400 <= answer.status_code < 500 and is_problem(answer)), answer
    assert client.get("/api/me").json()["person"] == PERSON


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("text/plain", json.dumps(PERSON).encode()),
        ("application/xml", b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"),
        ("application/x-www-form-urlencoded", b"sex=female&height_cm=170"),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=a", b"--a\r\n" * 100_000),
        ("application/json; charset=utf-7", b"+AHs-+AH0-"),
    ],
)
def test_other_kinds_of_content_are_refused(
    client: httpx.Client, kind: str, content: bytes
) -> None:
    for method, path in (("POST", "/api/me/looks"), ("PUT", "/api/me/photo")):
        answer = refused(client, method, path, content=content, kind=kind)
        assert answer is None or 400 <= answer.status_code < 500, answer.text


def test_packed_bodies_are_never_unpacked(service: Service, client: httpx.Client) -> None:
    before = service.memory()
    packed = gzip.compress(bytes(200 * 2**20))
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    answer = client.post("/api/body", content=packed, headers=headers)
    assert 400 <= answer.status_code < 500
    assert service.memory() - before < 40 * 2**20


def raw(service: Service, *pieces: bytes, pause: float = 0.0, wait: float = 10.0) -> bytes:
    """Send bytes as they are and return what comes back until the service closes or is silent."""
    host, port = service.address.removeprefix("http://").split(":")
    received = b""
    with socket.create_connection((host, int(port)), timeout=wait) as plug:
        try:
            for piece in pieces:
                plug.sendall(piece)
                time.sleep(pause)
            plug.settimeout(wait)
            while piece := plug.recv(65536):
                received += piece
        except OSError:
            pass
    return received


GET = b"GET /api/me HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
POST = b"POST /api/body HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"


@pytest.mark.parametrize(
    "request_bytes",
    [
        GET + b"X-A: b\r\n" * 5_000 + b"\r\n",
        GET + b"X-A: " + b"b" * 500_000 + b"\r\n\r\n",
        b"GET /" + b"a" * 500_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        GET + b"X-A: b\r\n bent\r\nX-B\x00: c\r\n\r\n",
        GET + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\nGET /x",
        POST + b"Content-Length: -5\r\n\r\n",
        POST + b"Content-Length: 99999999999999999999\r\nContent-Type: application/json\r\n\r\n{}",
        POST + b"Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFF\r\n",
        POST + b"Transfer-Encoding: gzip\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(500),
        bytes(range(256)) * 20,
        b"GET /api/me\r\n\r\n",
        b"DEBUG /api/me HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        b"TRACE / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: a=b\r\n\r\n",
    ],
    ids=range(15),
)
def test_broken_http_is_refused(service: Service, request_bytes: bytes) -> None:
    answer = raw(service, request_bytes, wait=3.0)
    assert answer == b"" or answer[:10] in (b"HTTP/1.1 4", b"HTTP/1.1 2"), answer[:200]
    assert answer.count(b"HTTP/1.1 2") <= 1  # nothing was smuggled in behind it


def test_a_chunked_body_without_a_length_is_served_like_any_other(client: httpx.Client) -> None:
    said = json.dumps(PERSON).encode()
    answer = client.put(
        "/api/me/person",
        content=iter([said[:20], said[20:]]),
        headers={"Content-Type": "application/json"},
    )
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "value", ["a\r\nSet-Cookie: taken=1", "a%0d%0aSet-Cookie:%20taken=1", "é\u2028<script>"]
)
def test_no_header_can_be_put_in(service: Service, client: httpx.Client, value: str) -> None:
    for path in ("/api/catalogue/", "/api/me/looks/", "/api/shared/", "/s/", "/assets/"):
        try:
            answer = client.get(path + value)
        except (httpx.InvalidURL, httpx.LocalProtocolError):
            continue
        assert "taken" not in answer.headers and "taken" not in answer.cookies
        assert "<script>" not in answer.text or "json" in answer.headers["content-type"]
    for header in ("Host", "Origin", "X-Forwarded-For", "Accept-Language", "Cookie"):
        line = f"{header}: {value}".encode()
        answer_bytes = raw(service, GET.replace(b"Host: localhost\r\n", b"") + line + b"\r\n\r\n")
        head = answer_bytes.split(b"\r\n\r\n")[0].lower()
        assert b"taken" not in head


def test_slow_requests_dont_keep_others_waiting(service: Service, client: httpx.Client) -> None:
    host, port = service.address.removeprefix("http://").split(":")
    plugs = [socket.create_connection((host, int(port))) for _ in range(100)]
    begun = POST + b"Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n{"
    try:
        for number, plug in enumerate(plugs):
            plug.sendall(begun if number % 2 else begun[:60])
        for _ in range(3):
            for plug in plugs:
                with suppress(OSError):  # those that the service has cut off already
                    plug.sendall(b" ")
            with within(3.0):
                assert client.get("/api/catalogue").status_code == 200
    finally:
        for plug in plugs:
            plug.close()


def test_every_answer_carries_the_headers_that_protect_it(client: httpx.Client) -> None:
    for path in ("/", "/api/me", "/api/catalogue", "/api/nothing", "/api/me/export"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert "default-src 'self'" in headers["content-security-policy"], path
        assert "frame-ancestors" in headers["content-security-policy"], path
        assert headers["referrer-policy"] in ("no-referrer", "same-origin"), path
        assert "server" not in headers or "uvicorn" not in headers["server"], path
        if path.startswith("/api/me"):
            assert "no-store" in headers["cache-control"], path


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(service: Service) -> None:
    answer = httpx.get(f"{service.address}/api/me")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=" in cookie and "samesite=none" not in cookie


def test_no_other_site_may_read_the_answers(service: Service) -> None:
    headers = {"Origin": "https://evil.example"}
    answer = httpx.get(f"{service.address}/api/me", headers=headers)
    assert "access-control-allow-origin" not in answer.headers
    asked = headers | {"Access-Control-Request-Method": "DELETE"}
    answer = httpx.options(f"{service.address}/api/me", headers=asked)
    assert "access-control-allow-origin" not in answer.headers


def test_nothing_personal_is_in_the_log(service: Service, client: httpx.Client) -> None:
    client.put("/api/me/person", json=PERSON | {"bust_girth_cm": 911.25})
    client.post("/api/me/email", json={"email": "secret.person@example.org"})
    log = service.log.read_text()
    cookie = next(iter(client.cookies.values()))
    for mark in (
        "168.3",
        "61.7",
        "911.25",
        "secret.person",
        cookie,
        client.headers["X-CSRF-Token"],
    ):
        assert mark not in log
