"""Make the README's picture and recording of the fitting room again, in a real browser."""

from __future__ import annotations

import io
import re
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

from demo import free_port, serving

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
FLAGS = [
    "--headless=new", "--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--force-color-profile=srgb",
]  # fmt: skip
WINDOW = {"width": 1280, "height": 800}
WIDTH = 960  # [pixel] of the recording
QUALITY = 72
STRIDE = 18.0  # [pixel] of a drag between two frames
PATIENCE_MS = 400_000
TYPED = {"Height": "168", "Weight": "62", "Bust": "92", "Waist": "74", "Hips": "98"}


class Recording:
    """Frames of a page, each shown for a while.

    Args:
        page: the page.
    """

    def __init__(self, page: Any) -> None:
        self.page = page
        self.frames: list[Image.Image] = []
        self.shown: list[int] = []

    def take(self, milliseconds: int) -> None:
        """Add what the page shows now."""
        with Image.open(io.BytesIO(self.page.screenshot())) as shot:
            height = shot.height * WIDTH // shot.width
            frame = shot.convert("RGB").resize((WIDTH, height), Image.Resampling.LANCZOS)
        self.frames.append(frame)
        self.shown.append(milliseconds)

    def turn(self, across: float, times: int) -> None:
        """Drag the figure round, [pixel] a step, and take every step."""
        box = self.page.locator(".stage canvas").first.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.7
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        for step in range(times):
            self.page.mouse.move(x + across * (step + 1), y)
            self.page.wait_for_timeout(120)
            self.take(70)
        self.page.mouse.up()

    def save(self, path: Path) -> None:
        """Write the frames as one moving WebP."""
        first, *rest = self.frames
        options = {"duration": self.shown, "loop": 0, "quality": QUALITY, "method": 6}
        first.save(path, "WEBP", save_all=True, append_images=rest, **options)
        print(f"{path.name}: {len(self.frames)} frames, {path.stat().st_size / 1e6:.2f} MB")


def main() -> None:
    """Serve, visit and record."""
    browser = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)
    if browser is None:
        sys.exit("no Chromium is installed")
    port = free_port(0)
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder), port) as (address, _),
        sync_playwright() as playwright,
    ):
        opened = playwright.chromium.launch(executable_path=browser, args=FLAGS)
        options = {"viewport": WINDOW, "reduced_motion": "reduce", "locale": "en-GB"}
        page = opened.new_page(base_url=address, **options)
        page.set_default_timeout(PATIENCE_MS)
        recording = Recording(page)
        _type(page, recording)
        _dress(page, recording)
        _compare(page, recording)
        _complete(page, recording)
        recording.save(IMAGES / "room.webp")
        opened.close()


def _type(page: Any, recording: Recording) -> None:
    """Tell the measurements; the body follows."""
    page.goto("/")
    page.get_by_role("radio", name="Female").check()
    recording.take(600)
    for name, text in TYPED.items():
        page.get_by_role("textbox", name=name, exact=True).fill(text)
        page.wait_for_timeout(1_200)
        recording.take(350)
    page.get_by_role("checkbox", name="Keep my measurements").check()
    page.get_by_role("region", name="You", exact=True).get_by_text("Saved", exact=True).wait_for()
    page.wait_for_timeout(1_500)
    recording.take(900)


def _dress(page: Any, recording: Recording) -> None:
    """Choose a garment and see it from all sides."""
    page.get_by_role("link", name="Wardrobe").first.click()
    choice = page.get_by_role("button", name=re.compile("^Try on Classic crew tee, size"))
    choice.wait_for()
    page.wait_for_timeout(1_500)
    recording.take(1_100)
    choice.click()
    page.wait_for_timeout(500)
    recording.take(500)
    _on(page, "crew tee")
    recording.take(1_400)
    recording.turn(STRIDE, 26)
    page.get_by_role("button", name="Front", exact=True).click()


def _complete(page: Any, recording: Recording) -> None:
    """Add trousers, take the README's picture, and turn the outfit."""
    page.get_by_role("button", name="Compare", exact=True).click()
    page.get_by_role("button", name="Add Straight ankle jeans to the outfit").click()
    _on(page, "ankle jeans")
    recording.take(1_400)
    page.get_by_role("heading", name="Your outfit").scroll_into_view_if_needed()
    page.mouse.move(8, 8)
    page.wait_for_timeout(500)
    page.screenshot(path=IMAGES / "room.png")
    recording.turn(STRIDE, 26)
    recording.take(900)


def _compare(page: Any, recording: Recording) -> None:
    """Set two sizes side by side, see where they are roomy, change the colour."""
    page.get_by_role("button", name="Compare", exact=True).click()
    beside = re.compile(r"Size M · (Just right|Roomy|Close)")
    page.get_by_role("region", name="Fitting room").first.get_by_text(beside).wait_for()
    page.wait_for_timeout(3_000)
    recording.take(1_300)
    _choose(page, "Fit map", "Ease")
    recording.take(1_800)
    _choose(page, "Fit map", "Cloth")
    _choose(page, "Cloth", "#a63d2f")
    recording.take(1_000)
    recording.turn(-STRIDE, 9)
    page.get_by_role("button", name="Front", exact=True).click()


def _choose(page: Any, panel: str, choice: str) -> None:
    """Choose something in a panel, which opens for it and closes again."""
    page.get_by_role("button", name=panel, exact=True).click()
    opened = page.get_by_role("region", name=panel, exact=True)
    labels = opened.locator("label").filter(has=page.get_by_role("radio", name=choice))
    labels.first.click()
    opened.get_by_role("button", name="Close", exact=True).click()
    page.wait_for_timeout(1_200)


def _on(page: Any, what: str) -> None:
    """Wait until this is on stage and drawn."""
    seen = re.compile(f"{what}, size.*just right", re.I)
    page.get_by_role("application", name=seen).first.wait_for()
    page.wait_for_timeout(2_500)


if __name__ == "__main__":
    main()
