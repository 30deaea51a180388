"""One real look for every test of this stage: a person, a T-shirt, a settled drape."""

from __future__ import annotations

import pytest

import fittingroom as fr
from fittingroom.drape.options import DrapeOptions
from fittingroom.show.look import Look
from fittingroom.tryon import TryOnOptions, try_on

PERSON = {
    "sex": "female",
    "height_cm": 168,
    "weight_kg": 62,
    "bust_girth_cm": 92,
    "waist_girth_cm": 74,
    "hip_girth_cm": 98,
}


@pytest.fixture(scope="session")
def look() -> Look:
    options = TryOnOptions(drape=DrapeOptions(vertices=2500))
    return try_on(fr.read_person(PERSON), fr.catalogue["classic-tee"], size="M", options=options)
