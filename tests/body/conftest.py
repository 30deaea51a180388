"""Bodies that many tests look at, each fitted once."""

from __future__ import annotations

import pytest

from fittingroom.body.making import BodyFit, fit_body
from fittingroom.person.reading import read_person

WOMAN = {
    "sex": "female", "age_years": 34, "height_cm": 168, "weight_kg": 62, "bust_girth_cm": 92,
    "underbust_girth_cm": 78, "waist_girth_cm": 74, "hip_girth_cm": 98, "neck_girth_cm": 34,
    "upper_arm_girth_cm": 28, "wrist_girth_cm": 16, "thigh_girth_cm": 57, "calf_girth_cm": 37,
    "shoulder_breadth_cm": 37, "arm_length_cm": 57, "inside_leg_length_cm": 77,
    "foot_length_cm": 24.5,
}  # fmt: skip


@pytest.fixture(scope="session")
def woman() -> BodyFit:
    """The shopper of the contract's example."""
    return fit_body(read_person(WOMAN))


@pytest.fixture(scope="session")
def heavy_man() -> BodyFit:
    """A body mass index of 43, known by height and weight."""
    return fit_body(read_person({"sex": "male", "height_cm": 176, "weight_kg": 133}))


@pytest.fixture(scope="session", params=["woman", "heavy_man"])
def fitted(request: pytest.FixtureRequest) -> BodyFit:
    """One body after the other."""
    found: BodyFit = request.getfixturevalue(request.param)
    return found
