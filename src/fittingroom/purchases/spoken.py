"""Measures as shoppers and shops write them, in the schema's units; None where it's none."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import datetime

from fittingroom.units import CENTIMETRE, FOOT, INCH, POUND

Parser = Callable[[str], object]

_FEET = re.compile(
    r"""^(\d)\s*(?:'|ft\.?|feet|foot)\s*(?:(\d{1,2}(?:\.\d+)?)\s*(?:"|''|in\.?)?)?$"""
)
_WEIGHT = re.compile(r"^(\d{1,3}(?:\.\d+)?)\s*(lbs?\.?|kg)$")
_BRA = re.compile(r"^(\d{2})\s*([a-z+/]+)$")
_CUP = re.compile(r"^[a-k]+$")
_SAME_CUP = {"dd": "e", "ddd": "f", "dddd": "g"}
_DATES = ("%B %d, %Y", "%Y-%m-%d", "%m/%d/%Y")
CUPS = ("aa", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k")


def number(text: str) -> float | None:
    """Read a finite number: "38.0"."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def times(factor: float) -> Callable[[str], float | None]:
    """Return a reader of numbers in another unit."""

    def read(text: str) -> float | None:
        value = number(text)
        return None if value is None else factor * value

    return read


def centimetres_of_feet(text: str) -> float | None:
    """Read a height in feet and inches: `5' 8"`, `5ft 6in`, `5ft`."""
    found = _FEET.match(text.strip().lower())
    if found is None or float(found[2] or 0.0) >= 12.0:
        return None
    return (float(found[1]) * FOOT + float(found[2] or 0.0) * INCH) / CENTIMETRE


def kilograms(text: str) -> float | None:
    """Read a weight with its unit: "137lbs", "62 kg"."""
    found = _WEIGHT.match(text.strip().lower())
    if found is None:
        return None
    return float(found[1]) * (1.0 if found[2] == "kg" else POUND)


def cup(text: str) -> str | None:
    """Read a cup on the US scale's single letters: "dd/e" is e, "ddd/f" f, "d+" d.

    Source: US double letters and the single letters sold beside them (DD = E, DDD = F,
    DDDD = G); of two that a shop names, the one after the stroke holds.
    """
    letters = text.strip().lower().rsplit("/", 1)[-1].rstrip("+")
    letters = _SAME_CUP.get(letters, letters)
    return letters if letters in CUPS and _CUP.match(letters) else None


def bra(text: str) -> tuple[float, str] | None:
    """Read a bra size, band and cup: "34d", "34ddd/e"."""
    found = _BRA.match(text.strip().lower())
    letters = cup(found[2]) if found else None
    return (float(found[1]), letters) if found and letters else None


def date(text: str) -> datetime | None:
    """Read a date: "April 20, 2016", "2016-04-20", "2016-04-20T10:30:00Z"."""
    for form in _DATES:
        try:
            return datetime.strptime(text.strip(), form)
        except ValueError:
            continue
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        return None


def fit(text: str) -> str | None:
    """Read an outcome: "small", "too small", "true to size", "too big", …"""
    return _FITS.get(text.strip().lower().replace("_", " "))


def kept(text: str) -> str | None:
    """Read whether it was kept: "kept", "yes", "returned", "0", …"""
    return _KEPT.get(text.strip().lower())


def sex(text: str) -> str | None:
    """Read female or male, as "f", "women", "M", …"""
    return _SEXES.get(text.strip().lower())


_SEXES = {
    "female": "female", "f": "female", "w": "female", "woman": "female", "women": "female",
    "male": "male", "m": "male", "man": "male", "men": "male",
}  # fmt: skip
_FITS = {
    "small": "small", "too small": "small", "too tight": "small", "runs small": "small",
    "fit": "fit", "fits": "fit", "perfect": "fit", "true to size": "fit", "just right": "fit",
    "large": "large", "too large": "large", "too big": "large", "too loose": "large",
    "runs large": "large",
}  # fmt: skip
_KEPT = {
    "kept": "kept", "keep": "kept", "yes": "kept", "1": "kept", "true": "kept",
    "returned": "returned", "return": "returned", "no": "returned", "0": "returned",
    "false": "returned",
}  # fmt: skip
