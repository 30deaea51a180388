"""What a shopper does on the page, by finger or by mouse, in words of the page."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from .browsing import CANVAS, Visit, picture, settle

TYPED = {"Height": "168,4", "Weight": "61.7", "Bust": " 91.4 cm", "Waist": "72.9", "Hips": "98.2"}
MADE_MS = 400_000  # a small drape takes seconds; a crowded machine takes its time


class Shopper:
    """A newcomer before the page.

    Args:
        visit: their browser.
        touch: whether they use a finger.
    """

    def __init__(self, visit: Visit, *, touch: bool) -> None:
        self.visit, self.page, self.touch = visit, visit.page, touch

    def press(self, what: Any) -> None:
        """Tap or click."""
        if self.touch:
            what.tap()
        else:
            what.click()

    def button(self, name: str | re.Pattern[str], **options: Any) -> Any:
        return self.page.get_by_role("button", name=name, **options).locator("visible=true").first

    def radio(self, name: str | re.Pattern[str], *, exact: bool = False) -> Any:
        """Return the label of a choice: what a finger hits."""
        choice = self.page.get_by_role("radio", name=name, exact=exact)
        return self.page.locator("label").filter(has=choice).locator("visible=true").first

    def region(self, name: str) -> Any:
        return self.page.get_by_role("region", name=name, exact=True).first

    def wait_loaded(self) -> None:
        """Wait until the page can be used."""
        self.page.get_by_role("textbox", name="Height", exact=True).wait_for()
        self.page.locator(".stage canvas[data-drawn]").wait_for(state="attached")
        self.page.locator(".garment:not(.skeleton)").first.wait_for(state="attached")
        settle(self.page)

    def go(self, place: str) -> None:
        """Go to a place by the navigation, where the place isn't in sight already."""
        link = self.page.locator(f"nav a[data-focus={place}]").locator("visible=true")
        if link.count():
            self.press(link.first)

    def tidies_up(self) -> None:
        """Close what lies open, and let one size stand alone."""
        for open_still in (
            "dialog[open] [data-focus=close]",
            ".stage-panel .stage-close",
            ".stage-sizes button[aria-pressed=true]",
        ):
            found = self.page.locator(open_still).locator("visible=true")
            if found.count():
                self.press(found.first)

    def types_measurements(self) -> None:
        self.go("you")
        self.press(self.radio("Female"))
        for name, text in TYPED.items():
            self.page.get_by_role("textbox", name=name, exact=True).fill(text)
        # the service's own body: what it guesses stands in the form now, and moves nothing more
        self.page.locator(".you-status[data-kind=ready]").wait_for(state="attached")
        keep = self.page.get_by_role("checkbox", name="Keep my measurements")
        if not keep.is_checked():
            self.press(keep)
        self.region("You").get_by_text("Saved", exact=True).wait_for()

    def picks(self, title: str) -> None:
        """Put a garment on in the advised size and wait until it's seen."""
        self.go("wardrobe")
        self.press(self.button(re.compile(f"^Try on {title}")))
        self.sees(title)

    def sees(self, what: str) -> None:
        """Wait until this is on stage, drawn and described."""
        self.go("stage")
        text = re.compile(re.escape(what) + ".*(Neck|Waist|Length)", re.I)
        self.page.get_by_role("application", name=text).first.wait_for(timeout=MADE_MS)

    def wears(self, word: str) -> None:
        """Wait until a look whose garments, sizes or fabrics are named so is on stage."""
        shown = self.page.locator(f"{CANVAS}[data-look*='{word}']")
        shown.first.wait_for(state="attached", timeout=MADE_MS)

    def size_shown(self) -> str:
        """Return the size that is on."""
        return str(self.page.locator(".stage-sizes input:checked").first.get_attribute("value"))

    def size(self, size: str) -> Any:
        """Return the choice of a size on stage."""
        labels = self.page.locator(".stage-sizes label")
        return labels.filter(has=self.page.locator(f"input[value={size}]")).first

    def drag(self, x: float, y: float, across: float) -> None:
        """Draw a finger or the mouse across the stage."""
        if not self.touch:
            self.page.mouse.move(x, y)
            self.page.mouse.down()
            self.page.mouse.move(x + across, y, steps=4)
            self.page.mouse.up()
            return
        plug = self.visit.context.new_cdp_session(self.page)
        for kind, at in (("touchStart", 0.0), ("touchMove", 0.5), ("touchMove", 1.0)):
            point = {"x": x + at * across, "y": y}
            plug.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
        plug.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    def picture(self) -> np.ndarray:
        """Return what the stage shows, once it shows all that was asked for."""
        return picture(self.page)

    def differs(self, before: np.ndarray) -> bool:
        """Say whether the stage comes to show something else."""
        return changed(before, self.picture()) > 0.01

    def colours_on_stage(self) -> int:
        """Return how many colours the stage shows."""
        return len(np.unique(self.picture().reshape(-1, 3) // 4, axis=0))


def changed(before: np.ndarray, after: np.ndarray) -> float:
    """Return the share of pixels that differ visibly."""
    if before.shape != after.shape:
        return 1.0
    return float((np.abs(after - before).max(2) > 10).mean())
