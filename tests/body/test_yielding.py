"""How a body yields to the tape: against its own measurements, and against bodies made anew."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from fittingroom.arrays import Floats
from fittingroom.body.basis import load_basis
from fittingroom.body.body import Body
from fittingroom.body.making import fit_body
from fittingroom.body.posed import drape_basis
from fittingroom.body.readings import read
from fittingroom.body.shape import coefficients, coefficients_and_slope, unnamed
from fittingroom.body.yielding import shape_slopes
from fittingroom.person.reading import read_person
from fittingroom.person.terms import TERMS

WOMAN = {
    "sex": "female", "height_cm": 168, "weight_kg": 62, "bust_girth_cm": 92, "waist_girth_cm": 74,
    "hip_girth_cm": 98, "inside_leg_length_cm": 77,
}  # fmt: skip
MAN = {"sex": "male", "height_cm": 180, "weight_kg": 80, "bust_girth_cm": 101}
STEP = 0.02  # [m]
CURVED = 0.0025  # [m] off after 2 cm: girths are convex hulls, and bend a little


def followed(body: Body, slope: Floats, step: float) -> tuple[Floats, Floats]:
    """Return vertices and heads of a body followed along a slope."""
    row, row_slope = coefficients_and_slope(load_basis().corners, unnamed(body.shape))
    return drape_basis(wide=False).at(row + step * slope @ row_slope)


@pytest.mark.parametrize("told", [WOMAN, MAN], ids=lambda told: str(told["sex"]))
def test_a_followed_body_measures_what_was_told(told: dict[str, Any]) -> None:
    person = read_person(told)
    body = fit_body(person).body
    lengths = [term for term in person.measurements if term != "weight"]
    for term, slope in shape_slopes(person, body, lengths).items():
        here, there = followed(body, slope, 0.0), followed(body, slope, STEP)
        for other in lengths:
            grown = read(other, person.sex, *there).value - read(other, person.sex, *here).value
            assert grown == pytest.approx(STEP if other == term else 0.0, abs=CURVED)


def test_a_guess_is_followed_as_if_it_were_told() -> None:
    person = read_person(WOMAN)
    body = fit_body(person).body
    for term, slope in shape_slopes(person, body, ["neck_girth", "thigh_girth"]).items():
        here, there = followed(body, slope, 0.0), followed(body, slope, 0.5 * STEP)
        grown = read(term, "female", *there).value - read(term, "female", *here).value
        assert grown == pytest.approx(0.5 * STEP, abs=CURVED)


def test_a_slope_leads_to_the_body_that_is_made_of_the_other_tape() -> None:
    """Half of the followed bodies are within 2 mm of the ones made; the rest are other valleys."""
    off, way = [], []
    person = read_person(WOMAN)
    body = fit_body(person).body
    slopes = shape_slopes(person, body, ["height", "waist_girth", "hip_girth", "bust_girth"])
    before = followed(body, next(iter(slopes.values())), 0.0)[0]
    for term, slope in slopes.items():
        for step in (-STEP, STEP):
            other = WOMAN | {f"{term}_cm": 100 * (person.measurements[term].value + step)}
            shape = unnamed(fit_body(read_person(other)).body.shape)
            made = drape_basis(wide=False).at(coefficients(load_basis().corners, shape))[0]
            off.append(_apart(followed(body, slope, step)[0], made))
            way.append(_apart(before, made))
    assert np.median(off) < 0.002
    assert np.mean(off) < 0.4 * np.mean(way)


def _apart(one: Floats, other: Floats) -> float:
    one, other = (points - [0.0, points[:, 1].min(), 0.0] for points in (one, other))
    return float(np.sqrt(((one - other) ** 2).sum(1).mean()))


def test_where_a_person_ends_the_slope_looks_back() -> None:
    person = read_person({"sex": "male", "height_cm": 100 * TERMS["height"].high})
    body = fit_body(person).body
    assert np.isfinite(shape_slopes(person, body, ["height"])["height"]).all()
    impossible = replace(person, age_years=300.0)
    assert shape_slopes(impossible, body, ["height"]) == {}
