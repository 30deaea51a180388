"""The page's frame in a real browser: places, words, keys, sizes of window, troubles."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from .browsing import CANVAS, DESKTOP, FRAMES, PHONE, Visit, open_place, settle, visiting
from .service import PERSON, Service

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PLACES = ["you", "wardrobe", "stage", "verdict", "privacy"]
TEE = [{"garment": "classic-tee", "size": "M", "fabric": "single-jersey"}]
ENGLISH = re.compile(r"[A-Za-z]{4,}")
HOSTILE = "<img src=x onerror=\"document.title='taken'\">"
# names and keys that no language changes
NAMES = (
    r"fittingroom|Fruit of the Loom|American Apparel|Free People|Cookie|iPhone|iPad|USDZ"
    r"|Shift|Home"
)


def keep_person(visit: Visit) -> None:
    """Agree, and keep measurements, as the form does."""
    visit.page.goto("/")
    visit.page.evaluate(
        """async (person) => {
          const { csrf } = await (await fetch('/api/me')).json();
          const headers = { 'Content-Type': 'application/json', 'X-CSRF-Token': csrf };
          const send = (method, path, body) =>
            fetch(path, { method, headers, body: JSON.stringify(body) });
          await send('POST', '/api/me/consents', { purpose: 'body', granted: true });
          await send('PUT', '/api/me/person', person);
        }""",
        PERSON,
    )


@contextmanager
def room(browser: Any, service: Service, place: str = "wardrobe", **options: Any) -> Iterator[Any]:
    """Open the room at a place, as a shopper whose measurements are kept."""
    with visiting(browser, service.address, **(DESKTOP | options)) as visit:
        keep_person(visit)
        visit.page.goto(f"/#{place}")
        visit.page.reload()
        visit.page.locator(".garment:not(.skeleton)").first.wait_for(state="attached")
        yield visit.page
        if page_was_told_tales(visit):
            visit.said.clear()


def page_was_told_tales(visit: Visit) -> bool:
    """Return whether answers were made up: then the page may complain of what fails to follow."""
    return bool(visit.page.evaluate("sessionStorage.getItem('tales') !== null"))


def advise(page: Any, probability: dict[str, float]) -> None:
    """Let the service's advice on the tee be this one, and wear the tee."""
    advice = {
        "garment": "classic-tee",
        "recommended": max(probability, key=lambda size: probability[size]),
        "probability": probability,
        "because": {"en": [HOSTILE], "zh": ["好"]},
    }
    page.route(
        "**/api/me/sizes",
        lambda route: route.fulfill(json={"advice": {"classic-tee": advice}}),
    )
    page.route("**/api/me/looks", lambda route: route.fulfill(status=503, json={}))
    page.evaluate("sessionStorage.setItem('tales', '')")
    worn = json.dumps({"wearing": TEE, "colours": {}})
    page.evaluate("worn => sessionStorage.setItem('fittingroom.worn', worn)", worn)
    page.reload()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("options", "locale"), [(PHONE, "zh-CN"), (DESKTOP, "en-GB")], ids=["phone-zh", "desktop-en"]
)
def test_axe_finds_nothing_in_any_place(
    browser: Any, service: Service, options: dict[str, Any], locale: str, scheme: str
) -> None:
    with room(browser, service, locale=locale, color_scheme=scheme, **options) as page:
        page.evaluate(AXE.read_text())
        for place in PLACES:
            open_place(page, place)
            found = page.evaluate("rules => axe.run(document, { runOnly: rules })", RULES)
            wrong = [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]]
            assert wrong == [], place


@pytest.mark.parametrize("width", [320, 360, 699, 700, 1099, 1100, 2560, 3840])
def test_nothing_runs_out_of_the_window(browser: Any, service: Service, width: int) -> None:
    with room(browser, service, viewport={"width": width, "height": 900}) as page:
        for place in PLACES:
            open_place(page, place)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, place


@pytest.mark.parametrize("options", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_everything_is_said_in_chinese(
    browser: Any, service: Service, options: dict[str, Any]
) -> None:
    with room(browser, service, locale="zh-CN", **options) as page:
        assert page.evaluate("document.documentElement.lang") == "zh-CN"
        for place in PLACES:
            open_place(page, place)
            left = ENGLISH.findall(re.sub(NAMES, "", page.inner_text("body"), flags=re.I))
            assert left == [], place


def test_the_language_changes_and_the_focus_stays(browser: Any, service: Service) -> None:
    with room(browser, service) as page:
        page.get_by_role("radio", name="EN").focus()
        page.keyboard.press("ArrowRight")
        page.get_by_role("heading", name="您的搭配").or_(page.get_by_text("共 7 件")).wait_for()
        assert page.evaluate("document.activeElement.value") == "zh"
        page.reload()
        page.get_by_text("共 7 件").wait_for()


def test_the_keyboard_alone_finds_a_garment_and_puts_it_on(browser: Any, service: Service) -> None:
    with room(browser, service) as page:
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")  # skip the header
        assert page.evaluate("document.activeElement.id") == "main"
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.type") == "search":
                break
        page.keyboard.type("denim skirt")
        page.get_by_text("1 of 7 pieces").wait_for()
        assert page.evaluate("document.activeElement.value") == "denim skirt"
        for _ in range(20):
            page.keyboard.press("Tab")
            if (page.evaluate("document.activeElement.ariaLabel") or "").startswith("Try on A-"):
                break
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="Your outfit").wait_for()
        page.wait_for_function("() => location.hash === '#stage'")
        page.go_back()
        page.wait_for_function("() => location.hash === '#wardrobe'")


def test_privacy_lies_over_the_place_one_came_from(browser: Any, service: Service) -> None:
    with room(browser, service, "privacy") as page:
        sheet = page.get_by_role("dialog", name="Your privacy")
        sheet.wait_for()
        assert not page.locator(".place-you").is_visible()  # one panel lies beneath, not two
        page.keyboard.press("Escape")
        sheet.wait_for(state="hidden")
        page.wait_for_function("() => location.hash === '#wardrobe'")


def test_taking_the_consent_back_asks_first(browser: Any, service: Service) -> None:
    with room(browser, service, "privacy") as page:
        consent = page.get_by_role("switch", name="Keep my measurements")
        consent.click()
        page.get_by_role("button", name="Cancel").click()
        page.wait_for_function("() => document.querySelector('[data-focus=consent-body]').checked")
        assert page.request.get("/api/me").json()["person"] is not None
        consent.click()
        page.get_by_role("button", name="Take back and erase").click()
        page.get_by_text("what was kept for it is erased").wait_for()
        assert page.request.get("/api/me").json()["person"] is None


@pytest.mark.parametrize(
    ("probability", "said"),
    [
        ({"S": 0.05, "M": 0.2, "L": 0.1}, "None of these sizes is likely to suit you"),
        ({"S": 0.5, "M": 0.49, "L": 0.01}, "You are between S and M"),
        ({"S": 0.02, "M": 0.6, "L": 0.1}, "Fairly sure"),
        ({"S": 0.1, "M": 0.8, "L": 0.1}, "Quite sure"),
        ({"S": 0.02, "M": 0.96, "L": 0.02}, "Very sure"),
    ],
)
def test_the_words_are_as_sure_as_the_numbers(
    browser: Any, service: Service, probability: dict[str, float], said: str
) -> None:
    with room(browser, service) as page:
        advise(page, probability)
        verdict = page.locator(".advice")
        verdict.get_by_text(said).wait_for()
        none = 1 - sum(probability.values())
        shown = verdict.locator(".bar").last.inner_text().replace("\u202f", " ")
        assert ("none" in shown) == (none > 0.005)
        assert verdict.locator(".size").count() == (0 if said.startswith("None") else 1)


def test_what_the_service_says_is_text_never_markup(browser: Any, service: Service) -> None:
    with room(browser, service) as page:
        advise(page, {"S": 0.1, "M": 0.8})
        page.get_by_text("onerror").wait_for()
        assert page.title() == "fittingroom"


def test_paper_shows_the_verdict_alone(browser: Any, service: Service) -> None:
    with room(browser, service, color_scheme="dark") as page:
        advise(page, {"S": 0.1, "M": 0.8})
        page.locator(".advice").wait_for()
        page.emulate_media(media="print")
        for each in (".header", ".place-stage", ".place-wardrobe", ".keep"):
            assert not page.locator(each).is_visible(), each
        assert page.locator(".advice .size").is_visible()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == (
            "rgb(255, 255, 255)"
        )


def test_a_wardrobe_that_fails_can_be_asked_again(browser: Any, service: Service) -> None:
    visit = Visit(browser, service.address, **DESKTOP)
    page = visit.page
    page.route("**/api/catalogue", lambda route: route.fulfill(status=503, body="no"))
    page.goto("/#wardrobe")
    page.get_by_role("heading", name="The wardrobe didn't load").wait_for()
    page.unroute("**/api/catalogue")
    page.get_by_role("button", name="Try again").click()
    page.get_by_text("7 pieces").wait_for()
    visit.context.close()


def test_going_offline_is_said_and_undone(browser: Any, service: Service) -> None:
    with room(browser, service) as page:
        page.context.set_offline(True)
        page.locator(".notice").get_by_text("You are offline").wait_for()
        page.context.set_offline(False)
        page.get_by_text("You are online again").wait_for()
        assert page.locator(".notice").count() == 0


def test_a_link_that_shows_nothing_says_so(browser: Any, service: Service) -> None:
    visit = Visit(browser, service.address, **PHONE)
    visit.page.goto("/s/nothing-of-the-kind")
    visit.page.get_by_role("heading", name="This link shows nothing any more").wait_for()
    visit.context.close()


def test_a_stage_that_is_not_seen_is_no_larger_than_the_window(
    browser: Any, service: Service
) -> None:
    with room(browser, service, viewport={"width": 320, "height": 900}) as page:
        settle(page)
        assert page.locator(CANVAS).evaluate("it => it.clientHeight") <= 900


def test_at_its_farthest_the_stage_comes_to_rest(browser: Any, service: Service) -> None:
    with room(browser, service, "stage") as page:
        page.locator(CANVAS).focus()
        for _ in range(30):
            page.keyboard.press("-")
        settle(page)
        drawn = page.locator(CANVAS).get_attribute("data-drawn")
        page.evaluate(FRAMES)
        assert page.locator(CANVAS).get_attribute("data-drawn") == drawn
