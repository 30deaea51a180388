"""Quantities as people write them: numbers with a unit in the key, or "5 ft 6 in"."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from itertools import pairwise
from numbers import Real

from fittingroom.errors import MeasurementError
from fittingroom.person.terms import Term
from fittingroom.units import FOOT, INCH, LENGTH_SUFFIXES, MASS_SUFFIXES, POUND

QUOTED_MAX = 60
TEXT_LENGTH_MAX = 40  # the longest sensible one, "12 stone 11 1/2 pounds", has 22 characters

_LENGTH_WORDS = {
    "ft": FOOT, "feet": FOOT, "foot": FOOT, "'": FOOT, "′": FOOT, "’": FOOT,
    "in": INCH, "inch": INCH, "inches": INCH, '"': INCH, "″": INCH, "”": INCH, "''": INCH,
    "cm": 0.01, "mm": 0.001, "m": 1.0,
}  # fmt: skip
_MASS_WORDS = {
    "kg": 1.0, "lb": POUND, "lbs": POUND, "pound": POUND, "pounds": POUND,
    "st": 14 * POUND, "stone": 14 * POUND,
}  # fmt: skip
_PIECE = re.compile(
    r"\s*(?:(?P<whole>\d{1,6}(?:\.\d{0,6})?)(?:\s+(?P<tail>\d{1,2}/\d{1,2}))?"
    r"|(?P<part>\d{1,2}/\d{1,2}))\s*(?P<unit>''|[a-z]+|['\"′″’”])?"
)


def read_number(value: object, *, field: str, allowed: str) -> float:
    """Return a finite number.

    Args:
        value: as it was given.
        field: its key, for the error.
        allowed: the allowed range with its unit, for the error.

    Raises:
        MeasurementError: text, a truth value, nothing, a list, NaN or infinity.
    """
    if isinstance(value, bool) or not isinstance(value, Real):
        raise MeasurementError(
            f"{field} must be a number ({allowed}), not {describe(value)}{_hint(value)}",
            field=field, value=shown(value), allowed=allowed,
        )  # fmt: skip
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise MeasurementError(
            f"{field} must be a finite number ({allowed}), not {number}: was it left empty or"
            " divided by zero?",
            field=field, value=str(number), allowed=allowed,
        )  # fmt: skip
    return number


def _hint(value: object) -> str:
    """Return what likely happened, where that can be told."""
    if value is None:
        return ": leave the key out where it wasn't measured"
    if not isinstance(value, str):
        return ""
    try:
        number = float(value)
    except ValueError:
        return f" '{shown(value)}'"
    return f": write {number:g} without quotes" if math.isfinite(number) else f" '{shown(value)}'"


def read_text_quantity(text: str, term: Term, *, field: str) -> float:
    """Return what "5 ft 6 in", "5'6\\"", "1.68 m" or "9 st 4 lb" means [m] or [kg].

    Raises:
        MeasurementError: it can't be read, or a unit is missing.
    """
    words = _MASS_WORDS if term.kind == "mass" else _LENGTH_WORDS
    pieces = _pieces(text.strip().lower(), words) if len(text) <= TEXT_LENGTH_MAX else None
    if pieces is None:
        example = "'62 kg' or '9 st 4 lb'" if term.kind == "mass" else "'168 cm' or '5 ft 6 in'"
        raise MeasurementError(
            f"{field}: can't read {shown(text)!r}; write it like {example}",
            field=field,
            value=shown(text),
        )
    return sum(number * factor for number, factor in pieces)


def _pieces(text: str, words: dict[str, float]) -> list[tuple[float, float]] | None:
    """Split into (number, factor to SI), None where `text` isn't a quantity."""
    pieces: list[tuple[float, float]] = []
    at = 0
    while at < len(text):
        match = _PIECE.match(text, at)
        if match is None or match.end() == at or len(pieces) == 3:
            return None
        factor = _factor(match["unit"], pieces, words)
        if factor is None:
            return None
        whole, share = match["whole"] or "0", match["tail"] or match["part"] or "0"
        if share.endswith(("/0", "/00")):
            return None
        pieces.append((float(whole) + float(Fraction(share)), factor))
        at = match.end()
    falling = all(a[1] > b[1] for a, b in pairwise(pieces))
    return pieces if pieces and falling else None


def _factor(
    word: str | None, before: list[tuple[float, float]], words: dict[str, float]
) -> float | None:
    """Return the factor of a unit; a last number without one is inches after feet (5'6)."""
    if word is not None:
        return words.get(word)
    return INCH if before and before[-1][1] == FOOT and words is _LENGTH_WORDS else None


def unit_factors(term: Term) -> dict[str, float]:
    """Return the units a key of `term` may end in, with their factors to SI."""
    suffixes = MASS_SUFFIXES if term.kind == "mass" else LENGTH_SUFFIXES
    return {suffix[1:]: factor for suffix, factor in suffixes.items()}


def describe(value: object) -> str:
    """Return what kind of thing `value` is, in a reader's words."""
    kinds = {bool: "true or false", str: "text", list: "a list", dict: "an object"}
    if value is None:
        return "nothing (null)"
    return kinds.get(type(value), type(value).__name__)


def shown(value: object) -> str:
    """Return `value` as an error may quote it: short, and never a whole list or object.

    Those may be deep or long enough to exhaust the machine when written out.
    """
    if not isinstance(value, str | int | float | bool | None):
        return describe(value)
    if isinstance(value, int) and abs(value) > 10**QUOTED_MAX:
        return "a huge number"  # Python refuses to write out integers beyond 4,300 digits
    return str(value)[:QUOTED_MAX]
