"""`read_person`: a person as forms and person.json tell of one, into SI."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from fittingroom.errors import MeasurementError
from fittingroom.person.limits import AGES, SEXES, check_person
from fittingroom.person.person import Measurement, Measurements, Person, Sex
from fittingroom.person.plausible import check_plausible
from fittingroom.person.quantity import describe, read_number, shown
from fittingroom.person.reading_measurement import read_key, read_measurement
from fittingroom.person.reading_preferences import read_preferences

KEYS_MAX = 100  # there are 26 terms


def read_person(told: Mapping[str, object]) -> Person:
    """Read a person of what person.json or a form holds.

    Args:
        told: `sex`, any of the measurements with their unit in the key (`bust_girth_cm`,
            `height_ft`, `weight_lb`), each a number, `{"value": 92, "sd_mm": 15}` or, under a key
            without unit, text like "5 ft 6 in"; `age_years` and `preferences` where known.

    Returns:
        The person, checked: no measurement and no set of them is one that no body has.

    Raises:
        MeasurementError: a value or a set of values that can't be.
        UnknownName: a key nobody knows.

    Example:
        >>> person = read_person({"sex": "female", "height": "5 ft 6 in"})
        >>> round(person.measurements["height"].value, 4)
        1.6764
    """
    if not isinstance(told, Mapping):
        raise MeasurementError(f"a person must be an object, not {describe(told)}", field="person")
    if len(told) > KEYS_MAX:
        raise MeasurementError(
            f"{len(told)} keys are too many for a person", field="person", allowed=f"{KEYS_MAX}"
        )
    person = Person(
        sex=_sex(told.get("sex")),
        measurements=_measurements(told),
        age_years=_age(told),
        preferences=read_preferences(told.get("preferences", {})),
    )
    check_person(person)
    check_plausible(person)
    return person


def _sex(value: object) -> Sex:
    if not isinstance(value, str) or value not in SEXES:
        wrong = "missing" if value is None else f"unknown: '{shown(value)}'"
        raise MeasurementError(
            f"sex is {wrong}; write 'female' or 'male' (it chooses the body survey)",
            field="sex", value=None if value is None else shown(value), allowed="female, male",
        )  # fmt: skip
    return cast(Sex, value)


def _age(told: Mapping[str, object]) -> float | None:
    if "age_years" not in told:
        return None
    return read_number(told["age_years"], field="age_years", allowed=AGES)


def _measurements(told: Mapping[str, object]) -> Measurements:
    """Read every measurement, refusing what is told twice."""
    found: dict[str, Measurement] = {}
    keys: dict[str, str] = {}
    for key, value in told.items():
        if key in ("sex", "age_years", "preferences"):
            continue
        term, unit = read_key(key)
        if term.name in keys:
            raise MeasurementError(
                f"{term.name} is told twice, as {keys[term.name]} and as {key}: keep one",
                field=key, value=shown(value),
            )  # fmt: skip
        keys[term.name] = key
        found[term.name] = read_measurement(value, term, unit, key)
    return Measurements(found)
