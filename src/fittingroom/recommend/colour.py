"""Colours as the eye orders them: lightness, chroma and hue in OKLCH; their everyday names."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import atan2, cbrt, cos, degrees, hypot, radians, sin
from typing import Any

from fittingroom.errors import InvalidInput

Srgb = tuple[float, float, float]
NEUTRAL_CHROMA = 0.045  # below it the eye sees grey, cream, off-white rather than a hue
DARK = 0.36  # a dark colour of little chroma goes with everything, as black does: navy
DARK_CHROMA = 0.075


@dataclass(frozen=True, slots=True)
class Oklch:
    """A colour.

    Args:
        lightness: 0 black to 1 white.
        chroma: 0 grey to about 0.37.
        hue: [degree], 0 to 360: 29 red, 110 yellow, 142 green, 264 blue.
    """

    lightness: float
    chroma: float
    hue: float

    @property
    def neutral(self) -> bool:
        """Whether it goes with every hue: greys, cream, and the very dark."""
        dark = self.lightness < DARK and self.chroma < DARK_CHROMA
        return self.chroma < NEUTRAL_CHROMA or dark


def oklch(colour: Srgb) -> Oklch:
    """Return a colour of sRGB in OKLCH.

    Args:
        colour: red, green, blue, gamma-coded, 0 to 1.

    Raises:
        InvalidInput: a channel outside 0 to 1.

    Source: Ottosson 2020, *A perceptual color space for image processing*; sRGB, IEC 61966-2-1.

    Example:
        >>> round(oklch((1.0, 0.0, 0.0)).hue)
        29
    """
    if len(colour) != 3 or not all(0.0 <= channel <= 1.0 for channel in colour):
        raise InvalidInput(
            f"{colour} is no colour", field="colour", value=str(colour), allowed="three of 0 to 1"
        )
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    long = cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    medium = cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    short = cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    green_red = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    blue_yellow = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    hue = degrees(atan2(blue_yellow, green_red)) % 360.0
    return Oklch(lightness, hypot(green_red, blue_yellow), hue)


def distance(one: Oklch, other: Oklch) -> float:
    """Return how far two colours are apart, Euclidean in OKLab; 0.02 is just seen."""
    a, b = ((c.chroma * cos(radians(c.hue)), c.chroma * sin(radians(c.hue))) for c in (one, other))
    return hypot(one.lightness - other.lightness, a[0] - b[0], a[1] - b[1])


def hue_between(one: Oklch, other: Oklch) -> float:
    """Return the angle between two hues [degree], 0 to 180."""
    apart = abs(one.hue - other.hue) % 360.0
    return min(apart, 360.0 - apart)


def name_of(colour: Oklch) -> Mapping[str, str]:
    """Return the nearest everyday name, by language ("en", "zh")."""
    nearest = min(named_colours().values(), key=lambda entry: distance(entry[0], colour))
    return nearest[1]


@cache
def named_colours() -> dict[str, tuple[Oklch, Mapping[str, str]]]:
    """Return the colours that have a name, by their English name."""
    text = files("fittingroom.recommend").joinpath("data/colours.json").read_text("utf-8")
    entries: list[dict[str, Any]] = json.loads(text)["colours"]
    return {
        entry["en"]: (oklch(tuple(entry["srgb"])), {"en": entry["en"], "zh": entry["zh"]})
        for entry in entries
    }
