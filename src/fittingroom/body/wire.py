"""`body_json`: how true a body is, in the contract's words and units."""

from __future__ import annotations

from fittingroom.body.making import BodyFit
from fittingroom.person.terms import TERMS
from fittingroom.person.writing import contract_key
from fittingroom.units import CENTIMETRE, MILLIMETRE


def body_json(fit: BodyFit) -> dict[str, object]:
    """Return body.json of a fitted body: centimetres and kilograms, errors in millimetres.

    The error of `weight_kg` is in kilograms, under `error_kg`.
    """
    return {
        "asked": {contract_key(term): _plain(term, value) for term, value in fit.asked.items()},
        "measured": {
            contract_key(term): _plain(term, value) for term, value in fit.measured.items()
        },
        "error_mm": {
            contract_key(term): round(error / MILLIMETRE, 2)
            for term, error in fit.errors.items()
            if TERMS[term].kind != "mass"
        },
        "error_kg": {
            contract_key(term): round(error, 3)
            for term, error in fit.errors.items()
            if TERMS[term].kind == "mass"
        },
        "predicted": {
            contract_key(term): {
                "value": _plain(term, one.value),
                ("sd_kg" if TERMS[term].kind == "mass" else "sd_mm"): _spread(term, one.sd),
            }
            for term, one in fit.predicted.items()
        },
        "seconds": round(fit.seconds, 3),
    }


def _plain(term: str, value: float) -> float:
    return round(value if TERMS[term].kind == "mass" else value / CENTIMETRE, 3)


def _spread(term: str, sd: float) -> float:
    return round(sd if TERMS[term].kind == "mass" else sd / MILLIMETRE, 2)
