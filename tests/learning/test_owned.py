"""Clothes one owns, as evidence: they move the advice the way they should, or are refused."""

from __future__ import annotations

from typing import Any

import pytest

from fittingroom.errors import InvalidInput, UnknownName
from fittingroom.garment.catalogue import catalogue
from fittingroom.learning.advising import advise_jointly
from fittingroom.learning.joint_advice import JointAdvice
from fittingroom.learning.owned import Owned, brand_charts, owned_piece, read_owned
from fittingroom.person.reading import read_person

SHOPPER: dict[str, Any] = {"sex": "male", "height_cm": 180, "weight_kg": 80}


def advice(*owned: str, ref: str = "classic-tee", **told: object) -> JointAdvice:
    clothes = [read_owned(text) for text in owned]
    return advise_jointly(read_person(SHOPPER | told), catalogue[ref], owned=clothes)


def test_what_is_owned_is_read() -> None:
    assert read_owned("classic-tee:M:fits") == Owned("classic-tee", "M", "fits")
    assert read_owned("gap-crew:L:tight:bust") == Owned("gap-crew", "L", "tight", "bust")


@pytest.mark.parametrize(
    ("text", "error", "match"),
    [
        ("classic-tee:M", InvalidInput, "GARMENT:SIZE:FIT"),
        ("classic-tee:M:fits:bust:x", InvalidInput, "GARMENT:SIZE:FIT"),
        ("::", InvalidInput, "GARMENT:SIZE:FIT"),
        ("clasic-tee:M:fits", UnknownName, "did you mean 'classic-tee'"),
        ("belfield:M:fits", UnknownName, "bellfield"),
        ("classic-tee:XXXL:fits", UnknownName, "size of classic-tee"),
        ("classic-tee:M:snug", UnknownName, "tight, fits, loose"),
        ("bellfield:M:tight:hip", UnknownName, "zone of bellfield"),
    ],
)
def test_what_nobody_knows_is_refused(text: str, error: type[Exception], match: str) -> None:
    with pytest.raises(error, match=match):
        read_owned(text)


@pytest.mark.parametrize("ref", sorted(brand_charts()))
def test_every_chart_ships_with_its_source_and_can_be_told_of(ref: str) -> None:
    piece = owned_piece(ref)
    assert "(facts)" in piece.chart.source
    size = list(piece.chart.sizes)[1]
    found = advice(f"{ref}:{size}:fits", ref="straight-trousers")
    assert found.findings.without_owned is not None


def mean_size(found: JointAdvice) -> float:
    right = found.findings.view.right
    return float(sum(place * share for place, share in enumerate(right)))


@pytest.mark.parametrize("ref", ["classic-tee", "everyday-tee", "shift-dress"])
def test_tight_clothes_speak_for_larger_sizes_and_loose_ones_for_smaller(ref: str) -> None:
    bare = mean_size(advice(ref=ref))
    assert mean_size(advice("gap-crew:L:tight", ref=ref)) > bare + 0.1
    assert mean_size(advice("gap-crew:M:loose", ref=ref)) < bare - 0.1
    assert mean_size(advice("bellfield:XL:tight:bust", ref=ref)) > bare + 0.1


def test_the_size_that_fits_of_a_brand_is_the_size_advised_of_it() -> None:
    """Who is known by height and weight alone and wears a size of this very garment."""
    person = {"height_cm": 178, "weight_kg": 78}
    told = [advice(f"everyday-tee:{size}:fits", ref="everyday-tee", **person) for size in "SML"]
    assert [found.recommended for found in told][1:] == ["M", "L"]
    means = [mean_size(found) for found in told]
    assert means[0] < means[1] < means[2] - 0.3


def test_clothes_of_another_build_make_it_abstain() -> None:
    told = {"chest_girth_cm": {"value": 112, "sd_mm": 5}, "waist_girth_cm": 100}
    found = advice("american-apparel-fine-jersey:S:loose", **told)
    assert found.recommended is None
    assert found.abstains is not None and found.abstains.why == "clothes_contradict"
    assert "label" in " ".join(found.abstains.helps["en"])


def test_there_is_a_limit() -> None:
    with pytest.raises(InvalidInput, match="more than 20"):
        advice(*["classic-tee:M:fits"] * 21)
