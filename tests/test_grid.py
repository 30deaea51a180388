"""The robustness grid: its people, and that a stopped run goes on."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SCRIPTS = Path(__file__).parents[1] / "scripts"


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(SCRIPTS))
    return importlib.import_module


def test_people_are_the_same_for_one_seed_and_span_thin_to_heavy(script: Any) -> None:
    people = script("grid_people").draw_people(40, 2026)
    assert people == script("grid_people").draw_people(40, 2026)
    assert people != script("grid_people").draw_people(40, 2027)
    assert sum(form["sex"] == "female" for form in people) == 20
    index = [form["weight_kg"] / (form["height_cm"] / 100) ** 2 for form in people]
    assert 17 <= min(index) < 20
    assert 35 < max(index) <= 40


def test_the_grid_has_2880_drapes_of_their_own(script: Any) -> None:
    grid = script("grid")
    whole = grid.cells(2026, 2000)
    assert len({cell["id"] for cell in whole}) == 40 * 4 * 2 * 3 * 3
    some = grid.sampled(whole, 25, 2026)
    assert some == grid.sampled(whole, 25, 2026)
    assert len({cell["id"] for cell in some}) == 25


def test_hard_cells_can_be_kept_alone(script: Any) -> None:
    grid = script("grid")
    whole = grid.cells(2026, 2000)
    hard = grid.kept(whole, ["standing", "denim", "poplin", "classic-tee"], 30.0)
    assert {cell["pose"] for cell in hard} == {"standing"}
    assert {cell["fabric"] for cell in hard} == {"denim", "poplin"}
    people = script("grid_people").draw_people(40, 2026)
    heavy = [script("grid_people").body_mass_index(form) >= 30 for form in people]
    assert len(hard) == sum(heavy) * 2 * 2
    with pytest.raises(SystemExit, match="strolling"):
        grid.kept(whole, ["strolling"], 0.0)


def test_a_stopped_run_goes_on_where_it_was(tmp_path: Path) -> None:
    flags = ("--sample", "9", "--limit", "1", "--vertices", "300", "--workers", "1")
    command = [sys.executable, str(SCRIPTS / "grid.py"), *flags, "--out", str(tmp_path)]
    for count in (1, 2):
        subprocess.run(command, capture_output=True, text=True, check=True)
        lines = (tmp_path / "results.jsonl").read_text().splitlines()
        assert len({json.loads(line)["id"] for line in lines}) == count
    row = json.loads(lines[0])
    assert row["clean"] or (tmp_path / row["picture"]).is_file()


def test_the_page_counts_and_shows_failures(script: Any, tmp_path: Path) -> None:
    row = {
        "garment": "classic-tee",
        "size": "S",
        "end": "smallest",
        "pose": "standing",
        "fabric": "denim",
        "who": "man 180 cm 120 kg (BMI 37)",
        "seconds": 2.0,
        "commit": "abc1234",
    }
    rows = [
        row | {"id": "one", "clean": True},
        row | {"id": "two", "clean": False, "reason": "it falls off", "picture": "two.png"},
    ]
    (tmp_path / "two.png").write_bytes(b"picture")
    script("grid_page").write_page(rows, tmp_path, tmp_path / "docs", vertices=300, seed=1)
    page = (tmp_path / "docs" / "grid.md").read_text()
    assert "**1 are clean (50 %)**" in page
    assert "commit abc1234." in page
    assert "| body mass index: 35 and more | 1 | 2 | 50 % |" in page
    assert "man 180 cm 120 kg (BMI 37): it falls off." in page
    assert (tmp_path / "docs" / "images" / "grid" / "two.png").is_file()
