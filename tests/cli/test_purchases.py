"""`fittingroom purchases`: reads, tells, splits, refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fittingroom.cli.app import run
from fittingroom.purchases.reading import read_purchases
from fittingroom.purchases.splitting import WAYS

TABLE = "user_id,item_id,size,age_years,fit\n" + "".join(
    f"{row % 20},{row % 23},{4 * (row % 3)},{row},fit\n" for row in range(100)
)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "orders.csv"
    path.write_text(TABLE)
    return path


def test_it_tells_what_it_found(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["purchases", "--data", str(table), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["kind"], told["rows"], told["outcomes"]["fit"]) == ("shop", 100, 100)
    ages = [f for f in told["cleaning"]["findings"] if f["column"] == "age_years"]
    assert ages[0]["count"] == 14 and ages[0]["action"] == "made missing"
    assert run(["purchases", "--data", str(table)]) == 0
    assert "out of range" in capsys.readouterr().out


@pytest.mark.parametrize("by", WAYS[:3])
def test_it_writes_parts_that_read_again(table: Path, tmp_path: Path, by: str) -> None:
    out = tmp_path / "parts"
    assert run(["purchases", "--data", str(table), "--split", by, "--out", str(out)]) == 0
    parts = [read_purchases(out / f"{name}.parquet") for name in ("train", "valid", "test")]
    assert sum(len(part.purchases) for part in parts) == 100
    assert all(part.purchases.columns == parts[0].purchases.columns for part in parts)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["--split", "user"], "--split and --out go together"),
        (["--split", "day", "--out", "{}"], "unknown way to split 'day'"),
        (["--split", "time", "--out", "{}"], "no row has a date"),
        (["--kind", "shoop"], "did you mean 'shop'"),
        (["--kind", "modcloth", "--spelling", "{}"], "no such file"),
    ],
)
def test_it_refuses(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str], says: str
) -> None:
    given = [part.format(tmp_path / "x") for part in more]
    assert run(["purchases", "--data", str(table), *given]) == 2
    assert says in " ".join(capsys.readouterr().err.split())
