"""A newcomer's whole visit, from the first measurement to the erasure of the last trace."""

from __future__ import annotations

import base64
import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .browsing import DESKTOP, PHONE, visiting
from .service import Service
from .shopper import MADE_MS, Shopper

DEVICES = {"phone": (PHONE, True), "desktop": (DESKTOP, False)}
TEE = "Classic crew tee"


@pytest.fixture(scope="module", params=DEVICES)
def shopper(request: pytest.FixtureRequest, service: Service, browser: Any) -> Iterator[Shopper]:
    """One shopper for the whole journey: each test below is its next step."""
    options, touch = DEVICES[request.param]
    with visiting(browser, service.address, **options, accept_downloads=True) as visit:
        visit.page.goto("/")
        yield Shopper(visit, touch=touch)


@pytest.fixture(autouse=True)
def tidied(shopper: Shopper) -> None:
    """Begin every step, a second try too, with nothing open that another left behind."""
    shopper.tidies_up()


def test_measurements_are_typed_as_people_type_them(shopper: Shopper) -> None:
    shopper.types_measurements()
    kept = shopper.visit.me()["person"]
    typed = {"height": 168.4, "weight": 61.7, "bust_girth": 91.4, "hip_girth": 98.2}
    for name, value in typed.items():
        unit = "kg" if name == "weight" else "cm"
        assert kept[f"{name}_{unit}"] == pytest.approx(value, abs=0.05)
    guessed = shopper.page.get_by_role("textbox", name="Inside leg", exact=True)
    assert re.match(r"≈ [78]\d\.\d", guessed.get_attribute("placeholder"))


def test_the_wardrobe_knows_the_size_and_finds_what_is_searched(shopper: Shopper) -> None:
    shopper.go("wardrobe")
    shopper.button(re.compile(f"^Try on {TEE}, size S")).wait_for()
    cards = shopper.region("Wardrobe").get_by_role("article")
    assert cards.count() == 7
    for card in cards.all():
        assert re.search(r"Your size: (X*S|M|X*L)", card.inner_text())
    search = shopper.page.get_by_role("searchbox", name="Search the wardrobe")
    search.fill("denim skirt")
    cards.nth(1).wait_for(state="detached")
    assert "A-line denim skirt" in cards.first.inner_text()
    search.fill("")
    cards.nth(6).wait_for()
    loaded = "[...document.images].filter(i => i.closest('article')).every(i => i.naturalWidth > 1)"
    for card in cards.all():
        card.scroll_into_view_if_needed()
    shopper.page.wait_for_function(loaded)


def test_the_garment_appears_on_the_body(shopper: Shopper) -> None:
    shopper.picks(TEE)
    assert shopper.size_shown() == "S"
    assert shopper.colours_on_stage() > 400  # skin, cloth and light, not one plain ground
    notes = shopper.page.get_by_role("list", name="How it sits").get_by_role("listitem")
    assert notes.filter(has_text=re.compile(r"Bust: .*ease \+\d+\.\d cm")).count() == 1


def test_turning_shows_another_side(shopper: Shopper) -> None:
    before = shopper.picture()
    shopper.press(shopper.button("Back", exact=True))
    assert shopper.differs(before)
    shopper.press(shopper.button("Front", exact=True))
    box = shopper.page.locator(".stage canvas").first.bounding_box()
    assert box is not None
    before = shopper.picture()
    shopper.drag(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, 90)
    assert shopper.differs(before)
    shopper.press(shopper.button("Reset the view"))


def test_two_sizes_stand_side_by_side(shopper: Shopper) -> None:
    shopper.press(shopper.button("Compare", exact=True))
    stage = shopper.region("Fitting room")
    stage.get_by_text(re.compile("Size M · (Just right|Roomy)")).wait_for(timeout=MADE_MS)
    assert stage.get_by_text(re.compile("Size S · ")).first.is_visible()
    shopper.press(shopper.button("Compare", exact=True))


def test_another_size_that_was_made_ahead_is_on_at_once(shopper: Shopper) -> None:
    shopper.page.locator(".stage-sizes .is-ready input[value=M]").first.wait_for(state="attached")
    shopper.press(shopper.size("M"))
    shopper.sees(f"{TEE}, size M")
    shopper.press(shopper.size("S"))
    shopper.sees(f"{TEE}, size S")


def test_another_fabric_hangs_in_another_way(shopper: Shopper) -> None:
    shopper.go("stage")
    shopper.press(shopper.button("Cloth", exact=True))
    shopper.press(shopper.radio(re.compile("Poplin")))
    shopper.wears("poplin")
    before = shopper.picture()
    shopper.press(shopper.radio("#a63d2f"))
    assert shopper.differs(before)
    shopper.press(shopper.region("Cloth").get_by_role("button", name="Close"))


def test_the_heat_map_has_a_legend_and_words(shopper: Shopper) -> None:
    before = shopper.picture()
    shopper.press(shopper.button("Fit map", exact=True))
    shopper.press(shopper.radio("Ease"))
    assert re.search(r"Bust\s+\+\d+\.\d cm", shopper.region("Fit map").inner_text())
    shopper.press(shopper.region("Fit map").get_by_role("button", name="Close"))
    assert shopper.differs(before)


def test_the_verdict_says_which_size_how_sure_and_why(shopper: Shopper) -> None:
    shopper.go("verdict")
    said = shopper.region("Your size").inner_text()
    assert re.search(r"The size to buy\s+S\s", said, re.I)
    assert re.search(r"S\s+\d\d\s?%", said)
    assert "at the bust it leaves" in said


def test_a_shared_link_shows_the_look_to_a_friend(shopper: Shopper, browser: Any) -> None:
    shopper.press(shopper.button("Make a link"))
    link = shopper.page.get_by_role("textbox", name=re.compile("link", re.I)).input_value()
    with visiting(browser, shopper.visit.address, **DESKTOP) as friend:
        friend.page.goto(link)
        friend.page.get_by_text(TEE).first.wait_for()
        friend.page.locator("canvas").first.wait_for()
        assert "91.4" not in friend.page.content()


def test_everything_can_be_taken_along_and_then_erased(shopper: Shopper, service: Service) -> None:
    cookie = shopper.visit.cookie()
    looks = shopper.visit.page.request.get("/api/me/looks").json()["looks"]
    assert len(looks) >= 3
    shopper.press(shopper.page.locator("a[data-focus=privacy]"))
    with shopper.page.expect_download() as download:
        shopper.press(shopper.page.get_by_role("link", name="Download my data"))
    with zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes())) as archive:
        told = b"".join(archive.read(name) for name in archive.namelist())
    assert b"91.4" in told and b"glTF" in told
    shopper.press(shopper.button("Erase my data"))
    shopper.press(shopper.button("Yes, erase it"))
    shopper.page.get_by_text("Erased.", exact=True).wait_for()
    assert shopper.visit.me()["person"] is None
    assert_nothing_left(service.folder, [id_in(cookie), *[look["id"] for look in looks]])


def id_in(cookie: str) -> str:
    """The shopper's id, which the cookie carries readably."""
    said = cookie.split(".")[0]
    told = json.loads(base64.urlsafe_b64decode(said + "=" * (-len(said) % 4)))
    return str(told["shopper"])


def assert_nothing_left(folder: Path, names: list[str]) -> None:
    """Neither row nor file nor byte of a shopper may be left."""
    with sqlite3.connect(folder / "fittingroom.db") as database:
        tables = [
            name
            for (name,) in database.execute("select name from sqlite_master where type = 'table'")
        ]
        for table in set(tables) - {"alembic_version", "garment", "api_key", "sqlite_sequence"}:
            rows = database.execute(f"select * from {table}").fetchall()
            for row in rows:
                assert not [name for name in names if name in map(str, row)], table
    database.close()
    held = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for path, content in held.items():
        for name in names:
            assert name.encode() not in content, f"{path.name} still holds {name}"
    assert not [path for path in held if "files" in path.parts and path.parent != folder]
