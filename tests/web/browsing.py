"""A real Chromium on the real page, and everything it said and asked for."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest
from PIL import Image

FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
]
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 780},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 1,
}
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
INSIDE = ("data:", "blob:")
PATIENCE_MS = 90_000  # for what takes a second on a free machine
# once the page has laid itself out and drawn: two frames on
FRAMES = """() => new Promise(done =>
  requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"""
# nothing moves that will come to an end
STILL = """() => document.getAnimations().every(each =>
  each.playState !== 'running' || each.effect.getTiming().iterations === Infinity)"""
CANVAS = ".stage-canvas"
# a slow renderer; a look that was given up in the moment in which it was asked after
HARMLESS = re.compile(r"GPU stall|status of 404 .*/api/me/looks/[0-9a-f]{32}(/events)?$")


@contextmanager
def chromium() -> Iterator[Any]:
    """Open a browser that draws by the processor; skip the test where none is installed."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next((path for name in names if (path := shutil.which(name))), None)
    if path is None:
        pytest.skip("no Chromium is installed: the page can't be opened")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()


class Visit:
    """A newcomer's visit in a browser of its own."""

    def __init__(self, browser: Any, address: str, **options: Any) -> None:
        usual = {"locale": "en-GB", "reduced_motion": "reduce", "color_scheme": "light"}
        self.context = browser.new_context(base_url=address, **(usual | options))
        self.page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self.address = address
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def _hear(self, message: Any) -> None:
        text = f"{message.text} {message.location.get('url', '')}"
        if message.type in ("error", "warning") and not HARMLESS.search(text):
            self.said.append(text)

    def me(self) -> dict[str, Any]:
        """Return what the service knows of who visits."""
        told: dict[str, Any] = self.page.request.get("/api/me").json()
        return told

    def cookie(self) -> str:
        """Return the cookie by which the service knows them again."""
        return str(next(each["value"] for each in self.context.cookies()))

    def end(self) -> None:
        """Close; the page must have complained of nothing and asked nobody but the service."""
        self.context.close()
        assert not self.said, self.said
        strange = [url for url in self.asked if not url.startswith((self.address, *INSIDE))]
        assert not strange, strange


@contextmanager
def visiting(browser: Any, address: str, **options: Any) -> Iterator[Visit]:
    """Visit the service with a browser that knows nothing of it."""
    visit = Visit(browser, address, **options)
    try:
        yield visit
    except BaseException:
        visit.context.close()
        raise
    visit.end()


def settle(page: Any) -> None:
    """Wait until the page is laid out, and the stage, where there is one, drawn as it shall be."""
    page.evaluate(FRAMES)
    if page.locator(CANVAS).count():
        page.locator(f"{CANVAS}[data-settled]").first.wait_for(state="attached")
        page.evaluate(FRAMES)  # what was drawn comes to the screen


def rest(page: Any) -> None:
    """Wait until nothing on the page is on its way any more."""
    settle(page)
    page.wait_for_function(STILL)


def picture(page: Any) -> np.ndarray:
    """Return what the settled stage shows, as red, green and blue."""
    canvas = page.locator(CANVAS).first
    for _ in range(40):
        settle(page)
        before = canvas.get_attribute("data-drawn")
        shot = canvas.screenshot()
        if canvas.get_attribute("data-settled") and canvas.get_attribute("data-drawn") == before:
            return np.asarray(Image.open(io.BytesIO(shot)).convert("RGB")).astype(int)
    raise AssertionError("the stage never comes to rest")


def open_place(page: Any, place: str) -> None:
    """Go to a place by the address and wait until it is laid out."""
    page.evaluate("place => { location.hash = `#${place}`; }", place)
    if place == "privacy":
        page.locator("dialog[open]").first.wait_for()
    else:
        page.locator(f"main[data-place={place}]").first.wait_for(state="attached")
    rest(page)
