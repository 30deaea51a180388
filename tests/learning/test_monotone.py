"""A larger body, or a wish for more ease, never gets a smaller size: whatever a model says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fittingroom.fit.advice_ease import compare_sizes
from fittingroom.fit.advice_study import Study, study
from fittingroom.garment.catalogue import catalogue
from fittingroom.learning.advising import advise_jointly
from fittingroom.learning.joining import shipped_joiner
from fittingroom.learning.joint import Joint, joint_of
from fittingroom.learning.ladder import ask
from fittingroom.learning.owned import read_owned
from fittingroom.person.reading import read_person
from fittingroom.purchases.question import question_columns

from .models import NoiseModel

REFS = sorted(catalogue)
SHOPPER: dict[str, Any] = {
    "sex": "female", "height_cm": 168, "weight_kg": 62, "bust_girth_cm": 92, "waist_girth_cm": 74,
    "hip_girth_cm": 98,
}  # fmt: skip
GIRTHS = ("bust_girth_cm", "waist_girth_cm", "hip_girth_cm")


def studied(ref: str, **told: object) -> Study:
    return study(read_person(SHOPPER | told), compare_sizes(catalogue[ref]), draws=400)


def joined(seen: Study, ref: str, model: NoiseModel) -> Joint:
    columns = question_columns(seen.person, catalogue[ref])
    return joint_of(seen, shipped_joiner(), ladder=ask(model, seen.person, seen.sizes, columns))


@given(st.sampled_from(REFS), st.data())
@settings(max_examples=60, deadline=None)
def test_no_zone_of_a_larger_body_lowers_the_size(ref: str, data: st.DataObject) -> None:
    """Random models, bodies and enlargements, zone by zone."""
    rng = np.random.default_rng(data.draw(st.integers(0, 10**6)))
    model = NoiseModel(data.draw(st.integers(0, 10**6)), (rng.uniform(0, 30), rng.uniform(0, 300)))
    seen = studied(ref)
    start = rng.uniform(-0.15, 0.25)
    zones = len(seen.sizes.zones)
    body, draws = seen.body + start, seen.bodies + start
    grown = rng.uniform(0.0, 0.08, zones) * rng.integers(0, 2, zones)
    before = joined(replace(seen, body=body, bodies=draws), ref, model).view
    after = joined(replace(seen, body=body + grown, bodies=draws + grown), ref, model).view
    assert (after.beyond >= before.beyond - 1e-9).all()
    assert after.median >= before.median


@pytest.mark.parametrize("ref", REFS)
@pytest.mark.parametrize("owned", [(), ("classic-tee:M:fits",)])
def test_larger_people_never_get_smaller_sizes(ref: str, owned: tuple[str, ...]) -> None:
    """The whole advice, over people grown step by step, with a model that is noise."""
    clothes, last = [read_owned(text) for text in owned], 0
    for step in np.arange(-6.0, 14.1, 4.0):
        girths = {key: SHOPPER[key] + step for key in GIRTHS}
        weight = {"weight_kg": SHOPPER["weight_kg"] * (1 + step / 92) ** 2}
        found = advise_jointly(
            read_person(SHOPPER | girths | weight), catalogue[ref], model=NoiseModel(3),
            owned=clothes,
        )  # fmt: skip
        place = list(found.probability).index(found.nearest)
        assert place >= last, step
        last = place


@pytest.mark.parametrize("seed", range(6))
def test_who_wants_more_ease_never_gets_a_smaller_size(seed: int) -> None:
    for ref in REFS:
        places = []
        for ease in ("close", "regular", "loose"):
            seen = studied(ref, preferences={"ease": ease})
            places.append(joined(seen, ref, NoiseModel(seed)).view.median)
        assert places == sorted(places), ref


def test_the_noise_itself_is_not_monotone() -> None:
    """Else the tests above would prove nothing."""
    seen = studied("classic-tee")
    found = 0
    for seed in range(10):
        columns = question_columns(seen.person, catalogue["classic-tee"])
        raw = NoiseModel(seed).probabilities
        from fittingroom.purchases.purchases import Purchases

        by_bust = np.array(
            [raw(Purchases({**columns, "bust_girth_cm": np.full(3, bust)}))[1, 0]
             for bust in range(80, 120, 4)]
        )  # fmt: skip
        found += bool((np.diff(by_bust) < -0.05).any())
    assert found >= 9
