"""`Purchases`: typed, read-only, and without pandas."""

from __future__ import annotations

import math
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from fittingroom.errors import InvalidInput, UnknownName
from fittingroom.purchases.purchases import UNTOLD, Purchases, concatenate
from fittingroom.purchases.schema import COLUMNS, INPUTS

AFTER = {column.name for column in COLUMNS if column.known == "after"}


def some() -> Purchases:
    return Purchases(
        {
            "fit": ["small", None, "large"],
            "user_id": [7, 7, 12],
            "size": [8, None, 12.5],
            "rating": [10, 2, None],
            "ordered_at": ["2016-04-20", None, "2016-04-20T01:30:00+02:00"],
            "body_type": ["pear", None, math.nan],
        }
    )


def test_columns_come_in_the_schemas_order_and_types() -> None:
    purchases = some()
    names = ("ordered_at", "user_id", "body_type", "size", "fit", "rating")
    assert purchases.columns == names and len(purchases) == 3
    every = purchases.everything()
    assert every["user_id"].tolist() == ["7", "7", "12"]
    assert every["size"].dtype == np.float64 and np.isnan(every["size"][1])
    assert every["body_type"].tolist() == ["pear", None, None]
    assert every["ordered_at"][2] == np.datetime64("2016-04-19T23:30:00")
    assert np.isnat(every["ordered_at"][1])


def test_inputs_hold_nothing_that_is_known_after_the_wearing_and_no_date() -> None:
    assert set(some().inputs()) == {"user_id", "size", "body_type"}
    assert not AFTER & set(INPUTS)
    assert {"fit", "kept", "return_reason", "rating", "recommends", "review", "quality"} <= AFTER
    assert not {column.name for column in COLUMNS if column.kind == "date"} & set(INPUTS)


def test_arrays_are_read_only() -> None:
    with pytest.raises(ValueError, match="read-only"):
        some().inputs()["size"][0] = 3.0
    with pytest.raises(ValueError, match="read-only"):
        some().take([0]).inputs()["size"][0] = 3.0


def test_outcomes_are_places_in_fits() -> None:
    assert some().outcomes().tolist() == [0, UNTOLD, 2]
    assert some().without(["fit"]).outcomes().tolist() == [UNTOLD] * 3
    assert Purchases({"kept": ["kept", "returned", None]}).kept().tolist() == [1, 0, UNTOLD]


def test_take_keeps_the_order_asked_for_and_takes_masks() -> None:
    taken = some().take([2, 0])
    assert taken.everything()["user_id"].tolist() == ["12", "7"]
    assert len(some().take(np.array([True, False, True]))) == 2
    assert len(some().take([])) == 0 and some().take([]).columns == some().columns


def test_concatenated_rows_miss_what_their_table_lacks() -> None:
    both = concatenate([Purchases({"size": [1.0]}), Purchases({"user_id": ["7"]})])
    assert np.isnan(both.everything()["size"][1])
    assert both.everything()["user_id"].tolist() == [None, "7"]


def test_a_frame_goes_in_and_comes_out_the_same() -> None:
    frame = some().frame()
    pd.testing.assert_frame_equal(Purchases(frame).frame(), frame)
    frame["body_type"] = frame["body_type"].astype("category")
    assert Purchases(frame).everything()["body_type"].tolist() == ["pear", None, None]
    assert list(pd.DataFrame(some().inputs())) == list(some().inputs())


def test_what_cannot_be_is_refused_by_name() -> None:
    with pytest.raises(UnknownName, match="did you mean 'height_cm'"):
        Purchases({"hight_cm": [170]})
    with pytest.raises(InvalidInput, match="fit is 'tight'; allowed are small, fit, large"):
        Purchases({"fit": ["tight"]})
    with pytest.raises(InvalidInput, match=r"height_cm holds '5ft'"):
        Purchases({"height_cm": [170, "5ft"]})
    with pytest.raises(InvalidInput, match="finite"):
        Purchases({"height_cm": [math.inf]})
    with pytest.raises(InvalidInput, match="size has 2 values and user_id 1"):
        Purchases({"user_id": ["7"], "size": [1, 2]})
    with pytest.raises(InvalidInput, match="reviewed_at holds"):
        Purchases({"reviewed_at": ["April 20, 2016"]})


def test_a_table_needs_no_pandas() -> None:
    code = (
        "import sys; from fittingroom.purchases.purchases import Purchases;"
        "p = Purchases({'size': [1, 2], 'user_id': ['a', None]}).take([1]);"
        "p.inputs(), p.outcomes(); heavy = {'pandas', 'pyarrow', 'torch'} & set(sys.modules);"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
