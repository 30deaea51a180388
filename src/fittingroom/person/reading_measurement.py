"""One measurement as forms tell it: its key, its value, its spread."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast, get_args

from fittingroom.errors import MeasurementError, UnknownName
from fittingroom.person.limits import allowed_range, check_range
from fittingroom.person.person import Measurement, Source
from fittingroom.person.quantity import read_number, read_text_quantity, shown, unit_factors
from fittingroom.person.terms import ALIASES, TERMS, Term, find_term
from fittingroom.units import split_unit

KEY_LENGTH_MAX = 60
DETAILS_MAX = 10  # value, source and one spread are what there can be

# A reading off a photo is coarser than off a tape, a guess coarser still. Assumed factors on the
# tape's standard deviation where none is told.
SOURCE_COARSENESS = {"tape": 1.0, "photo": 2.5, "estimated": 3.0}
SD_SHARE_MAX = 0.5  # beyond half of the value a reading says nothing


def read_key(key: object) -> tuple[Term, str | None]:
    """Split a key into its term and its unit, None where it has none.

    Raises:
        UnknownName: no such measurement, with the nearest known key.
        MeasurementError: a unit the term isn't measured in.
    """
    if not isinstance(key, str) or len(key) > KEY_LENGTH_MAX:
        raise UnknownName("key", shown(key), _known_keys())
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


def read_measurement(value: object, term: Term, unit: str | None, key: str) -> Measurement:
    """Read one measurement into SI.

    Args:
        value: a number, text with units, or `{"value": …, "sd_mm": …, "source": …}`.
        term: what is measured.
        unit: the key's unit, None where it has none.
        key: the key, for errors.

    Raises:
        MeasurementError: a value or spread that can't be.
        UnknownName: an unknown part of the object.
    """
    detail: Mapping[str, object] = {}
    if isinstance(value, Mapping):
        detail = {str(k): v for k, v in list(value.items())[:DETAILS_MAX]}
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
    if not isinstance(value, str) or value not in get_args(Source):
        raise UnknownName(f"source of {key}", shown(value), get_args(Source))
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
                field=f"{key}.{name}", value=shown(value), allowed=most,
            )  # fmt: skip
    return found
