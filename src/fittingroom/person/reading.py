"""`read_person`: a person as forms and person.json tell of one, into SI."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast, get_args

from fittingroom.errors import MeasurementError, UnknownName
from fittingroom.person.limits import AGES, SEXES, allowed_range, check_person, check_range
from fittingroom.person.person import (
    Ease,
    Measurement,
    Measurements,
    Person,
    Preferences,
    Sex,
    Source,
)
from fittingroom.person.plausible import check_plausible
from fittingroom.person.quantity import (
    describe,
    read_number,
    read_text_quantity,
    unit_factors,
)
from fittingroom.person.terms import ALIASES, TERMS, Term, find_term
from fittingroom.units import split_unit

KEYS_MAX = 100  # there are 26 terms
WORDS_MAX = 50  # liked colours or styles
WORD_LENGTH_MAX = 60

# A reading off a photo is coarser than off a tape, a guess coarser still. Assumed factors on the
# tape's standard deviation where none is told.
SOURCE_COARSENESS = {"tape": 1.0, "photo": 2.5, "estimated": 3.0}
SD_SHARE_MAX = 0.5  # beyond half of the value a reading says nothing


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
        >>> read_person({"sex": "female", "height": "5 ft 6 in"}).measurements["height"].value
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
        preferences=_preferences(told.get("preferences", {})),
    )
    check_person(person)
    check_plausible(person)
    return person


def _sex(value: object) -> Sex:
    if value not in SEXES or not isinstance(value, str):
        shown = "missing" if value is None else f"unknown: {str(value)[:40]!r}"
        raise MeasurementError(
            f"sex is {shown}; write 'female' or 'male' (it chooses the body survey)",
            field="sex", value=None if value is None else str(value)[:40], allowed="female, male",
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
        term, unit = _term_and_unit(key)
        if term.name in keys:
            raise MeasurementError(
                f"{term.name} is told twice, as {keys[term.name]} and as {key}: keep one",
                field=key, value=str(value)[:60],
            )  # fmt: skip
        keys[term.name] = key
        found[term.name] = _measurement(value, term, unit, key)
    return Measurements(found)


def _term_and_unit(key: object) -> tuple[Term, str | None]:
    if not isinstance(key, str) or len(key) > WORD_LENGTH_MAX:
        raise UnknownName("key", str(key)[:WORD_LENGTH_MAX], _known_keys())
    parts = split_unit(key)
    name, unit = (parts[0], parts[2]) if parts else (key, None)
    if name not in TERMS and name not in ALIASES:
        raise UnknownName("key", key, _known_keys())
    term = find_term(name)
    if unit is not None and unit not in unit_factors(term):
        raise MeasurementError(
            f"{key}: {term.name} isn't measured in {unit}",
            field=key, allowed=", ".join(f"{name}_{unit}" for unit in unit_factors(term)),
        )  # fmt: skip
    return term, unit


def _known_keys() -> list[str]:
    names = [*TERMS.values(), *(find_term(alias) for alias in ALIASES)]
    units = {term.name: _usual_unit(term) for term in names}
    keys = [f"{name}_{unit}" for name, unit in units.items()]
    return [*keys, *(f"{alias}_cm" for alias in ALIASES), "sex", "age_years", "preferences"]


def _usual_unit(term: Term) -> str:
    return "kg" if term.kind == "mass" else "cm"


def _measurement(value: object, term: Term, unit: str | None, key: str) -> Measurement:
    detail: Mapping[str, object] = {}
    if isinstance(value, Mapping):
        detail = {str(k): v for k, v in list(value.items())[:KEYS_MAX]}
        value = detail.get("value")
    source = _source(detail.get("source", "tape"), key)
    si = _quantity(value, term, unit, key)
    check_range(term, si, field=key, unit=unit or term.unit)
    sd = _sd(detail, term, si, key)
    return Measurement(si, sd or term.tape_sd * SOURCE_COARSENESS[source], source)


def _quantity(value: object, term: Term, unit: str | None, key: str) -> float:
    if isinstance(value, str) and unit in (None, "ft", "in", "lb"):
        return read_text_quantity(value, term, field=key)
    number = read_number(value, field=key, allowed=allowed_range(term, unit or _usual_unit(term)))
    if unit is None:
        example = f"{term.name}_{_usual_unit(term)}"
        raise MeasurementError(
            f"{key} has no unit; write {example}", field=key, value=number, allowed=example
        )
    return number * unit_factors(term)[unit]


def _source(value: object, key: str) -> Source:
    if value not in get_args(Source) or not isinstance(value, str):
        raise UnknownName(f"source of {key}", str(value)[:WORD_LENGTH_MAX], get_args(Source))
    return cast(Source, value)


def _sd(detail: Mapping[str, object], term: Term, si: float, key: str) -> float | None:
    """Return the told standard deviation [m] or [kg], None where none is told."""
    factors = {f"sd_{unit}": factor for unit, factor in unit_factors(term).items()}
    found: float | None = None
    for name, value in detail.items():
        if name in ("value", "source"):
            continue
        if name not in factors:
            raise UnknownName(f"part of {key}", name, ["value", "source", *factors])
        most = f"above 0, at most {SD_SHARE_MAX * si / factors[name]:.4g} {name[3:]}"
        found = read_number(value, field=f"{key}.{name}", allowed=most) * factors[name]
        if not 0.0 < found <= SD_SHARE_MAX * si:
            raise MeasurementError(
                f"{key}.{name} {value} must be above 0 and at most half of the value",
                field=f"{key}.{name}", value=str(value)[:60], allowed=most,
            )  # fmt: skip
    return found


def _preferences(told: object) -> Preferences:
    if not isinstance(told, Mapping):
        raise MeasurementError(
            f"preferences must be an object, not {describe(told)}", field="preferences"
        )
    for name in told:
        if name not in ("ease", "colours", "styles"):
            raise UnknownName(
                "preference", str(name)[:WORD_LENGTH_MAX], ["ease", "colours", "styles"]
            )
    ease = told.get("ease", "regular")
    if not isinstance(ease, str) or ease not in get_args(Ease):
        raise UnknownName("ease", str(ease)[:WORD_LENGTH_MAX], get_args(Ease))
    return Preferences(
        ease=cast(Ease, ease),
        colours=_words(told.get("colours", []), "colours"),
        styles=_words(told.get("styles", []), "styles"),
    )


def _words(value: object, field: str) -> tuple[str, ...]:
    fine = (
        isinstance(value, list | tuple)
        and len(value) <= WORDS_MAX
        and all(isinstance(word, str) and 0 < len(word) <= WORD_LENGTH_MAX for word in value)
    )
    if not fine:
        raise MeasurementError(
            f"preferences.{field} must be a list of at most {WORDS_MAX} short words",
            field=f"preferences.{field}",
        )
    return tuple(cast("list[str]", value))
