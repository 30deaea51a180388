"""What similar people kept: counts over five and more, never anyone in particular."""

from __future__ import annotations

from typing import Any

import numpy as np

from fittingroom.garment.catalogue import catalogue
from fittingroom.learning.similar import similar_people
from fittingroom.person.reading import read_person
from fittingroom.purchases.purchases import Purchases
from purchases.leaking import with_noise

ME = read_person({"sex": "female", "height_cm": 168, "weight_kg": 62, "bust_girth_cm": 92})
TEE = catalogue["classic-tee"]


def bought(count: int, **changed: Any) -> Purchases:
    rows: dict[str, Any] = {
        "user_id": [f"u{n}" for n in range(count)], "sex": ["female"] * count,
        "height_cm": np.full(count, 167.0), "weight_kg": np.full(count, 63.0),
        "bust_girth_cm": np.full(count, 91.0), "item_id": ["classic-tee"] * count,
        "size_label": ["S"] * count, "fit": ["fit"] * count,
    }  # fmt: skip
    return Purchases(rows | changed)


def test_five_are_told_of_and_four_are_not() -> None:
    assert not similar_people(bought(4), ME, TEE)
    (told,) = similar_people(bought(5), ME, TEE)
    assert (told.size, told.people, told.fits, told.small) == ("S", 5, 1.0, 0.0)


def test_a_person_counts_once() -> None:
    assert not similar_people(bought(9, user_id=["u1"] * 9), ME, TEE)


def test_others_are_not_similar() -> None:
    assert not similar_people(bought(9, sex=["male"] * 9), ME, TEE)
    assert not similar_people(bought(9, bust_girth_cm=np.full(9, 100.0)), ME, TEE)
    assert not similar_people(bought(9, item_id=["shift-dress"] * 9), ME, TEE)
    unknown = dict.fromkeys(("height_cm", "weight_kg", "bust_girth_cm"), np.full(9, np.nan))
    assert not similar_people(bought(9, **unknown), ME, TEE)


def test_shares_are_rounded_so_that_no_one_can_be_told_by_difference() -> None:
    (told,) = similar_people(bought(17, fit=["fit"] * 16 + ["small"]), ME, TEE)
    assert (told.fits, told.small) == (0.9, 0.1)


def test_nothing_known_after_the_wearing_but_outcomes_is_told() -> None:
    rows = bought(9)
    private = ("rating", "review", "recommends", "reviewed_at", "quality", "length_said")
    noisy = with_noise(rows, private, seed=3)
    assert similar_people(noisy, ME, TEE) == similar_people(rows, ME, TEE)
