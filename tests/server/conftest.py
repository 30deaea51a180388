"""Real services over real HTTP, on real databases."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from threading import Thread

import httpx
import pytest
import uvicorn

from fittingroom.server.app import create_app
from fittingroom.server.ground import Ground
from fittingroom.server.settings import Settings

START_S = 120  # the slowest start seen with other work on the machine: 4 s


@contextmanager
def running(settings: Settings) -> Iterator[tuple[str, Ground]]:
    """Serve in a thread; yields the address and what the service stands on."""
    app = create_app(settings)
    config = uvicorn.Config(
        app, host="127.0.0.1", port=0, log_config=None, access_log=False, server_header=False
    )
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + START_S
    while not server.started and thread.is_alive() and time.monotonic() < until:
        time.sleep(0.01)
    assert server.started, "the service didn't start"
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}", app.state.ground
    finally:
        server.should_exit = True
        thread.join(START_S)


@contextmanager
def newcomer(address: str) -> Iterator[httpx.Client]:
    """Open a browser that has just come: its cookie, and its CSRF token in every request."""
    with httpx.Client(base_url=address, timeout=60) as client:
        me = client.get("/api/me").raise_for_status().json()
        client.headers["X-CSRF-Token"] = me["csrf"]
        yield client


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", workers=0, rate_limits=False)


@pytest.fixture
def service(settings: Settings) -> Iterator[tuple[str, Ground]]:
    with running(settings) as started:
        yield started


@pytest.fixture
def address(service: tuple[str, Ground]) -> str:
    return service[0]


@pytest.fixture
def ground(service: tuple[str, Ground]) -> Ground:
    return service[1]


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    """Return a shopper's browser."""
    with newcomer(address) as client:
        yield client


@pytest.fixture
def serve() -> Callable[[Settings], AbstractContextManager[tuple[str, Ground]]]:
    """Return what starts a service with settings of the test's own."""
    return running
