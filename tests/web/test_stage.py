"""The stage in a real browser on the real service: looks, sizes, heat, notes, dye, camera."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from PIL import Image

from .browsing import DESKTOP, PHONE, Visit, picture, settle, visiting
from .service import PERSON, Service
from .shopper import MADE_MS, Shopper

NEAR = 20.0  # levels of 255 that dyed cloth in the lamps may be off the stated colour
READY = "() => document.querySelectorAll('.stage-sizes .is-ready').length > 1"
# "at once" is before the browser does anything else: without a timer, a frame or an answer
SWITCH = """async size => {
  document.querySelector(`.stage-sizes input[value="${size}"]`).click();
  await new Promise(next => setTimeout(next));
  return document.querySelector(".stage-canvas").dataset.look.includes(`"${size}"`);
}"""


@pytest.fixture(scope="module")
def wearer(browser: Any, service: Service) -> Iterator[Shopper]:
    """A shopper who wears the classic tee."""
    with visiting(browser, service.address, **DESKTOP) as visit:
        keep_person(visit)
        dress(visit)
        yield Shopper(visit, touch=False)


@pytest.fixture
def dressed(wearer: Shopper) -> Any:
    """Their page, for a second try too with cloth to see, no panel open and one size on."""
    wearer.tidies_up()
    if wearer.page.locator(".stage-legend").inner_text():
        wearer.press(wearer.button("Fit map", exact=True))
        wearer.press(wearer.radio("Cloth", exact=True))
        wearer.tidies_up()
    return wearer.page


def keep_person(visit: Visit, person: dict[str, Any] = PERSON) -> None:
    request = visit.page.request
    headers = {"X-CSRF-Token": request.get("/api/me").json()["csrf"]}
    agree = {"purpose": "body", "granted": True}
    assert request.post("/api/me/consents", data=agree, headers=headers).ok
    assert request.put("/api/me/person", data=person, headers=headers).ok


def dress(visit: Visit) -> None:
    visit.page.goto("/#wardrobe")
    visit.page.get_by_role("button", name=re.compile(r"^Try on")).first.click()
    Shopper(visit, touch=False).wears("classic-tee")
    settle(visit.page)


def test_the_canvas_says_what_is_seen(dressed: Any) -> None:
    label = dressed.locator(".stage-canvas").get_attribute("aria-label")
    assert re.search(r"Classic crew tee, size \w+, seen from the front", label)
    assert re.search(r"Bust (too tight|close|just right|roomy|too loose)", label)


def test_notes_hang_beside_the_body_and_never_overlap(dressed: Any) -> None:
    settle(dressed)
    labels = dressed.locator(".stage-note:not([data-away])")
    boxes = [box for label in labels.all() if (box := label.bounding_box())]
    assert len(boxes) >= 4
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            apart_x = (
                one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
            )
            apart_y = (
                one["y"] + one["height"] <= other["y"] or other["y"] + other["height"] <= one["y"]
            )
            assert apart_x or apart_y
    read = dressed.get_by_role("list", name="How it sits").locator("li").all_inner_texts()
    assert any(re.match(r"Bust: .*, ease [+−]?\d+\.\d (cm|in)", line) for line in read)


def test_a_size_made_ahead_is_on_stage_at_once(dressed: Any) -> None:
    sizes = dressed.locator(".stage-sizes fieldset").first.locator("input")
    worn = next(size for size in sizes.all() if size.is_checked()).get_attribute("value")
    dressed.wait_for_function(READY, timeout=MADE_MS)
    ready = dressed.locator(".stage-sizes .is-ready input").all()
    other = next(v for each in ready if (v := each.get_attribute("value")) != worn)
    before = picture(dressed)
    assert dressed.evaluate(SWITCH, other)
    assert np.abs(picture(dressed) - before).max() > 20
    assert dressed.evaluate(SWITCH, worn)


def test_two_sizes_stand_side_by_side(dressed: Any) -> None:
    dressed.get_by_role("button", name="Compare", exact=True).click()
    dressed.wait_for_selector(".stage[data-two]", timeout=MADE_MS)
    captions = dressed.locator(".stage-captions p").all_inner_texts()
    assert len(captions) == 2
    assert captions[0] != captions[1]
    both = picture(dressed)
    half = both.shape[1] // 2
    assert np.abs(both[:, :half] - both[:, half : 2 * half]).max() > 20
    dressed.get_by_role("button", name="Compare", exact=True).click()
    dressed.wait_for_selector(".stage:not([data-two])")


def test_two_sizes_change_places(dressed: Any) -> None:
    dressed.get_by_role("button", name="Compare", exact=True).click()
    dressed.wait_for_selector(".stage[data-two]", timeout=MADE_MS)
    beside = dressed.locator(".stage-sizes fieldset").nth(1).locator("input:checked")
    size = beside.get_attribute("value")
    worn = dressed.locator(".stage-sizes fieldset").first.locator("input:checked")
    first = worn.get_attribute("value")
    before = picture(dressed)
    assert dressed.evaluate(SWITCH, size)
    after = picture(dressed)
    half = before.shape[1] // 2
    dark = [(shot.min(2) < 120).sum() for shot in (before[:, :half], after[:, :half])]
    assert dark[1] > 0.7 * dark[0] > 0  # somebody still stands on the left
    assert dressed.evaluate(SWITCH, first)


def test_heat_has_colours_and_a_legend_in_units(dressed: Any) -> None:
    dressed.get_by_role("button", name="Fit map").click()
    dressed.get_by_text("Ease", exact=True).click()
    legend = dressed.locator(".stage-legend").inner_text()
    assert re.search(r"Distance from skin \[(cm|in)\]", legend)
    red, green, blue = np.moveaxis(picture(dressed), 2, 0)
    purple = (red > green + 25) & (blue > green + 25)  # viridis' low end
    assert purple.sum() > 200
    dressed.get_by_text("Cloth", exact=True).last.click()
    assert dressed.locator(".stage-legend").inner_text() == ""
    dressed.keyboard.press("Escape")


def test_a_colour_is_there_at_once_and_true(dressed: Any) -> None:
    look = dressed.locator(".stage-canvas").get_attribute("data-look")
    dressed.get_by_role("button", name="Cloth", exact=True).click()
    dressed.locator(".stage-own input").fill("#7a1f2b")
    dressed.keyboard.press("Escape")
    shown = picture(dressed)
    stated = np.array([0x7A, 0x1F, 0x2B], float)
    close = np.abs(shown - stated).max(2) < NEAR
    assert close.sum() > 1500
    assert dressed.locator(".stage-canvas").get_attribute("data-look") == look


def test_the_camera_turns_by_keyboard(dressed: Any) -> None:
    canvas = dressed.locator(".stage-canvas")
    canvas.focus()
    for _ in range(9):
        dressed.keyboard.press("ArrowRight")
    seen = dressed.locator(".stage-views [data-seen]")
    dressed.wait_for_function(
        "() => document.querySelector('.stage-views [data-seen]')?.textContent === 'Side'"
    )
    dressed.keyboard.press("Home")
    dressed.wait_for_function(
        "() => document.querySelector('.stage-views [data-seen]')?.textContent === 'Front'"
    )
    assert seen.count() == 1
    assert "seen from the front" in canvas.get_attribute("aria-label")


def test_a_picture_is_saved_with_its_size(dressed: Any) -> None:
    with dressed.expect_download() as download:
        dressed.get_by_role("button", name="Save a picture").click()
    file = download.value
    assert re.fullmatch(r"classic-tee-\w+\.png", file.suggested_filename)
    with Image.open(file.path()) as image:
        assert image.format == "PNG"
        assert min(image.size) > 300


def test_two_fingers_zoom_and_one_scrolls_the_page(browser: Any, service: Service) -> None:
    with visiting(browser, service.address, **PHONE) as visit:
        keep_person(visit)
        dress(visit)
        page = visit.page
        before = (picture(page).min(2) < 120).sum()
        assert before > 0
        touch = visit.context.new_cdp_session(page)

        def fingers(kind: str, *points: tuple[float, float]) -> None:
            told = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": told})

        fingers("touchStart", (150, 300), (210, 300))
        for step in range(1, 7):
            fingers("touchMove", (150 - 10 * step, 300), (210 + 10 * step, 300))
        fingers("touchEnd")
        assert (picture(page).min(2) < 120).sum() > 1.3 * before
        assert page.locator(".stage-canvas").evaluate("it => it.style.touchAction") == "pan-y"
