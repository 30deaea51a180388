"""What a single measurement can be, and what likely happened where it isn't."""

from __future__ import annotations

from collections.abc import Mapping

from fittingroom.errors import MeasurementError
from fittingroom.person.person import Measurement, Person
from fittingroom.person.quantity import unit_factors
from fittingroom.person.terms import TERMS, Term

SEXES = ("female", "male")
YOUNGEST = 17.0  # [years], the survey's youngest; children are built differently
OLDEST = 110.0  # [years]
AGES = f"{YOUNGEST:.0f} to {OLDEST:.0f} years"


def check_range(term: Term, value: float, *, field: str, unit: str) -> None:
    """Refuse a value no grown person has.

    Args:
        term: what was measured.
        value: [m] or [kg].
        field: the key it was given under.
        unit: the unit it was given in.

    Raises:
        MeasurementError: naming the value, the allowed range and the likely cause.
    """
    if term.low <= value <= term.high:
        return
    factor = unit_factors(term)[unit]
    shown = f"{value / factor:.6g} {unit}"
    allowed = allowed_range(term, unit)
    raise MeasurementError(
        f"{field} {shown} is outside what a grown person has ({allowed})."
        f" {_likely_cause(term, value / factor, unit)}",
        field=field,
        value=value / factor,
        allowed=allowed,
    )


def _likely_cause(term: Term, number: float, unit: str) -> str:
    if number <= 0:
        return "A measurement can't be zero or negative."
    names = {"cm": "centimetres", "mm": "millimetres", "m": "metres", "in": "inches",
             "ft": "feet", "kg": "kilograms", "lb": "pounds"}  # fmt: skip
    fitting = [
        f"{names[other]} (key {term.name}_{other})"
        for other, factor in unit_factors(term).items()
        if other != unit and term.low <= number * factor <= term.high
    ]
    if fitting:
        return f"Was it measured in {' or '.join(fitting)}?"
    return f"Please measure again: {term.meaning}"


def allowed_range(term: Term, unit: str) -> str:
    """Return the range of `term` as people read it: "120 to 230 cm"."""
    factor = unit_factors(term)[unit]
    return f"{term.low / factor:.4g} to {term.high / factor:.4g} {unit}"


def check_age(years: float | None) -> None:
    """Refuse ages the survey of people says nothing about.

    Raises:
        MeasurementError: children, and ages nobody reaches.
    """
    if years is None or YOUNGEST <= years <= OLDEST:
        return
    cause = (
        "Children are built differently and aren't covered yet."
        if 0 <= years < YOUNGEST
        else "Please check the age."
    )
    raise MeasurementError(
        f"age_years {years:g} is outside {AGES}. {cause}",
        field="age_years",
        value=years,
        allowed=AGES,
    )


def check_shares(measurements: Mapping[str, Measurement]) -> None:
    """Refuse parts that are longer than the whole: a waist larger than the height, …

    Raises:
        MeasurementError: naming both values.
    """
    height = measurements["height"].value
    for name, measurement in measurements.items():
        share = _MOST_OF_HEIGHT.get(name)
        if share is not None and measurement.value > share * height:
            raise MeasurementError(
                f"{name} {measurement.value * 100:.4g} cm can't go with a height of"
                f" {height * 100:.4g} cm: it is at most {share:.0%} of the height."
                " Check both and their units.",
                field=name,
                value=measurement.value * 100,
                allowed=f"at most {share * height * 100:.4g} cm",
            )


# Hips wider round than the body is tall are rare but real, a waist isn't known to be; the survey's
# greatest are 0.83 and 0.79. Heights end below the crown.
_MOST_OF_HEIGHT = {
    "bust_girth": 1.2, "underbust_girth": 1.0, "waist_girth": 1.0, "navel_waist_girth": 1.0,
    "hip_girth": 1.2, "inside_leg_length": 0.6, "arm_length": 0.5, "foot_length": 0.25,
    "back_neck_height": 0.95, "shoulder_height": 0.92, "bust_height": 0.85, "navel_height": 0.75,
}  # fmt: skip


def check_order(measurements: Mapping[str, Measurement]) -> None:
    """Refuse girths in an order no body has: an underbust larger than the bust, …

    Raises:
        MeasurementError: naming both values.
    """
    for smaller, larger in _IN_ORDER:
        if smaller not in measurements or larger not in measurements:
            continue
        value, limit = measurements[smaller].value, measurements[larger].value
        if value > TAPE_SLACK * limit:
            raise MeasurementError(
                f"{smaller} {value * 100:.4g} cm can't go with {larger} {limit * 100:.4g} cm:"
                " it is never the larger of the two. Were they swapped?",
                field=smaller,
                value=value * 100,
                allowed=f"at most {TAPE_SLACK * limit * 100:.4g} cm",
            )


_IN_ORDER = (
    ("underbust_girth", "bust_girth"),
    ("wrist_girth", "upper_arm_girth"),
    ("knee_girth", "thigh_girth"),
    ("ankle_girth", "calf_girth"),
)
TAPE_SLACK = 1.04  # two careless tapes; none of the survey's people comes near


def check_person(person: Person) -> None:
    """Refuse a person that can't be, whichever way it was made.

    Raises:
        MeasurementError: unknown sex, no height, impossible age, value or spread.
    """
    if person.sex not in SEXES:
        raise MeasurementError(
            f"sex must be 'female' or 'male' (it chooses the body survey), not {person.sex!r:.40}",
            field="sex", value=str(person.sex)[:40], allowed="female, male",
        )  # fmt: skip
    if "height" not in person.measurements:
        raise MeasurementError(
            "height is missing: it is the one measurement that can't be done without",
            field="height", allowed=allowed_range(TERMS["height"], "cm"),
        )  # fmt: skip
    check_age(person.age_years)
    for name, measurement in person.measurements.items():
        unit = "kg" if TERMS[name].kind == "mass" else "cm"
        check_range(TERMS[name], measurement.value, field=name, unit=unit)
    check_shares(person.measurements)
    check_order(person.measurements)
