"""What a measurement is worth: simulated, and held against what measuring does bring."""

from __future__ import annotations

import numpy as np
import pytest

from fittingroom.garment.catalogue import catalogue
from fittingroom.learning.advising import advise_jointly
from fittingroom.person.reading import read_person

BARE = {"sex": "female", "height_cm": 168, "weight_kg": 62}


def test_the_worth_foretold_is_what_measuring_brings() -> None:
    """Waists drawn from what is known, told one after the other, and advised anew."""
    trousers = catalogue["straight-trousers"]
    worth = next(
        w for w in advise_jointly(read_person(BARE), trousers).findings.worths
        if w.term == "waist_girth"
    )  # fmt: skip
    waists = worth.estimate + worth.sd * np.array([-1.6, -0.9, -0.4, 0.0, 0.4, 0.9, 1.6])
    brought = []
    for waist in waists:
        told = read_person(BARE | {"waist_girth_cm": 100 * waist})
        view = advise_jointly(told, trousers).findings.view
        brought.append(view.suits[view.median])
    assert worth.gain > 0.1
    assert np.mean(brought) == pytest.approx(worth.then, abs=0.08)


@pytest.mark.parametrize("ref", sorted(catalogue))
def test_knowing_more_is_never_worth_less_than_nothing(ref: str) -> None:
    for told in (BARE, {"sex": "male", "height_cm": 180}):
        worths = advise_jointly(read_person(told), catalogue[ref]).findings.worths
        assert worths
        assert all(worth.gain > -0.02 for worth in worths)
        assert [w.gain for w in worths] == sorted((w.gain for w in worths), reverse=True)


def test_what_is_measured_well_needs_no_measuring() -> None:
    told = BARE | {"bust_girth_cm": 92, "waist_girth_cm": 74, "hip_girth_cm": 98}
    assert not advise_jointly(read_person(told), catalogue["shift-dress"]).findings.worths


def test_readings_lead_to_sizes_in_their_order() -> None:
    for worth in advise_jointly(read_person(BARE), catalogue["shift-dress"]).findings.worths[:1]:
        sizes = [size for size, _, _ in worth.answers]
        assert sizes == sorted(sizes) and len(set(sizes)) == len(sizes)
        assert worth.answers[0][1] is None and worth.answers[-1][2] is None
