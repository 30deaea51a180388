"""The real service, as a person starts it: a process of its own, a folder of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import httpx
import psutil

START_S = 120.0
ADMIN = "an-admins-token-for-tests-0123456789-abcdefghijk"
PERSON: dict[str, Any] = {
    "sex": "female", "height_cm": 168.37, "weight_kg": 61.73, "bust_girth_cm": 91.39,
    "waist_girth_cm": 72.9, "hip_girth_cm": 98.1,
}  # fmt: skip
START = "import sys; from fittingroom.cli.app import main; sys.argv[0] = 'fittingroom'; main()"


class Browser(httpx.Client):
    """A client that may be asked before its `with` block as well."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@dataclass(frozen=True)
class Service:
    """A service that runs."""

    address: str
    folder: Path
    log: Path
    process: subprocess.Popen[bytes]

    def browser(self) -> Browser:
        """Return a newcomer's browser: its cookie, and its CSRF token in every request."""
        client = Browser(base_url=self.address, timeout=60.0)
        client.headers["X-CSRF-Token"] = client.get("/api/me").raise_for_status().json()["csrf"]
        return client

    def shopper(self, person: dict[str, Any] = PERSON) -> Browser:
        """Return the browser of a shopper whose measurements are kept."""
        client = self.browser()
        agree = {"purpose": "body", "granted": True}
        client.post("/api/me/consents", json=agree).raise_for_status()
        client.put("/api/me/person", json=person).raise_for_status()
        return client

    def admin(self) -> Browser:
        """Return the program of who runs the service."""
        headers = {"Authorization": f"Bearer {ADMIN}"}
        return Browser(base_url=self.address, timeout=60.0, headers=headers)

    def lives(self) -> bool:
        """Say whether it answers, and has always been the same process."""
        ready = httpx.get(f"{self.address}/readyz", timeout=30.0)
        return self.process.poll() is None and ready.status_code == 200

    def memory(self) -> int:
        """Return what the web process holds [byte]."""
        return int(psutil.Process(self.process.pid).memory_info().rss)


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[Service]:
    """Serve from a folder until the block ends.

    Args:
        folder: where everything is kept.
        settings: further FITTINGROOM_… variables, without that beginning.
    """
    port = free_port()
    told = {"data": str(folder / "data"), "port": str(port), "vertices": "600", "workers": "1"}
    told |= {"worker_nice": "0", "admin_token": ADMIN, "rate_limits": "false"} | settings
    variables = {f"FITTINGROOM_{name.upper()}": value for name, value in told.items()}
    log = folder / "service.log"
    with log.open("wb") as output:
        command = [sys.executable, "-c", START, "serve"]
        environment = os.environ | variables
        process = subprocess.Popen(command, stdout=output, stderr=output, env=environment)
        try:
            address = f"http://127.0.0.1:{port}"
            wait_ready(address, process, log)
            yield Service(address, folder / "data", log, process)
        finally:
            process.terminate()
            try:
                process.wait(20.0)
            except subprocess.TimeoutExpired:
                process.kill()


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def wait_ready(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until:
        assert process.poll() is None, f"the service ended:\n{log.read_text()}"
        try:
            if httpx.get(f"{address}/readyz", timeout=5.0).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError(f"the service isn't ready:\n{log.read_text()}")


def make_look(client: httpx.Client, *, seconds: float = 400.0, **request: Any) -> dict[str, Any]:
    """Return a look that was asked for and waited for."""
    asked = {"wear": [{"garment": "classic-tee", "size": "M"}]} | request
    look: dict[str, Any] = client.post("/api/me/looks", json=asked).raise_for_status().json()
    until = time.monotonic() + seconds
    while look["state"] in ("queued", "running") and time.monotonic() < until:
        time.sleep(0.2)
        look = client.get(f"/api/me/looks/{look['id']}").raise_for_status().json()
    return look
