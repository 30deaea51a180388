"""Killed workers, a killed service, a full disk: what was answered is kept, or fails cleanly."""

from __future__ import annotations

import resource
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from fittingroom.server.ground import open_ground
from fittingroom.server.settings import Settings
from fittingroom.store.erasing import sweep_files
from server.looks import SOON, ask, await_state, process, read, shopper

Server = subprocess.Popen[bytes]


def workers(server: Server) -> list[psutil.Process]:
    """The processes that drape, oldest first."""
    return [
        child
        for child in psutil.Process(server.pid).children()
        if any("spawn_main" in word for word in child.cmdline())
    ]


def busy(server: Server) -> psutil.Process:
    """The one worker."""
    (worker,) = workers(server)
    return worker


def is_draping(client: httpx.Client, look: dict[str, Any]) -> None:
    """Wait until a look is well on its way; nobody watches it, so that nobody leaves it."""
    until = time.monotonic() + SOON
    while time.monotonic() < until:
        step = (read(client, look)["progress"] or {}).get("step", "")
        if step.startswith(("drape", "move")):
            return
        time.sleep(0.02)
    raise AssertionError("it isn't draped")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Server]]:
    with process(tmp_path_factory.mktemp("service") / "data", workers=1) as started:
        yield started


def test_a_killed_workers_look_is_begun_again(service: tuple[str, Server]) -> None:
    address, server = service
    with shopper(address) as client:
        look = ask(client, "shift-dress", motion="walk")
        is_draping(client, look)
        busy(server).kill()
        assert await_state(client, look, "done", "failed")["state"] == "done"


def test_a_look_that_kills_its_workers_fails_cleanly(service: tuple[str, Server]) -> None:
    address, server = service
    with shopper(address, height_cm=171) as client:
        look = ask(client, "shift-dress", motion="walk")
        for _ in range(3):
            await_state(client, look, "running")
            is_draping(client, look)
            victim = busy(server)
            victim.kill()
            victim.wait(10)
        failed = await_state(client, look, "failed")
        assert failed["problem"]["type"] == "urn:fittingroom:LookGivenUp"
        assert "3 times" in failed["problem"]["detail"] and failed["files"] == []
        assert await_state(client, ask(client, "classic-tee"), "done")


def test_a_killed_service_finishes_what_it_answered(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with process(data, workers=1) as (address, server), shopper(address) as client:
        made = await_state(client, ask(client, "classic-tee"), "done")
        model = client.get(f"/api/me/looks/{made['id']}/files/look.glb").content
        looks = [ask(client, "shift-dress", motion="walk"), ask(client, "a-line-skirt")]
        is_draping(client, looks[0])
        orphans = workers(server)
        server.send_signal(signal.SIGKILL)
        server.wait()
        cookies, csrf = dict(client.cookies), client.headers["X-CSRF-Token"]
    for orphan in orphans:
        orphan.wait(30)  # a worker whose service is gone ends by itself
    with process(data, workers=1) as (address, _):
        headers = {"X-CSRF-Token": csrf}
        with httpx.Client(base_url=address, cookies=cookies, headers=headers) as client:
            again = client.get(f"/api/me/looks/{made['id']}/files/look.glb")
            assert again.content == model
            for look in looks:
                assert await_state(client, look, "done", "failed")["state"] == "done"


def test_a_full_disk_is_told_and_leaves_nothing_half_written(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with process(data, workers=1) as (address, server), shopper(address) as client:
        first = await_state(client, ask(client, "classic-tee"), "done")
        # files of more than 1 MB can't be written any more: a model is larger
        _limit(server, 1_000_000)
        look = await_state(client, ask(client, "a-line-skirt"), "done", "failed")
        assert look["state"] == "failed"
        assert look["problem"]["type"] == "urn:fittingroom:StorageFull"
        assert look["files"] == []
        assert read(client, first)["state"] == "done"
        _limit(server, resource.RLIM_INFINITY)
        assert await_state(client, ask(client, "a-line-skirt"), "done")["files"]
    _nothing_is_lost(data)


def _limit(server: Server, size: int) -> None:
    hard = resource.RLIM_INFINITY
    psutil.Process(server.pid).rlimit(resource.RLIMIT_FSIZE, (size, hard))


def _nothing_is_lost(data: Path) -> None:
    with open_ground(Settings(data=data)) as ground:
        assert sweep_files(ground.database, ground.files, older_than_s=-1) == 0
        assert not list((data / "files").glob("??/.*"))


def test_a_look_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    running = process(tmp_path / "data", workers=1, look_seconds=0.3)
    with running as (address, _), shopper(address) as client:
        look = await_state(client, ask(client, "shift-dress", motion="walk"), "failed")
        assert "longer than 0.3 s" in look["problem"]["detail"]
