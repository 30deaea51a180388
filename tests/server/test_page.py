"""The page over HTTP: what is cached, what is packed, what is refused."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse

from fittingroom.server import page

INDEX = "<!doctype html><title>room</title>"
SCRIPT = "export const room = 1;\n" * 50


@pytest.fixture
def static(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "static" / "assets").mkdir(parents=True)
    folder = tmp_path / "static"
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "index.html").write_text(INDEX)
    (folder / "favicon.svg").write_text("<svg/>")
    (folder / "assets" / "index-abc.js").write_text(SCRIPT)
    (folder / "assets" / "index-abc.js.gz").write_bytes(gzip.compress(SCRIPT.encode()))
    monkeypatch.setattr(page, "STATIC", folder)
    return folder


@pytest.fixture
def client(static: Path) -> Iterator[httpx.Client]:
    app = FastAPI()
    app.include_router(page.router)

    @app.exception_handler(page.PageMissing)
    async def tell(_: Request, error: Exception) -> PlainTextResponse:
        return PlainTextResponse(str(error), page.PageMissing.status)

    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
        yield client
    server.should_exit = True
    thread.join()


@pytest.mark.parametrize("path", ["/", "/s/some-token"])
def test_the_page_is_asked_for_again(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert answer.text == INDEX
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["cache-control"] == "no-cache"


def test_an_asset_is_kept_for_good(client: httpx.Client) -> None:
    answer = client.get("/assets/index-abc.js", headers={"Accept-Encoding": "identity"})
    assert answer.text == SCRIPT
    assert "content-encoding" not in answer.headers
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize("takes", ["gzip", "br, gzip;q=0.8", "GZIP"])
def test_a_packed_twin_is_sent(client: httpx.Client, takes: str) -> None:
    answer = client.get("/assets/index-abc.js", headers={"Accept-Encoding": takes})
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) < len(SCRIPT)
    assert answer.text == SCRIPT


def test_who_refuses_packing_gets_none(client: httpx.Client) -> None:
    answer = client.get("/assets/index-abc.js", headers={"Accept-Encoding": "gzip;q=0"})
    assert "content-encoding" not in answer.headers
    assert answer.text == SCRIPT


@pytest.mark.parametrize(
    "path",
    [
        "/assets/none.js",
        "/assets/..%2f..%2fsecret.txt",
        "/assets/%2e%2e",
        "/assets/..%5c..%5csecret.txt",
        "/assets/%00",
        "/s/a/b",
        "/secret.txt",
    ],
)
def test_nothing_else_is_found(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "secret" not in answer.text


def test_a_page_that_is_not_built_says_how(client: httpx.Client, static: Path) -> None:
    (static / "index.html").unlink()
    answer = client.get("/")
    assert answer.status_code == 503
    assert "make web" in answer.text
