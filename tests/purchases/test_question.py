"""The rows that ask how a garment would fit: one per size, what was told and what was cut."""

from __future__ import annotations

import numpy as np
import pytest

from fittingroom.garment.catalogue import catalogue
from fittingroom.garment.cutting import cut
from fittingroom.person.reading import read_person
from fittingroom.purchases.question import question_columns
from fittingroom.purchases.schema import BY_NAME, INPUTS

SHOPPER = read_person({"sex": "female", "height_cm": 168, "weight_kg": 62, "bust_girth_cm": 92,
                       "preferences": {"ease": "loose"}})  # fmt: skip


@pytest.mark.parametrize("ref", sorted(catalogue))
def test_one_row_a_size_in_columns_a_model_may_see(ref: str) -> None:
    garment = catalogue[ref]
    columns = question_columns(SHOPPER, garment, user_id="u1")
    assert {len(column) for column in columns.values()} == {len(garment.chart.sizes)}
    assert set(columns) <= set(INPUTS)
    for name, column in columns.items():
        assert (column.dtype == np.float64) == (BY_NAME[name].kind == "number"), name


def test_told_values_are_there_and_untold_ones_stay_missing() -> None:
    columns = question_columns(SHOPPER, catalogue["classic-tee"])
    assert columns["bust_girth_cm"][0] == pytest.approx(92.0)
    assert np.isnan(columns["waist_girth_cm"]).all()
    assert np.isnan(columns["age_years"]).all()
    assert columns["user_id"][0] is None
    assert columns["ease"][0] == "loose"
    assert columns["category"][0] == "tee"


def test_finished_measures_are_those_of_the_cut() -> None:
    garment = catalogue["a-line-skirt"]
    columns = question_columns(SHOPPER, garment)
    waists = [100 * cut(garment, size).lengths["waist"] for size in garment.chart.sizes]
    assert columns["article_waist_cm"] == pytest.approx(waists)
    assert np.isnan(columns["article_bust_cm"]).all()  # a skirt has none
    assert (np.diff(columns["article_hip_cm"]) > 0).all()
