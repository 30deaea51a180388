"""Units at the doors: inside, a bare number is SI."""

from __future__ import annotations

CENTIMETRE = 0.01
MILLIMETRE = 0.001
INCH = 0.0254  # exact, international yard and pound agreement 1959
FOOT = 12 * INCH
POUND = 0.45359237  # exact, same agreement
KILOPASCAL = 1000.0

LENGTH_SUFFIXES = {"_cm": CENTIMETRE, "_mm": MILLIMETRE, "_m": 1.0, "_in": INCH, "_ft": FOOT}
MASS_SUFFIXES = {"_kg": 1.0, "_lb": POUND}


def split_unit(name: str) -> tuple[str, float, str] | None:
    """Split `waist_girth_cm` into its term, its factor to SI and its unit.

    Returns:
        `("waist_girth", 0.01, "cm")`, or None where the name ends in no known unit.
    """
    for suffix, factor in (LENGTH_SUFFIXES | MASS_SUFFIXES).items():
        if name.endswith(suffix) and len(name) > len(suffix):
            return name[: -len(suffix)], factor, suffix[1:]
    return None
