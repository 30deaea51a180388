"""Ways in which people tell their measurements wrongly, for testing what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from fittingroom.units import INCH, POUND

Told = Mapping[str, object]
Mistake = Callable[[Told, np.random.Generator], dict[str, object]]

GIRTHS = ("bust_girth_cm", "waist_girth_cm", "hip_girth_cm")
CM_OF_INCH = 100.0 * INCH


def flatter_waist(told: Told, rng: np.random.Generator) -> dict[str, object]:
    """Tell a waist 5 cm smaller than it is."""
    return _moved(told, "waist_girth_cm", -5.0)


def flatter_all(told: Told, rng: np.random.Generator) -> dict[str, object]:
    """Tell girths 3 cm and the weight 4 kg smaller, the height 2 cm larger."""
    moved: dict[str, object] = dict(told)
    for name, by in ((*((girth, -3.0) for girth in GIRTHS), ("weight_kg", -4.0),
                      ("height_cm", 2.0))):  # fmt: skip
        moved = _moved(moved, name, by)
    return moved


def inches_as_centimetres(told: Told, rng: np.random.Generator) -> dict[str, object]:
    """Read the girths off the tape's inch side and call them centimetres."""
    return _scaled(told, dict.fromkeys(GIRTHS, 1.0 / CM_OF_INCH))


def waist_in_inches(told: Told, rng: np.random.Generator) -> dict[str, object]:
    """Tell the waist as jeans call it, in inches, where centimetres are asked."""
    return _scaled(told, {"waist_girth_cm": 1.0 / CM_OF_INCH})


def pounds_as_kilograms(told: Told, rng: np.random.Generator) -> dict[str, object]:
    """Tell pounds where kilograms are asked."""
    return _scaled(told, {"weight_kg": 1.0 / POUND})


def swap_waist_and_hip(told: Told, rng: np.random.Generator) -> dict[str, object]:
    """Write the waist in the field of the hip, and the hip in that of the waist."""
    return _swapped(told, "waist_girth_cm", "hip_girth_cm")


def swap_bust_and_waist(told: Told, rng: np.random.Generator) -> dict[str, object]:
    """Write the bust in the field of the waist, and the waist in that of the bust."""
    return _swapped(told, "bust_girth_cm", "waist_girth_cm")


def swap_height_and_weight(told: Told, rng: np.random.Generator) -> dict[str, object]:
    """Write height and weight in each other's field."""
    return _swapped(told, "height_cm", "weight_kg")


def measure_badly(told: Told, rng: np.random.Generator) -> dict[str, object]:
    """Measure every girth with an error of 3 cm (sd)."""
    moved: dict[str, object] = dict(told)
    for girth in GIRTHS:
        moved = _moved(moved, girth, 3.0 * float(rng.standard_normal()))
    return moved


def slip_a_digit(told: Told, rng: np.random.Generator) -> dict[str, object]:
    """Type one girth 10 cm off."""
    girth = GIRTHS[int(rng.integers(len(GIRTHS)))]
    return _moved(told, girth, 10.0 * float(rng.choice([-1.0, 1.0])))


MISTAKES: Mapping[str, Mistake] = {
    "waist flattered by 5 cm": flatter_waist,
    "everything flattered": flatter_all,
    "girths 3 cm off at random": measure_badly,
    "one girth 10 cm off": slip_a_digit,
    "waist in inches": waist_in_inches,
    "all girths in inches": inches_as_centimetres,
    "pounds as kilograms": pounds_as_kilograms,
    "waist and hip swapped": swap_waist_and_hip,
    "bust and waist swapped": swap_bust_and_waist,
    "height and weight swapped": swap_height_and_weight,
}


def _number(told: Told, name: str) -> float | None:
    value = told.get(name)
    return float(value) if isinstance(value, int | float) else None


def _moved(told: Told, name: str, by: float) -> dict[str, object]:
    value = _number(told, name)
    return dict(told) if value is None else {**told, name: round(value + by, 1)}


def _scaled(told: Told, factors: Mapping[str, float]) -> dict[str, object]:
    scaled = dict(told)
    for name, factor in factors.items():
        value = _number(told, name)
        if value is not None:
            scaled[name] = round(value * factor, 1)
    return scaled


def _swapped(told: Told, one: str, other: str) -> dict[str, object]:
    if one not in told or other not in told:
        return dict(told)
    return {**told, one: told[other], other: told[one]}
