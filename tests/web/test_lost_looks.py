"""A look that is wanted comes on stage, whatever became of it on its way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from .browsing import DESKTOP, Visit, rest, visiting
from .service import PERSON, Service
from .shopper import Shopper
from .test_stage import keep_person

LATER_MS = 1_500  # in which the page would have kept a person anew, were it to


# as the form itself keeps them
WHOLE: dict[str, Any] = PERSON | {"preferences": {"ease": "regular"}}


@pytest.fixture
def person() -> dict[str, Any]:
    return WHOLE


@pytest.fixture
def visit(browser: Any, service: Service, person: dict[str, Any]) -> Iterator[Visit]:
    with visiting(browser, service.address, **DESKTOP) as visit:
        keep_person(visit, person)
        visit.page.goto("/#wardrobe")
        visit.page.locator(".garment .badge.known").first.wait_for()  # the advice is there
        yield visit


def try_on(visit: Visit) -> None:
    visit.page.get_by_role("button", name="Try on Classic crew tee, size S").click()


def wear(visit: Visit, size: str) -> None:
    visit.page.locator(f".stage-sizes input[value={size}]").first.evaluate("each => each.click()")


@pytest.mark.parametrize("person", [PERSON])  # by another door: without their likings
def test_a_known_shopper_who_types_nothing_is_kept_as_they_were(visit: Visit) -> None:
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    visit.page.locator(".you-status[data-kind=ready]").wait_for(state="attached")
    visit.page.wait_for_timeout(LATER_MS)
    assert [each for each in asked if each.startswith("PUT")] == []
    assert visit.me()["person"] == PERSON


def test_a_look_that_goes_away_on_its_way_is_asked_for_again(visit: Visit) -> None:
    asking = "**/api/me/looks"
    with visit.page.expect_response(lambda each: each.request.method == "POST") as asked:
        try_on(visit)
    headers = {"X-CSRF-Token": visit.me()["csrf"]}
    gone = asked.value.json()["id"]
    assert visit.page.request.delete(f"/api/me/looks/{gone}", headers=headers).ok
    Shopper(visit, touch=False).wears('"S"')
    looks = visit.page.request.get(asking.removeprefix("**")).json()["looks"]
    assert looks and gone not in [look["id"] for look in looks]


# the answer to the first request for a look is held back until it is released
HELD = """() => {
  const real = window.fetch;
  let first = true;
  window.again = false;  // whether the second request for S was answered
  window.fetch = async (path, given) => {
    const asks = given?.method === "POST" && String(path).endsWith("/api/me/looks");
    const held = asks && first;
    if (asks) first = false;
    const answer = await real(path, given);
    if (held) await new Promise(done => { window.release = done; });
    if (asks && !held && String(given.body).includes('"S"')) window.again = true;
    return answer;
  };
}"""


def test_a_look_that_is_wanted_again_at_once_is_not_given_up(visit: Visit) -> None:
    """The first request's answer comes when the second has asked for the same look already."""
    page, asked = visit.page, list[tuple[str, str]]()
    page.evaluate(HELD)
    page.on("request", lambda each: asked.append((each.method, each.url)))
    try_on(visit)
    page.wait_for_function("() => window.release")
    wear(visit, "L")  # of which S is no neighbour: given up
    wear(visit, "S")
    page.wait_for_function("() => window.again")
    page.evaluate("window.release()")
    Shopper(visit, touch=False).wears('"S"')
    made = page.request.get("/api/me/looks").json()["looks"]
    kept = [each["id"] for each in made if each["request"]["wear"][0]["size"] == "S"]
    given_up = [url.rsplit("/", 1)[-1] for method, url in asked if method == "DELETE"]
    assert kept and not set(kept) & set(given_up)


def test_what_the_stage_says_it_shows_has_its_fit(visit: Visit) -> None:
    shopper = Shopper(visit, touch=False)
    try_on(visit)
    shopper.wears('"S"')
    # somebody else by now: what stands there was made of who was there before
    visit.page.get_by_role("link", name="You", exact=True).first.click()
    visit.page.get_by_role("textbox", name="Height", exact=True).fill("171.2")
    visit.page.locator('.stage-canvas[data-look=""]').wait_for(state="attached")
    with visit.page.expect_response(lambda each: each.request.method == "PUT"):
        pass
    visit.page.get_by_role("link", name="Wardrobe", exact=True).first.click()
    shopper.wears('"S"')
    rest(visit.page)
    shopper.press(shopper.button("Fit map", exact=True))
    assert shopper.radio("Ease").is_visible()
