"""`person_json`: a person back into the contract's words and units."""

from __future__ import annotations

from fittingroom.person.person import Measurement, Person
from fittingroom.person.terms import TERMS
from fittingroom.units import CENTIMETRE, MILLIMETRE

DIGITS = 9  # of a written figure: finer than any tape, coarser than rounding errors


def person_json(person: Person) -> dict[str, object]:
    """Return `person` as person.json has it: centimetres and kilograms, every spread stated.

    Args:
        person: who.

    Returns:
        What `read_person` reads back into the same person (to 9 digits).
    """
    plain: dict[str, object] = {"sex": person.sex}
    if person.age_years is not None:
        plain["age_years"] = person.age_years
    for name, measurement in person.measurements.items():
        plain[contract_key(name)] = _measurement(name, measurement)
    plain["preferences"] = {
        "ease": person.preferences.ease,
        "colours": list(person.preferences.colours),
        "styles": list(person.preferences.styles),
    }
    return plain


def contract_key(term: str) -> str:
    """Return the key of `term` in person.json and body.json: "weight_kg", "bust_girth_cm"."""
    return f"{term}_{'kg' if TERMS[term].kind == 'mass' else 'cm'}"


def _measurement(name: str, measurement: Measurement) -> dict[str, object]:
    if TERMS[name].kind == "mass":
        return {
            "value": round(measurement.value, DIGITS),
            "sd_kg": round(measurement.sd, DIGITS),
            "source": measurement.source,
        }
    return {
        "value": round(measurement.value / CENTIMETRE, DIGITS),
        "sd_mm": round(measurement.sd / MILLIMETRE, DIGITS),
        "source": measurement.source,
    }
