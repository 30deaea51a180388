"""Cleaning: each rule finds what it's for, leaves the rest, keeps every row unless asked."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from fittingroom.errors import UnknownName
from fittingroom.purchases.cleaning import clean
from fittingroom.purchases.purchases import Purchases
from fittingroom.purchases.schema import BY_NAME

from .made import made_purchases


def test_impossible_values_go_missing_and_rows_stay() -> None:
    dirty = Purchases(
        {
            "age_years": [0, 117, 14, 100, 35, None],
            "height_cm": [4 * 30.48, 170, 140, 230, 165, 165],
            "weight_kg": [22.7, 25, 45, 250, 30, 62],
        }
    )
    tidy, report = clean(dirty)
    every = tidy.everything()
    np.testing.assert_array_equal(every["age_years"], [math.nan, math.nan, 14, 100, 35, math.nan])
    np.testing.assert_array_equal(every["height_cm"], [math.nan, 170, 140, 230, 165, 165])
    np.testing.assert_array_equal(every["weight_kg"], [math.nan, math.nan, 45, 250, math.nan, 62])
    assert report.count("out of range", "age_years") == 2
    assert report.count("out of range", "height_cm") == 1
    assert report.count("impossible weight") == 1  # 30 kg at 165 cm
    assert (report.rows_in, report.rows_out) == (6, 6)
    assert "117" in report.findings[0].examples and "0" in report.findings[0].examples


def test_nothing_clean_is_touched_and_cleaning_twice_finds_no_more_values() -> None:
    tidy, first = clean(made_purchases())
    again, second = clean(tidy)
    assert again.columns == tidy.columns
    assert not [f for f in second.findings if f.action == "made missing"]
    lows = {name: BY_NAME[name].low for name in tidy.columns if BY_NAME[name].kind == "number"}
    assert all(not (tidy.everything()[name] < low).any() for name, low in lows.items())
    assert first.rows_out == 300


def repeated() -> Purchases:
    return Purchases(
        {
            "user_id": ["7", "7", "7", "8", "8", None, None],
            "item_id": ["a", "a", "a", "a", "b", "a", "a"],
            "size": [8, 8, 8, 8, 8, 8, 8],
            "fit": ["fit", "fit", "small", "fit", None, "fit", "small"],
            "height_cm": [170, 170, 180, 160, 160.5, None, None],
        }
    )


def test_repeated_and_contradictory_rows_are_told_and_stay() -> None:
    tidy, report = clean(repeated())
    assert len(tidy) == 7
    assert report.count("duplicate row") == 1  # the second is the first again
    assert report.count("duplicate pair") == 2  # nobody's orders are no pairs
    assert report.count("contradictory pair") == 3
    assert report.count("changing wearer") == 3
    assert {f.action for f in report.findings} == {"only told"}


def test_rows_go_only_where_asked() -> None:
    tidy, report = clean(repeated(), drop=["duplicate row"])
    assert len(tidy) == report.rows_out == 6
    tidy, report = clean(repeated(), drop=["duplicate row", "contradictory pair"])
    assert tidy.everything()["user_id"].tolist() == ["8", "8", None, None]
    assert {f.action for f in report.findings if f.rule == "contradictory pair"} == {"dropped"}
    with pytest.raises(UnknownName, match="duplicate row"):
        clean(repeated(), drop=["duplicate rows"])


def test_items_on_other_scales_are_told() -> None:
    numbers = [(item, size) for item in "abc" for size in (4, 8, 12, 16)]
    letters = [("d", size) for size in (8, 14, 20)]
    items, sizes = zip(*numbers, *letters, strict=True)
    _, report = clean(Purchases({"item_id": items, "size": sizes}))
    assert report.count("sizes on several scales") == 3
    _, report = clean(Purchases({"item_id": items[:12], "size": sizes[:12]}))
    assert report.count("sizes on several scales") == 0


def test_the_report_is_json_and_a_table() -> None:
    _, report = clean(repeated())
    told = json.loads(json.dumps(report.as_json()))
    assert told["rows_in"] == 7 and len(told["findings"]) == len(report.as_rows())
    assert set(told["findings"][0]) == {"rule", "column", "count", "action", "says", "examples"}


def test_an_empty_table_cleans() -> None:
    assert len(clean(Purchases({"user_id": [], "item_id": [], "size": [], "fit": []}))[0]) == 0
