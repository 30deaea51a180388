"""The verdict table: monotone, forgiving where cloth stretches."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fittingroom.errors import UnknownName
from fittingroom.fit.bands import BANDS, borders, verdict
from fittingroom.fit.report import VERDICTS
from fittingroom.fit.zones import ZONES
from fittingroom.garment.fabrics import fabric_of

PLACES = st.sampled_from([(style, zone) for style, zones in BANDS.items() for zone in zones])
FABRICS = ("denim", "poplin", "rib", "satin", "single-jersey")
FABRIC_NAMES = st.sampled_from(FABRICS)
EASE = st.floats(-0.6, 0.6)


def test_every_judged_zone_has_a_band() -> None:
    assert {style: {z.name for z in zones} for style, zones in ZONES.items()} == {
        style: set(bands) for style, bands in BANDS.items()
    }


def test_borders_rise_for_every_style_zone_and_fabric() -> None:
    for style, bands in BANDS.items():
        for zone in bands:
            for fabric in FABRICS:
                found = borders(zone, style, fabric_of(fabric))
                assert list(found) == sorted(set(found))


@given(PLACES, FABRIC_NAMES, EASE, EASE, st.floats(0, 0.6))
@settings(deadline=None)
def test_more_ease_is_never_tighter(
    place: tuple[str, str], fabric: str, one: float, other: float, strain: float
) -> None:
    style, zone = place
    found = [verdict(zone, style, e, strain, fabric_of(fabric)) for e in sorted((one, other))]
    assert VERDICTS.index(found[0]) <= VERDICTS.index(found[1])


@given(PLACES, FABRIC_NAMES, EASE, st.floats(0, 0.6), st.floats(0, 0.6))
@settings(deadline=None)
def test_more_strain_is_never_looser(
    place: tuple[str, str], fabric: str, ease: float, one: float, other: float
) -> None:
    style, zone = place
    found = [verdict(zone, style, ease, s, fabric_of(fabric)) for s in sorted((one, other))]
    assert VERDICTS.index(found[0]) >= VERDICTS.index(found[1])


@given(PLACES, FABRIC_NAMES, EASE, st.floats(0.01, 0.6), st.floats(0.01, 0.6))
@settings(deadline=None)
def test_cloth_that_stretches_further_is_never_tighter(
    place: tuple[str, str], fabric: str, ease: float, one: float, other: float
) -> None:
    style, zone = place
    cloths = [replace(fabric_of(fabric), stretch_limit=s) for s in sorted((one, other))]
    strain = max(0.0, -ease)
    found = [VERDICTS.index(verdict(zone, style, ease, strain, cloth)) for cloth in cloths]
    assert found[0] <= found[1]


def test_jersey_forgives_what_poplin_does_not() -> None:
    """A T-shirt cut 2 cm smaller than the chest, worn: 2 % strain."""
    found = {
        name: verdict("bust", "crew-neck-tee", -0.02, 0.02, fabric_of(name))
        for name in ("poplin", "single-jersey")
    }
    assert found == {"poplin": "too_tight", "single-jersey": "tight"}


def test_strain_beyond_comfort_is_too_tight_whatever_the_ease() -> None:
    poplin = fabric_of("poplin")
    assert verdict("hip", "a-line-skirt", 0.08, poplin.stretch_limit * 1.01, poplin) == "too_tight"


@pytest.mark.parametrize(("zone", "style"), [("knee", "a-line-skirt"), ("bust", "kilt")])
def test_unknown_places_are_named(zone: str, style: str) -> None:
    with pytest.raises(UnknownName, match=r"knee|kilt"):
        verdict(zone, style, 0.0, 0.0, fabric_of("denim"))
