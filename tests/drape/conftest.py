"""Bodies and drapes that several tests share."""

from __future__ import annotations

import pytest

from fittingroom.body.body import Body
from fittingroom.body.making import make_body
from fittingroom.drape.drape import Drape
from fittingroom.drape.draping import drape
from fittingroom.drape.options import DrapeOptions
from fittingroom.garment.catalogue import catalogue
from fittingroom.garment.cutting import cut
from fittingroom.person.reading import read_person

QUICK = DrapeOptions(vertices=2000, coarse_vertices=900)


@pytest.fixture(scope="session")
def woman() -> Body:
    return make_body(
        read_person(
            {
                "sex": "female",
                "height_cm": 168,
                "weight_kg": 62,
                "bust_girth_cm": 92,
                "waist_girth_cm": 74,
                "hip_girth_cm": 98,
            }
        )
    )


@pytest.fixture(scope="session")
def worn_tee(woman: Body) -> Drape:
    tee = catalogue["classic-tee"]
    return drape(woman, cut(tee, "M"), tee.fabrics, options=QUICK)
