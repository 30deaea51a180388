"""A shopper's body as the page blends it: `made_body`, and the file it is blended from."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

from fittingroom.arrays import Floats
from fittingroom.body.basis import load_basis
from fittingroom.body.making import BodyFit, fit_body
from fittingroom.body.poses import A_WIDE
from fittingroom.body.shape import coefficients_and_slope, unnamed
from fittingroom.body.yielding import shape_slopes
from fittingroom.person.notes import survey_notes
from fittingroom.person.person import Person
from fittingroom.person.terms import TERMS
from fittingroom.person.writing import contract_key
from fittingroom.server.wire.bodies import BodyMade, Guess
from fittingroom.show.avatar import avatar_file
from fittingroom.units import CENTIMETRE, MILLIMETRE

IN_FORM = tuple(term for term in TERMS if TERMS[term].in_form)
_DIGITS = 6  # of a coefficient: 1e-6 of shapes of some 10 cm


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file ready to be sent.

    Args:
        plain: as it is.
        packed: gzipped.
        etag: names the content.
    """

    plain: bytes
    packed: bytes
    etag: str


_making = Lock()


def basis_file() -> SentFile:
    """Return what bodies are blended from (4 s the first time); others wait for the first."""
    with _making:
        return _basis_file()


@lru_cache(maxsize=1)
def _basis_file() -> SentFile:
    plain = avatar_file()
    return SentFile(
        plain, gzip.compress(plain, 6, mtime=0), f'"{hashlib.sha256(plain).hexdigest()[:32]}"'
    )


def made_body(person: Person) -> BodyMade:
    """Make a body and say how it changes with what is told.

    Raises:
        MeasurementError: a measurement that can't be.
    """
    fit = fit_body(person)
    row, row_slope = coefficients_and_slope(load_basis().corners, unnamed(fit.body.shape))
    slopes = shape_slopes(person, fit.body, IN_FORM)
    return BodyMade(
        told=_plain(fit.asked),
        measured=_plain(fit.measured),
        error_mm={
            contract_key(term): round(error / MILLIMETRE, 2)
            for term, error in fit.errors.items()
            if TERMS[term].kind != "mass"
        },
        guessed=_guesses(fit),
        wide=fit.body.pose.name == A_WIDE.name,
        row=_short(row),
        slope={
            contract_key(term): _short(_unit(term) * slope @ row_slope)
            for term, slope in slopes.items()
        },
        landmarks={name: _point(at) for name, at in fit.body.landmarks.items()},
        notes={language: list(said) for language, said in survey_notes(person).items()},
        seconds=round(fit.seconds, 3),
    )


def _guesses(fit: BodyFit) -> dict[str, Guess]:
    return {
        contract_key(term): Guess(
            value=round(one.value / _unit(term), 2), sd=round(one.sd / _unit(term), 2)
        )
        for term, one in fit.predicted.items()
    }


def _plain(values: Mapping[str, float]) -> dict[str, float]:
    return {contract_key(term): round(value / _unit(term), 3) for term, value in values.items()}


def _unit(term: str) -> float:
    return 1.0 if TERMS[term].kind == "mass" else CENTIMETRE


def _short(row: Floats) -> list[float]:
    return [round(float(share), _DIGITS) for share in row]


def _point(at: Floats) -> tuple[float, float, float]:
    x, y, z = (round(float(one), 4) for one in at)
    return x, y, z
