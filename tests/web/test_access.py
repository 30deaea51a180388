"""The room for everybody: by keyboard alone, in Chinese, and without a fault that axe finds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .browsing import DESKTOP, PHONE, open_place, rest, visiting
from .service import Service
from .shopper import MADE_MS, Shopper

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PLACES = ("you", "wardrobe", "stage", "verdict", "privacy")
SCREENS = [
    ("phone", PHONE, "light"), ("phone", PHONE, "dark"),
    ("desktop", DESKTOP, "light"), ("desktop", DESKTOP, "dark"),
]  # fmt: skip
TABS = 90  # more stops than anything on the page lies apart


@pytest.mark.parametrize(
    ("name", "options", "scheme"), SCREENS, ids=[f"{name}-{scheme}" for name, _, scheme in SCREENS]
)
def test_axe_finds_nothing_wrong_anywhere(
    service: Service, browser: Any, name: str, options: dict[str, Any], scheme: str
) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core isn't installed: make web")
    with visiting(browser, service.address, **options, color_scheme=scheme) as visit:
        shopper = Shopper(visit, touch=name == "phone")
        visit.page.goto("/")
        shopper.wait_loaded()
        faults = [*axe(shopper, "empty you")]
        shopper.types_measurements()
        shopper.picks("Classic crew tee")
        for place in PLACES:
            open_place(visit.page, place)
            faults += axe(shopper, place)
        open_place(visit.page, "stage")
        for panel in ("Outfit", "Cloth", "Fit map", "Pose", "Scene"):
            shopper.press(shopper.button(panel, exact=True))
            rest(visit.page)
            faults += axe(shopper, panel)
        assert faults == []


def axe(shopper: Shopper, where: str) -> list[str]:
    """Return the faults of what is on the page now."""
    page = shopper.page
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)["violations"]
    return [f"{where}: {each['id']} {each['nodes'][0]['html'][:160]}" for each in found]


@pytest.fixture
def hands_off(service: Service, browser: Any) -> Iterator[Shopper]:
    """A shopper who has a keyboard and nothing else."""
    with visiting(browser, service.address, **DESKTOP) as visit:
        visit.page.goto("/")
        shopper = Shopper(visit, touch=False)
        shopper.wait_loaded()
        yield shopper


def reach(shopper: Shopper, role: str, name: str) -> None:
    """Go by the Tab key alone until the focus is on what has this role and name."""
    wanted = shopper.page.get_by_role(role, name=re.compile(name)).locator("visible=true").first
    for _ in range(TABS):
        if wanted.count() and wanted.evaluate("e => e === document.activeElement"):
            assert shopper.page.evaluate(RING), f"one can't see that '{name}' has the focus"
            return
        shopper.page.keyboard.press("Tab")
    raise AssertionError(f"Tab never comes to the {role} '{name}'")


# whether the focused element, its face or its frame is drawn as having the focus
RING = """() => {
  const focused = document.activeElement;
  return [focused, focused.nextElementSibling, focused.parentElement].some(each => {
    if (!each) return false;
    const style = getComputedStyle(each);
    const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
    return outlined || style.boxShadow !== 'none';
  });
}"""


def test_the_room_can_be_used_by_keyboard_alone(hands_off: Shopper) -> None:
    page, keys = hands_off.page, hands_off.page.keyboard
    reach(hands_off, "radio", "Female")
    keys.press("Space")
    for name, text in (("^Height$", "168"), ("^Weight$", "62"), ("^Bust$", "92"), ("^Hips$", "98")):
        reach(hands_off, "textbox", name)
        keys.type(text)
    reach(hands_off, "checkbox", "Keep my measurements")
    keys.press("Space")
    hands_off.region("You").get_by_text("Saved", exact=True).wait_for()
    page.evaluate("scrollTo(0, 0)")
    reach(hands_off, "link", "^Wardrobe$")
    keys.press("Enter")
    page.get_by_role("button", name=re.compile("^Try on Classic crew tee, size S")).wait_for()
    reach(hands_off, "button", "^Try on Classic crew tee")
    keys.press("Enter")
    seen = page.get_by_role("application", name=re.compile("crew tee, size s.*Neck", re.I))
    seen.wait_for(timeout=MADE_MS)
    reach(hands_off, "application", "3D view")
    before = hands_off.picture()
    for _ in range(4):
        keys.press("ArrowRight")
    assert hands_off.differs(before)
    keys.press("0")
    reach(hands_off, "radio", "S.*your size")
    keys.press("ArrowRight")
    page.get_by_role("application", name=re.compile("size m", re.I)).wait_for(timeout=MADE_MS)
    reach(hands_off, "button", "^Pose$")
    keys.press("Enter")
    reach(hands_off, "button", "^Close$")
    keys.press("Escape")
    reach(hands_off, "link", "^Privacy$")
    keys.press("Enter")
    reach(hands_off, "button", "^Erase my data$")
    keys.press("Enter")
    reach(hands_off, "button", "^Yes, erase it$")
    keys.press("Enter")
    page.get_by_text("Erased.", exact=True).wait_for()


def test_a_reader_of_chinese_finds_no_english(service: Service, browser: Any) -> None:
    with visiting(browser, service.address, **PHONE | {"locale": "zh-CN"}) as visit:
        page = visit.page
        page.goto("/")
        page.get_by_role("textbox", name="身高", exact=True).wait_for()
        assert page.evaluate("document.documentElement.lang") == "zh-CN"
        open_place(page, "wardrobe")
        page.get_by_role("article").first.wait_for()
        for place in PLACES:
            open_place(page, place)
            said = page.evaluate(SAID)
            english = re.findall(r"[A-Za-z]{3,}[^\n]*", said)
            assert [line for line in english if not KNOWN.match(line)] == [], place


# what is shown, without what is said in English on purpose
SAID = """() => [...document.querySelectorAll('main, nav, dialog[open]')]
  .map(e => e.innerText).join('\\n')"""
KNOWN = re.compile(
    r"Gap|GAP|Fruit|FRUIT|American|AMERICAN|Free|FREE|Cookie|ZIP|GLB|USDZ|JPEG|PNG|WebP|Home|Shift"
    r"|X*[SL]\b"
)


@pytest.mark.parametrize("width", [320, 360, 768, 1024, 1280, 1920, 3840])
def test_nothing_is_cut_off_at_any_width(service: Service, browser: Any, width: int) -> None:
    size = {"width": width, "height": 780 if width < 700 else width * 9 // 16}
    with visiting(browser, service.address, viewport=size) as visit:
        page = visit.page
        page.goto("/")
        Shopper(visit, touch=False).wait_loaded()
        for place in PLACES:
            open_place(page, place)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, place
            assert page.evaluate(OVER, width) == [], place


# what one must be able to press but that lies past the window's edge
OVER = """width => [...document.querySelectorAll('main button, main a, main input, nav a')]
  .filter(each => each.checkVisibility({visibilityProperty: true}))
  .filter(each => {
    const box = each.getBoundingClientRect();
    return box.width > 2 && (box.left < -1 || box.right > width + 1);
  })
  .map(each => each.outerHTML.slice(0, 120))"""
