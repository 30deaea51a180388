"""The browser's body against the service's, in a real browser over real HTTP."""

from __future__ import annotations

import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.responses import FileResponse, HTMLResponse

from fittingroom.body.making import fit_body
from fittingroom.person.reading import read_person
from fittingroom.server.routes import bodies

WEB = Path(__file__).resolve().parents[2] / "web"
FLAGS = [
    "--headless=new", "--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PAGE = (
    "<!doctype html><title>avatar</title><body><canvas width=480 height=640></canvas>"
    "<script type=module src=/avatar.mjs></script>"
)
AGREE = 0.0002  # [m]; asked for: 2 mm
PEOPLE: list[dict[str, Any]] = [
    {"sex": sex, "height_cm": height, "weight_kg": weight, **more}
    for sex, height, weight, more in (
        ("female", 168, 62, {"bust_girth_cm": 92, "waist_girth_cm": 74, "hip_girth_cm": 98}),
        ("female", 155, 48, {}),
        ("female", 182, 70, {"inside_leg_length_cm": 88}),
        ("female", 163, 96, {}),
        ("female", 170, 112, {"hip_girth_cm": 128}),
        ("female", 160, 58, {"bust_girth_cm": 104}),
        ("female", 175, 54, {"age_years": 22}),
        ("female", 149, 75, {}),
        ("female", 166, 66, {"shoulder_breadth_cm": 41, "upper_arm_girth_cm": 33}),
        ("female", 171, 80, {"waist_girth_cm": 84, "age_years": 60}),
        ("male", 180, 78, {}),
        ("male", 165, 58, {}),
        ("male", 198, 95, {"inside_leg_length_cm": 95}),
        ("male", 176, 133, {}),
        ("male", 172, 108, {"waist_girth_cm": 118}),
        ("male", 185, 100, {"bust_girth_cm": 122, "waist_girth_cm": 90}),
        ("male", 178, 64, {"neck_girth_cm": 36}),
        ("male", 169, 84, {"arm_length_cm": 54}),
        ("male", 190, 74, {"thigh_girth_cm": 52, "calf_girth_cm": 35}),
        ("male", 174, 92, {"age_years": 45, "foot_length_cm": 28}),
    )
]


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    bundler = WEB / "node_modules" / ".bin" / "rolldown"
    if not bundler.exists():
        pytest.skip("the page's packages aren't installed: npm ci in web/")
    out = tmp_path_factory.mktemp("avatar") / "avatar.mjs"
    subprocess.run(
        [bundler, "tests/avatar.ts", "--file", out, "--format", "esm"],
        cwd=WEB, check=True, capture_output=True,
    )  # fmt: skip
    return out


@pytest.fixture(scope="module")
def address(script: Path) -> Iterator[str]:
    app = FastAPI()
    app.include_router(bodies.router)
    app.get("/", response_class=HTMLResponse)(lambda: PAGE)
    app.get("/avatar.mjs")(lambda: FileResponse(script, media_type="text/javascript"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def page(address: str) -> Iterator[Any]:
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    if path is None:
        pytest.skip("no Chromium is installed: the page can't be opened")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        opened = browser.new_page()
        said: list[str] = []
        opened.on("pageerror", lambda error: said.append(str(error)))
        opened.goto(address)
        opened.wait_for_selector("body[data-ready]", state="attached", timeout=90_000)
        yield opened
        browser.close()
    assert said == []


def asked(page: Any, name: str, *given: object) -> Any:
    return page.evaluate("([name, given]) => asked[name](...given)", [name, list(given)])


def vertices(page: Any, row: list[float], wide: bool) -> np.ndarray:
    return np.array(asked(page, "vertices", row, wide)).reshape(-1, 3)


@pytest.mark.parametrize("person", PEOPLE, ids=lambda p: f"{p['sex']}-{p['height_cm']}")
def test_the_browsers_body_is_the_services(page: Any, person: dict[str, Any]) -> None:
    made = asked(page, "body", person)
    body = fit_body(read_person(person)).body
    assert made["wide"] == (body.pose.name == "a-wide")
    off = vertices(page, made["row"], made["wide"]) - body.mesh.vertices
    assert np.abs(off).max() < AGREE


def test_some_of_them_are_wide() -> None:
    wide = [p for p in PEOPLE if p["weight_kg"] / (p["height_cm"] / 100) ** 2 > 35]
    assert len(wide) >= 4


def test_what_no_row_can_be_is_bounded(page: Any) -> None:
    row = asked(page, "body", PEOPLE[0])["row"]
    beyond = [*row]
    beyond[-2:] = [-0.3, 0.0]  # a change followed through zero comes out on its other side
    other = [*row]
    other[-2:] = [0.0, 0.3]
    assert (vertices(page, beyond, False) == vertices(page, other, False)).all()


def test_a_change_is_seen_within_a_tenth_of_a_second(page: Any) -> None:
    made = asked(page, "body", PEOPLE[0])
    tried = [asked(page, "time", made, {"waist_girth_cm": 74 + step / 4}) for step in range(1, 21)]
    whole, blending = np.median(np.array(tried), axis=0)
    assert blending < 60  # 15 alone on a core
    assert whole < 100
