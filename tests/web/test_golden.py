"""The page looks as it did when somebody last looked at it.

`FITTINGROOM_GOLDEN=write pytest tests/web/test_golden.py` makes the pictures again: look at each
before it is committed. A failure leaves what was seen, and where it differs in red, in out/golden.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from .browsing import CANVAS, DESKTOP, PHONE, rest, visiting
from .service import Service
from .shopper import Shopper

GOLDEN = Path(__file__).with_name("golden")
OUT = Path(__file__).parents[2] / "out" / "golden"
STEP = 40  # of 255: a smaller change of a pixel is rounding, another font hinting, another palette
SHARE = 0.02  # of the pixels may change more: edges of the drape on another processor
COLOURS = 256  # of a kept picture
# Debian's Chromium always comes with this font; animations and carets are never twice the same
STILL = """* { font-family: "DejaVu Sans" !important; caret-color: transparent !important;
  animation: none !important; transition: none !important; }"""
# no picture of a garment in sight is still on its way
PICTURED = """() => [...document.querySelectorAll('.garment img')]
  .filter(each => each.getBoundingClientRect().top < innerHeight)
  .every(each => each.complete && each.naturalWidth > 1)"""


def empty(shopper: Shopper) -> None:
    shopper.wait_loaded()


def typed(shopper: Shopper) -> None:
    shopper.types_measurements()
    shopper.page.locator(f"{CANVAS}[data-stands=body]").wait_for(state="attached")
    keep = shopper.page.get_by_role("checkbox", name="Keep my measurements")
    keep.evaluate("each => each.scrollIntoView({ block: 'center' })")


def wardrobe(shopper: Shopper) -> None:
    shopper.go("wardrobe")
    shopper.button("Try on Classic crew tee, size S").wait_for()
    shopper.page.wait_for_function(PICTURED)


def stage(shopper: Shopper) -> None:
    shopper.picks("Classic crew tee")


def heat(shopper: Shopper) -> None:
    shopper.press(shopper.button("Fit map", exact=True))
    shopper.press(shopper.radio("Ease"))
    shopper.picture()  # brings the stage into sight on a phone


def verdict(shopper: Shopper) -> None:
    shopper.press(shopper.region("Fit map").get_by_role("button", name="Close"))
    shopper.go("verdict")


Step = Callable[[Shopper], None]
STEPS: tuple[Step, ...] = (empty, typed, wardrobe, stage, heat, verdict)
SHOWN: dict[str, tuple[dict[str, Any], tuple[Step, ...]]] = {
    "phone": (PHONE | {"color_scheme": "light"}, (empty, wardrobe, heat, verdict)),
    "desktop": (DESKTOP | {"color_scheme": "dark"}, (empty, typed, stage, heat)),
}


# of the test's own, so that a second try walks anew
@pytest.fixture(params=SHOWN)
def walk(request: pytest.FixtureRequest, service: Service, browser: Any) -> Iterator[Any]:
    """Walk through the page once, keeping what is seen at each step."""
    options, kept = SHOWN[request.param]
    seen: dict[str, Image.Image] = {}
    with visiting(browser, service.address, **options, bypass_csp=True) as visit:
        visit.page.goto("/")
        visit.page.add_style_tag(content=STILL)
        shopper = Shopper(visit, touch=request.param == "phone")
        for step in STEPS:
            step(shopper)
            if step in kept:
                rest(visit.page)
                shot = Image.open(io.BytesIO(visit.page.screenshot())).convert("RGB")
                seen[f"{request.param}-{step.__name__}"] = shot
    yield seen


def test_the_page_looks_as_it_did(walk: dict[str, Image.Image]) -> None:
    if os.environ.get("FITTINGROOM_GOLDEN") == "write":
        GOLDEN.mkdir(exist_ok=True)
        for name, shot in walk.items():
            shot.quantize(COLOURS, dither=Image.Dither.NONE).save(
                GOLDEN / f"{name}.png", optimize=True
            )
    changed = {name: share for name, shot in walk.items() if (share := off(name, shot)) > SHARE}
    assert changed == {}, f"share of changed pixels; see {OUT.name}/ in out"


def off(name: str, shot: Image.Image) -> float:
    """Return the share of pixels that changed, and leave a picture of where."""
    with Image.open(GOLDEN / f"{name}.png") as kept:
        before = np.asarray(kept.convert("RGB")).astype(int)
    after = np.asarray(shot).astype(int)
    if before.shape != after.shape:
        return 1.0
    where = np.abs(after - before).max(2) > STEP
    share = float(where.mean())
    if share > SHARE:
        OUT.mkdir(parents=True, exist_ok=True)
        shot.save(OUT / f"{name}.png")
        marked = after.copy()
        marked[where] = (255, 0, 0)
        Image.fromarray(marked.astype(np.uint8)).save(OUT / f"{name}-changed.png")
    return share
