"""What is read, and what is refused, of the words and units of forms."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fittingroom.errors import FittingRoomError, MeasurementError, UnknownName
from fittingroom.person.reading import read_person
from fittingroom.person.terms import TERMS
from fittingroom.person.writing import person_json

EXAMPLE: dict[str, Any] = {
    "sex": "female", "age_years": 34, "height_cm": 168, "weight_kg": 62,
    "bust_girth_cm": 92, "underbust_girth_cm": 78, "waist_girth_cm": 74, "hip_girth_cm": 98,
    "neck_girth_cm": 34, "upper_arm_girth_cm": 28, "wrist_girth_cm": 16, "thigh_girth_cm": 57,
    "calf_girth_cm": 37, "shoulder_breadth_cm": 37, "arm_length_cm": 57,
    "inside_leg_length_cm": 77, "foot_length_cm": 24.5,
    "preferences": {"ease": "regular", "colours": ["navy"], "styles": ["casual"]},
}  # fmt: skip


def height_of(**told: object) -> float:
    return read_person({"sex": "female"} | told).measurements["height"].value


def test_contract_example_is_read_into_si() -> None:
    person = read_person(EXAMPLE)
    assert person.measurements["bust_girth"].value == pytest.approx(0.92)
    assert person.measurements["weight"].value == 62
    assert person.measurements["height"].sd == TERMS["height"].tape_sd
    assert person.preferences.colours == ("navy",)
    assert person.age_years == 34


@pytest.mark.parametrize(
    ("key", "value", "metres"),
    [
        ("height_cm", 168, 1.68), ("height_mm", 1680, 1.68), ("height_m", 1.68, 1.68),
        ("height_in", 66, 1.6764), ("height_ft", 5.5, 1.6764), ("height", "5 ft 6 in", 1.6764),
        ("height", "5'6\"", 1.6764), ("height_ft", "5′ 6″", 1.6764), ("height", "5'6", 1.6764),
        ("height", "5 feet 6 1/2 inches", 1.6891), ("height", "66 in", 1.6764),
        ("height", " 168 CM ", 1.68), ("height", "1.68 m", 1.68),
    ],
)  # fmt: skip
def test_height_in_every_unit(key: str, value: object, metres: float) -> None:
    assert height_of(**{key: value}) == pytest.approx(metres, abs=1e-9)


@pytest.mark.parametrize(
    ("key", "value", "kilograms"),
    [("weight_lb", 137, 62.1421), ("weight", "9 st 4 lb", 58.967), ("weight", "62 kg", 62.0)],
)
def test_weight_in_every_unit(key: str, value: object, kilograms: float) -> None:
    person = read_person({"sex": "male", "height_cm": 175, key: value})
    assert person.measurements["weight"].value == pytest.approx(kilograms, abs=1e-3)


def test_chest_is_the_male_word_for_bust() -> None:
    person = read_person({"sex": "male", "height_cm": 175, "chest_girth_in": 40})
    assert person.measurements["bust_girth"].value == pytest.approx(1.016)


def test_told_spread_and_source_are_kept() -> None:
    told = {"value": 92, "sd_mm": 15, "source": "photo"}
    person = read_person({"sex": "female", "height_cm": 168, "bust_girth_cm": told})
    assert person.measurements["bust_girth"].sd == pytest.approx(0.015)
    assert person.measurements["bust_girth"].source == "photo"


def test_photo_is_coarser_than_tape() -> None:
    told = {"value": 92, "source": "photo"}
    person = read_person({"sex": "female", "height_cm": 168, "bust_girth_cm": told})
    assert person.measurements["bust_girth"].sd > TERMS["bust_girth"].tape_sd


def test_written_person_reads_back() -> None:
    person = read_person(EXAMPLE | {"weight_kg": {"value": 62, "sd_kg": 0.7}})
    again = read_person(person_json(person))
    assert again.preferences == person.preferences
    assert again.age_years == person.age_years
    for name, measurement in person.measurements.items():
        assert again.measurements[name].value == pytest.approx(measurement.value, rel=1e-9)
        assert again.measurements[name].sd == pytest.approx(measurement.sd, rel=1e-6)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"height_cm": 1.68}, ["height_cm", "1.68 cm", "120 to 230 cm", "metres"]),
        ({"height_in": 168}, ["height_in", "168 in", "centimetres"]),
        ({"height_cm": 168, "waist_girth_cm": 170}, ["waist_girth", "170 cm", "168 cm"]),
        ({"height_cm": 168, "weight_kg": -3}, ["weight_kg", "-3 kg", "30 to 250 kg", "negative"]),
        ({"height_cm": 168, "bust_girth_cm": 36}, ["bust_girth_cm", "inches"]),
        ({"height_cm": 168, "weight_kg": 137 * 2.3}, ["weight_kg", "pounds"]),
        ({"height_cm": math.nan}, ["height_cm", "finite"]),
        ({"height_cm": math.inf}, ["height_cm", "finite"]),
        ({"height_cm": 10**400}, ["height_cm", "finite"]),
        ({"height_cm": True}, ["height_cm", "number", "true or false"]),
        ({"height_cm": "168"}, ["height_cm", "number", "text"]),
        ({"height_cm": None}, ["height_cm", "null"]),
        ({"height_cm": [168]}, ["height_cm", "list"]),
        ({"height_cm": {"sd_mm": 5}}, ["height_cm", "null"]),
        ({"height": 168}, ["height", "unit", "height_cm"]),
        ({"height": "tall"}, ["height", "5 ft 6 in"]),
        ({"height": "5 lb"}, ["height", "5 ft 6 in"]),
        ({"height": "6 in 5 ft"}, ["height", "can't read"]),
        ({"height": "5 1/0 ft"}, ["height", "can't read"]),
        ({"height": "9" * 5000}, ["height", "can't read"]),
        ({}, ["height", "missing"]),
        ({"weight_kg": 60}, ["height", "missing"]),
        ({"height_cm": 168, "height_in": 66}, ["twice", "height_cm", "height_in"]),
        ({"height_cm": 168, "bust_girth_cm": 92, "chest_girth_cm": 92}, ["twice"]),
        ({"height_cm": 168, "weight_cm": 62}, ["weight_cm", "isn't measured in cm"]),
        ({"height_cm": 168, "sex": "x"}, ["sex", "'x'", "female"]),
        ({"height_cm": 168, "sex": None}, ["sex", "missing"]),
        ({"height_cm": 168, "age_years": 9}, ["age_years", "17", "Children"]),
        ({"height_cm": 168, "age_years": 200}, ["age_years", "110"]),
        ({"height_cm": 168, "age_years": "old"}, ["age_years", "number"]),
        ({"height_cm": {"value": 168, "sd_mm": 0}}, ["sd_mm", "above 0"]),
        ({"height_cm": {"value": 168, "sd_mm": -4}}, ["sd_mm", "above 0"]),
        ({"height_cm": {"value": 168, "sd_mm": 1e6}}, ["sd_mm", "half"]),
        ({"height_cm": 168, "preferences": 3}, ["preferences", "object"]),
        ({"height_cm": 168, "preferences": {"colours": "navy"}}, ["colours", "list"]),
        ({"height_cm": 168, "preferences": {"colours": ["x"] * 1000}}, ["colours", "50"]),
        ({f"key{i}": 1 for i in range(200)}, ["too many"]),
    ],
)  # fmt: skip
def test_refusals_name_value_range_and_cause(told: dict[str, Any], words: list[str]) -> None:
    with pytest.raises(MeasurementError) as refusal:
        read_person({"sex": "female"} | told)
    for word in words:
        assert word in str(refusal.value)
    assert refusal.value.field


@pytest.mark.parametrize(
    ("told", "nearest"),
    [
        ({"hipgirth_cm": 98}, "hip_girth_cm"), ({"waist_cm": 74}, "waist_girth_cm"),
        ({"Height_cm": 168}, "height_cm"), ({"age": 30}, "age_years"),
        ({"inside_leg_cm": 77}, "inside_leg_length_cm"),
        ({"preferences": {"colors": []}}, "colours"), ({"preferences": {"ease": "lose"}}, "loose"),
        ({"height_cm": {"value": 168, "sd_m_m": 3}}, "sd_mm"),
        ({"height_cm": {"value": 168, "source": "tpe"}}, "tape"),
    ],
)  # fmt: skip
def test_unknown_names_offer_the_nearest(told: dict[str, Any], nearest: str) -> None:
    with pytest.raises(UnknownName, match=nearest):
        read_person({"sex": "female"} | told)


def test_not_an_object_is_refused() -> None:
    with pytest.raises(MeasurementError):
        read_person([("sex", "female")])  # type: ignore[arg-type]


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=6,
)
KEYS = st.sampled_from(
    [*(f"{t}_{u}" for t in TERMS for u in ("cm", "in", "kg", "lb")), *TERMS, "sex", "preferences"]
)


@given(st.dictionaries(KEYS | st.text(max_size=12), JUNK, max_size=6))
@settings(deadline=None)
def test_junk_is_read_or_refused_but_never_crashes(told: dict[str, Any]) -> None:
    try:
        person = read_person(told)
    except FittingRoomError as refusal:
        assert str(refusal)
        assert refusal.as_problem()["detail"] == str(refusal)
    else:
        assert "height" in person.measurements


@pytest.mark.parametrize("field", ["sex", "height_cm", "age_years", "preferences", "waist_girth"])
def test_deep_and_huge_values_are_refused_in_few_words(field: str) -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    for value in (deep, {"value": deep}, {"source": deep}, {"ease": deep}, 10**10_000, "x" * 10**6):
        with pytest.raises(FittingRoomError) as refusal:
            read_person({"sex": "female", "height_m": 1.68, field: value})
        assert len(str(refusal.value)) < 600
        assert len(str(refusal.value.as_problem())) < 3000
