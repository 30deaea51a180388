"""report.html in a real browser: offline, alive, safe, in two languages."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fittingroom.show import report_html
from fittingroom.show.look import Look
from fittingroom.show.report_html import ViewerMissing, report

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
]
HOSTILE = '</script><script>document.title="taken"</script><img src=x onerror=alert(1)>'
USUAL = {"width": 800, "height": 700}
INSIDE = ("file:", "data:", "blob:")


def browser_path() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


@pytest.fixture(scope="module")
def hostile(look: Look) -> Look:
    title = {"en": f"Tee {HOSTILE}", "zh": f"T恤 {HOSTILE}"}
    return replace(look, garment=replace(look.garment, title=title, brand=f"B&{HOSTILE}"))


@pytest.fixture(scope="module")
def page_file(hostile: Look, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file: Path = tmp_path_factory.mktemp("report") / "report.html"
    picture = np.full((40, 30, 3), 200, np.uint8)
    try:
        file.write_text(report(hostile, pictures={"front": picture}), encoding="utf-8")
    except ViewerMissing as missing:
        pytest.skip(str(missing))
    return file


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    path = browser_path()
    if path is None:
        pytest.skip("no Chromium is installed: the page can't be opened")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()


class Opened:
    """A page with everything it said and asked for."""

    def __init__(self, browser: Any, file: Path, **options: Any) -> None:
        self.page = browser.new_page(**options)
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(file.as_uri())
        self.page.set_default_timeout(90_000)
        self.page.wait_for_selector("canvas[data-ready]")

    def canvas(self) -> np.ndarray:
        """Return the drawn canvas, waiting until two pictures are equal."""
        from io import BytesIO

        from PIL import Image

        before = None
        for _ in range(40):
            shot = self.page.locator("canvas").screenshot()
            now = np.asarray(Image.open(BytesIO(shot)).convert("RGB")).astype(int)
            if before is not None and now.shape == before.shape and np.abs(now - before).max() < 3:
                return now
            before = now
            self.page.wait_for_timeout(150)
        raise AssertionError("the view never comes to rest")


@pytest.fixture(scope="module")
def only_page(browser: Any, page_file: Path) -> Iterator[Opened]:
    """One page for all tests: a software renderer takes seconds to open one."""
    one = Opened(
        browser,
        page_file,
        viewport=USUAL,
        locale="en-GB",
        reduced_motion="reduce",
        color_scheme="light",
    )
    yield one
    one.page.close()


@pytest.fixture
def opened(only_page: Opened) -> Iterator[Opened]:
    """The page as it is when just opened; afterwards it has complained of nothing."""
    page = only_page.page
    page.set_viewport_size(USUAL)
    page.emulate_media(color_scheme="light")
    page.get_by_role("button", name="English").click()
    page.locator("input[value=natural]").check()
    page.get_by_role("button", name="Front").click()
    yield only_page
    assert only_page.said == []
    assert [url for url in only_page.asked if not url.startswith(INSIDE)] == []


def changed(before: np.ndarray, after: np.ndarray) -> float:
    return float((np.abs(before - after).max(2) > 12).mean())


def test_dragging_turns_the_person(opened: Opened) -> None:
    before = opened.canvas()
    box = opened.page.locator("canvas").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    opened.page.mouse.move(x, y)
    opened.page.mouse.down()
    opened.page.mouse.move(x + 120, y, steps=5)
    opened.page.mouse.up()
    assert changed(before, opened.canvas()) > 0.04


def test_keys_turn_zoom_and_reset(opened: Opened) -> None:
    first = opened.canvas()
    opened.page.locator("canvas").focus()
    opened.page.keyboard.press("0")  # a key makes the focus ring show
    focused = opened.canvas()
    opened.page.keyboard.press("ArrowRight")
    opened.page.keyboard.press("ArrowRight")
    turned = opened.canvas()
    opened.page.keyboard.press("+")
    zoomed = opened.canvas()
    opened.page.keyboard.press("0")
    assert changed(focused, turned) > 0.03
    assert changed(turned, zoomed) > 0.03
    assert changed(focused, opened.canvas()) < 0.002
    assert changed(first, focused) < 0.05  # only the focus ring


@pytest.mark.parametrize("quantity", ["ease", "strain"])
def test_heat_map_switch_recolours_the_garment(opened: Opened, quantity: str) -> None:
    before = opened.canvas()
    opened.page.locator(f"input[value={quantity}]").check()
    after = opened.canvas()
    assert changed(before, after) > 0.05
    legend = opened.page.locator(".legend").inner_text()
    assert {"ease": "[cm]", "strain": "[%]"}[quantity] in legend
    opened.page.locator("input[value=natural]").check()
    assert changed(before, opened.canvas()) < 0.01


def test_language_switch_translates_everything(opened: Opened, hostile: Look) -> None:
    assert opened.page.locator("h2").first.inner_text() == "Your size"
    opened.page.get_by_role("button", name="中文").click()
    assert opened.page.locator("h2").first.inner_text() == "您的尺码"
    assert opened.page.evaluate("document.documentElement.lang") == "zh-CN"
    text = opened.page.locator("#report").inner_text()
    assert hostile.advice.because["zh"][0] in text
    english = re.findall(r"\b(Ease|Stretch|Front|Neck|Bust|Just right|Roomy)\b", text)
    assert english == []


def test_hostile_title_stays_text(opened: Opened) -> None:
    assert opened.page.locator("h1").inner_text().endswith(HOSTILE)
    assert opened.page.title().startswith("Tee </script>")
    assert opened.page.locator("#report script, #report img[src=x]").count() == 0


def test_every_zone_is_in_the_table_with_a_word_and_a_mark(opened: Opened, hostile: Look) -> None:
    rows = opened.page.locator("tbody tr")
    assert rows.count() == len(hostile.fit.zones)
    first = hostile.fit.zones[0]
    text = rows.first.inner_text()
    assert f"{first.body * 100:.1f}" in text
    assert opened.page.locator("tbody .chip").count() == len(hostile.fit.zones)
    assert all(opened.page.locator("tbody .mark").all_inner_texts())


@pytest.mark.parametrize("width", [360, 390, 768, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_overflows_and_text_has_contrast(opened: Opened, width: int, scheme: str) -> None:
    page = opened.page
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    colours = page.evaluate(
        """() => [...document.querySelectorAll('h1,h2,h3,p,li,td,tbody th,.chip,.name,.percent')]
        .filter(e => e.checkVisibility()).map(e => {
          let b = e; while (b && getComputedStyle(b).backgroundColor === 'rgba(0, 0, 0, 0)')
            b = b.parentElement;
          return [getComputedStyle(e).color, getComputedStyle(b).backgroundColor]; })"""
    )
    assert len(colours) > 20
    assert min(contrast(*pair) for pair in colours) >= 4.5  # WCAG 2.2, level AA


def contrast(ink: str, ground: str) -> float:
    def light(colour: str) -> float:
        from fittingroom.show.images import linear_from_srgb

        numbers = [float(value) / 255 for value in re.findall(r"[\d.]+", colour)[:3]]
        return float(linear_from_srgb(numbers) @ [0.2126, 0.7152, 0.0722])

    low, high = sorted((light(ink), light(ground)))
    return (high + 0.05) / (low + 0.05)


def test_the_page_forbids_the_network(page_file: Path) -> None:
    text = page_file.read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
    assert policy is not None
    assert "default-src &#x27;none&#x27;" in policy.group(1)
    assert "unsafe-eval" not in policy.group(1)
    # links to a network are in comments of libraries at most, never in an element
    assert re.search(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=", text) is None


def test_missing_viewer_says_what_to_do(
    look: Look, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(report_html.resources, "files", lambda _: tmp_path)
    with pytest.raises(ViewerMissing, match="make web"):
        report(look, model=b"glTF")
