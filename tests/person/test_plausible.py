"""Sets of measurements no body has are refused, unusual bodies are not."""

from __future__ import annotations

import re
from typing import Any

import pytest

from fittingroom.errors import MeasurementError
from fittingroom.person.reading import read_person


@pytest.mark.parametrize(
    ("told", "pair"),
    [
        ({"height_cm": 168, "weight_kg": 40, "hip_girth_cm": 130}, {"weight 40", "hip_girth 130"}),
        ({"height_cm": 168, "bust_girth_cm": 150, "hip_girth_cm": 62}, {"bust_girth", "hip_girth"}),
        ({"height_cm": 168, "inside_leg_length_cm": 60}, {"height", "inside_leg_length"}),
        ({"height_cm": 205, "weight_kg": 38}, {"height", "weight"}),
        ({"height_cm": 168, "neck_girth_cm": 52, "waist_girth_cm": 70}, {"neck_girth"}),
        ({"height_cm": 168, "wrist_girth_cm": 25, "weight_kg": 50}, {"wrist_girth", "weight"}),
    ],
)
def test_impossible_sets_name_the_pair_and_how_far_off(
    told: dict[str, Any], pair: set[str]
) -> None:
    with pytest.raises(MeasurementError) as refusal:
        read_person({"sex": "female"} | told)
    message = str(refusal.value)
    assert all(part in message for part in pair)
    off = re.search(r"is (\d+) standard deviations off", message)
    assert off and int(off[1]) >= 5


@pytest.mark.parametrize(
    "told",
    [
        {"height_cm": 168, "weight_kg": 68, "bust_girth_cm": 98, "navel_waist_girth_cm": 110},
        {"height_cm": 165, "weight_kg": 125, "bust_girth_cm": 125, "hip_girth_cm": 148},
        {"height_cm": 160, "weight_kg": 128, "waist_girth_cm": 125, "hip_girth_cm": 150},
        {"height_cm": 178, "weight_kg": 53, "bust_girth_cm": 80, "waist_girth_cm": 60},
        {"height_cm": 145, "weight_kg": 40, "inside_leg_length_cm": 66},
    ],
)
def test_unusual_bodies_pass(told: dict[str, Any]) -> None:
    """A pregnant woman, BMI 46 and 50, a fashion model, a small woman."""
    assert read_person({"sex": "female"} | told)


def test_wide_spread_excuses_a_conflict() -> None:
    """What the person herself calls rough can't contradict much."""
    told = {"sex": "female", "height_cm": 168, "weight_kg": 45}
    with pytest.raises(MeasurementError):
        read_person(told | {"hip_girth_cm": 122})
    assert read_person(told | {"hip_girth_cm": {"value": 122, "sd_mm": 150}})
