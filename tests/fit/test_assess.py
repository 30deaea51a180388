"""Fit on real drapes: physical sense, and verdicts that follow the size."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest

from fittingroom.body.body import Body
from fittingroom.body.making import make_body
from fittingroom.drape.draping import drape
from fittingroom.drape.options import DrapeOptions
from fittingroom.fit.assess import assess
from fittingroom.fit.report import VERDICTS, FitReport
from fittingroom.garment.catalogue import catalogue
from fittingroom.garment.cutting import cut
from fittingroom.garment.fabrics import fabric_of
from fittingroom.person.reading import read_person

PEOPLE = {
    "anna": {"sex": "female", "height_cm": 168, "weight_kg": 62, "bust_girth_cm": 92,
             "waist_girth_cm": 74, "hip_girth_cm": 98},
    "ben": {"sex": "male", "height_cm": 183, "weight_kg": 92, "chest_girth_cm": 108},
}  # fmt: skip
QUICK = DrapeOptions(vertices=1500, coarse_vertices=1000)
ROUND_THE_BODY = {"neck", "bust", "waist", "hip", "thigh", "upper_arm"}
STRAIN = 5e-3  # cloth that is not tight hangs by its own weight, on a coarse mesh a little unevenly
TAPE = 1e-4  # [m] the cut of a triangle mesh by a plane is a polygon just inside its curve


@cache
def body_of(who: str) -> Body:
    return make_body(read_person(PEOPLE[who]))


@cache
def fit_of(who: str, ref: str, size: str, fabric: str | None = None) -> FitReport:
    garment = catalogue[ref]
    if fabric is not None:
        garment = replace(garment, fabrics=dict(garment.fabrics) | {"shell": fabric_of(fabric)})
    worn = drape(body_of(who), cut(garment, size), garment.fabrics, options=QUICK)
    return assess(worn, garment)


@pytest.mark.parametrize(
    ("ref", "zones"),
    [
        ("classic-tee", ["neck", "shoulder", "bust", "waist", "hip", "upper_arm",
                         "sleeve_length", "length"]),
        ("a-line-skirt", ["waist", "hip", "length"]),
        ("shift-dress", ["shoulder", "bust", "waist", "hip", "length"]),
        ("straight-trousers", ["waist", "hip", "thigh", "length"]),
    ],
)  # fmt: skip
def test_every_zone_of_a_style_is_judged(ref: str, zones: list[str]) -> None:
    assert [zone.zone for zone in fit_of("anna", ref, "M").zones] == zones


@pytest.mark.parametrize("ref", ["classic-tee", "shift-dress"])
@pytest.mark.parametrize("size", ["S", "L"])
def test_a_worn_garment_is_never_smaller_than_the_body(ref: str, size: str) -> None:
    for zone in fit_of("ben", ref, size).zones:
        if zone.zone in ROUND_THE_BODY:
            assert zone.garment >= zone.body - TAPE, zone


@pytest.mark.parametrize(("who", "ref"), [("anna", "classic-tee"), ("ben", "classic-tee"),
                                          ("anna", "shift-dress")])  # fmt: skip
def test_verdicts_and_ease_follow_the_size(who: str, ref: str) -> None:
    fits = [fit_of(who, ref, size) for size in ("S", "M", "L")]
    for smaller, larger in pairwise(fits):
        for before, after in zip(smaller.zones, larger.zones, strict=True):
            assert VERDICTS.index(after.verdict) >= VERDICTS.index(before.verdict), after.zone
        at_bust = [next(z for z in fit.zones if z.zone == "bust") for fit in (smaller, larger)]
        assert at_bust[1].cut_ease > at_bust[0].cut_ease
        assert at_bust[1].strain <= at_bust[0].strain + STRAIN


def test_a_tight_garment_stretches_and_presses() -> None:
    bust = next(z for z in fit_of("ben", "shift-dress", "S").zones if z.zone == "bust")
    assert bust.cut_ease < 0
    assert bust.strain == pytest.approx(bust.garment / bust.cut - 1.0)
    assert bust.strain > 0.05
    assert bust.pressure > 1000.0
    assert bust.verdict == "too_tight"


def test_jersey_forgives_what_poplin_does_not() -> None:
    jersey, poplin = (
        next(z for z in fit_of("ben", "classic-tee", "M", cloth).zones if z.zone == "bust")
        for cloth in ("single-jersey", "poplin")
    )
    assert VERDICTS.index(jersey.verdict) > VERDICTS.index(poplin.verdict)
    assert jersey.pressure < poplin.pressure


def test_the_garment_is_as_good_as_its_worst_zone() -> None:
    fit = fit_of("ben", "shift-dress", "S")
    assert fit.verdict == "too_tight"
    assert fit.verdict in {zone.verdict for zone in fit.zones}
