"""What a shopper does on the page, by finger or by mouse, in words of the page."""

from __future__ import annotations

import re
from typing import Any

from .browsing import Visit

TYPED = {"Height": "168,4", "Weight": "61.7", "Bust": " 91.4 cm", "Waist": "72.9", "Hips": "98.2"}
MADE_S = 90_000  # [ms] a small drape takes seconds; a crowded machine takes its time


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

    def radio(self, name: str | re.Pattern[str]) -> Any:
        return self.page.get_by_role("radio", name=name).locator("visible=true").first

    def region(self, name: str) -> Any:
        return self.page.get_by_role("region", name=name, exact=True).first

    def go(self, place: str) -> None:
        """Go to a place by the navigation, where the place isn't in sight already."""
        link = self.page.locator(f"nav a[data-focus={place}]").locator("visible=true")
        if link.count():
            self.press(link.first)

    def types_measurements(self) -> None:
        self.go("you")
        self.press(self.radio("Female"))
        for name, text in TYPED.items():
            self.page.get_by_role("textbox", name=name, exact=True).fill(text)
        self.press(self.page.get_by_role("checkbox", name="Keep my measurements"))
        self.region("You").get_by_text("Saved", exact=True).wait_for()

    def picks(self, title: str) -> None:
        """Put a garment on in the advised size and wait until it's seen."""
        self.go("wardrobe")
        self.press(self.button(re.compile(f"^Try on {title}")))
        self.sees(title)

    def sees(self, what: str) -> None:
        """Wait until this is on stage, drawn and described."""
        seen = self.page.locator(".stage [role=application]").first
        self.go("stage")
        text = re.compile(re.escape(what) + ".*(Neck|Waist|Length)", re.I)
        self.page.get_by_role("application", name=text).first.wait_for(timeout=MADE_S)
        seen.wait_for()

    def size_shown(self) -> str:
        """Return the size that is on."""
        chosen = self.page.locator(".stage-sizes input:checked").first
        return str(chosen.get_attribute("value"))
