"""Whatever a file holds, it's read or refused: never a crash, never half a table."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fittingroom.errors import FittingRoomError
from fittingroom.purchases.reading import read_purchases
from fittingroom.purchases.schema import COLUMNS

from .made import CLOTH, RENTED

QUICK = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
CELLS: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(),
    st.text(max_size=12),
    st.lists(st.integers(0, 3), max_size=2),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
    st.sampled_from(["5' 8\"", "137lbs", "nan", "inf", "1e999", "2016-13-45", "9999-12-31", "34d"]),
)
KEYS = st.sampled_from([*RENTED, *CLOTH, *(column.name for column in COLUMNS)])
OURS = st.sampled_from([column.name for column in COLUMNS])


def read_or_refuse(path: Path, rows: int) -> None:
    try:
        reading = read_purchases(path)
    except FittingRoomError as error:
        assert str(error)
        return
    assert len(reading.purchases) == rows == reading.report.rows_out
    reading.purchases.outcomes(), reading.purchases.inputs(), json.dumps(reading.report.as_json())


@QUICK
@given(st.lists(st.dictionaries(KEYS, CELLS, min_size=1, max_size=6), min_size=1, max_size=6))
def test_lines(tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    path = tmp_path / "lines.json"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    read_or_refuse(path, len(rows))


@QUICK
@given(st.binary(max_size=200))
def test_bytes(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bytes"
    for start in (b"", b"{", b"PAR1", b"\x1f\x8b", b"user_id,item_id,size\n"):
        path.write_bytes(start + content)
        try:
            read_purchases(path)
        except FittingRoomError as error:
            assert str(error)


@QUICK
@given(
    st.dictionaries(
        OURS, st.lists(st.text(max_size=8), min_size=3, max_size=3), min_size=1, max_size=5
    )
)
def test_tables(tmp_path: Path, columns: dict[str, list[str]]) -> None:
    path = tmp_path / "table.csv"
    pd.DataFrame(columns).to_csv(path, index=False)
    try:
        read_purchases(path)
    except FittingRoomError as error:
        assert str(error)


@pytest.mark.parametrize(
    "columns",
    [
        {"rented_for": ["x"], "height_in": ["tall"], "user_id": [1], "item_id": [1]},
        {"rented_for": ["x"], "height_in": [[1, 2]], "user_id": [1], "item_id": [1]},
        {"rented_for": ["x"], "height_in": [1e308], "user_id": [1], "item_id": [1]},
        {"rented_for": ["x"], "bust_size_num": [{"a": 1}], "user_id": [[1]], "item_id": [1]},
        {"rented_for": ["x"], "height_in": [65], "fit": [3], "user_id": [1], "item_id": [1]},
        {"rented_for": ["x"], "height_in": [65], "review_date": ["someday"], "user_id": [1]},
        {"user_id": [[1, 2]], "item_id": [{"a": 1}], "size": [True], "fit": ["fit"]},
        {"user_id": [b"\xff"], "item_id": [pd.Timedelta(3)], "size": [pd.Timestamp(0)]},
        {"rented_for": ["x"], "height_in": [True], "recommend": ["perhaps"], "user_id": [None]},
    ],
)
def test_parquet_of_other_types(tmp_path: Path, columns: dict[str, list[Any]]) -> None:
    path = tmp_path / "p.parquet"
    pd.DataFrame(columns).to_parquet(path)
    read_or_refuse(path, 1)


def test_parquet_of_nullable_types(tmp_path: Path) -> None:
    path = tmp_path / "p.parquet"
    frame = pd.DataFrame(
        {
            "rented_for": ["work", None], "height_in": pd.array([65, None], "Int64"),
            "age": pd.array([None, 33.0], "Float64"), "user_id": pd.array([7, None], "Int64"),
            "item_id": pd.array(["a", None], "string"), "size": pd.array([8, 12], "Int16"),
        }
    )  # fmt: skip
    frame.to_parquet(path)
    inputs = read_purchases(path).purchases.inputs()
    assert inputs["height_cm"][0] == pytest.approx(165.1) and inputs["height_cm"][1] != 65
    assert inputs["user_id"].tolist() == ["7", None] and inputs["item_id"].tolist() == ["a", None]
    assert inputs["age_years"][1] == 33
