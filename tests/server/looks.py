"""A service with workers, and shoppers who ask it for looks."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

PERSON = {"sex": "female", "height_cm": 168, "weight_kg": 62, "bust_girth_cm": 92}
VERTICES = 500
SOON = 240  # [s] a worker compiles on a fresh machine before its first look
Look = dict[str, Any]


@contextmanager
def shopper(address: str, **person: float) -> Iterator[httpx.Client]:
    """A shopper who agreed and told their measurements."""
    with httpx.Client(base_url=address, timeout=60) as client:
        me = client.get("/api/me").raise_for_status().json()
        client.headers["X-CSRF-Token"] = me["csrf"]
        agreed = {"purpose": "body", "granted": True}
        client.post("/api/me/consents", json=agreed).raise_for_status()
        client.put("/api/me/person", json=PERSON | person).raise_for_status()
        yield client


def ask(client: httpx.Client, *garments: str, **more: Any) -> Look:
    """Ask for a look; `garment:size` asks for a size."""
    wear = [dict(zip(("garment", "size"), one.split(":"), strict=False)) for one in garments]
    answer = client.post("/api/me/looks", json={"wear": wear, **more})
    assert answer.status_code == 202, answer.text
    look: Look = answer.json()
    return look


def read(client: httpx.Client, look: Look) -> Look:
    """Read a look as it is now."""
    found: Look = client.get(f"/api/me/looks/{look['id']}").raise_for_status().json()
    return found


def await_state(client: httpx.Client, look: Look, *states: str, within: float = SOON) -> Look:
    """Wait until a look is in one of some states."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        now = read(client, look)
        if now["state"] in states:
            return now
        if now["state"] in ("done", "failed", "cancelled"):
            raise AssertionError(f"it ended as {now['state']}: {now['problem']}")
        time.sleep(0.05)
    raise AssertionError(f"still {now['state']} after {within} s: {now['progress']}")


def events(client: httpx.Client, look: Look) -> Iterator[dict[str, Any]]:
    """Watch a look to its end."""
    with client.stream("GET", f"/api/me/looks/{look['id']}/events", timeout=SOON) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        for line in stream.iter_lines():
            if line.startswith("data: "):
                yield json.loads(line.removeprefix("data: "))


@contextmanager
def process(data: Path, **settings: object) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Run `fittingroom serve` as a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    given = {"data": data, "port": port, "vertices": VERTICES, "rate_limits": False}
    given |= {"worker_nice": 0} | settings  # other tests run beside it
    told = {f"FITTINGROOM_{name.upper()}": str(value) for name, value in given.items()}
    run = [sys.executable, "-c", "from fittingroom.cli.app import main; main()", "serve"]
    server = subprocess.Popen(run, env=os.environ | told, stderr=subprocess.DEVNULL)
    try:
        _await_health(f"http://127.0.0.1:{port}", server)
        yield f"http://127.0.0.1:{port}", server
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


def _await_health(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert server.poll() is None, "the service ended"
        try:
            httpx.get(f"{address}/healthz").raise_for_status()
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the service didn't start")
