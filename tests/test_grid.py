"""The robustness grid: its people, and that a stopped run goes on."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fittingroom.drape.drape import Settling

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


ROW = {
    "garment": "classic-tee",
    "size": "S",
    "end": "smallest",
    "pose": "standing",
    "fabric": "denim",
    "who": "man 180 cm 120 kg (BMI 37)",
    "seconds": 2.0,
    "commit": "abc1234",
}


def test_the_page_counts_and_shows_failures(script: Any, tmp_path: Path) -> None:
    rows = [
        ROW | {"id": "one", "clean": True},
        ROW | {"id": "two", "clean": False, "reason": "it falls off.", "picture": "two.png"},
    ]
    (tmp_path / "two.png").write_bytes(b"picture")
    write = script("grid_page").write_page
    write(rows, tmp_path, tmp_path / "docs", vertices=300, seed=1, whole=2880)
    page = (tmp_path / "docs" / "grid.md").read_text()
    assert "Of a random sample of 2 at 300 vertices **1 are clean (50.0 %)**" in page
    assert "commit abc1234." in page
    assert "| body mass index: 35 and more | 1 | 2 | 50.0 % |" in page
    assert "man 180 cm 120 kg (BMI 37): it falls off.\n" in page
    assert (tmp_path / "docs" / "images" / "grid" / "two.png").is_file()


def test_the_page_shows_twelve_failures_and_lists_the_others(script: Any, tmp_path: Path) -> None:
    failed = {"clean": False, "reason": "it falls off", "picture": "one.png"}
    rows = [ROW | failed | {"id": f"{n:02d}", "commit": f"c{n}"} for n in range(14)]
    (tmp_path / "one.png").write_bytes(b"picture")
    write = script("grid_page").write_page
    write(rows, tmp_path, tmp_path / "docs", vertices=300, seed=1, whole=14)
    page = (tmp_path / "docs" / "grid.md").read_text()
    assert page.count("![front and side]") == 12
    assert page.count("| man 180 cm 120 kg (BMI 37) | it falls off |") == 2
    assert "Of all 14 at 300 vertices" in page
    assert "commits c0 to c13." in page


def test_what_crosses_or_lies_deep_is_a_failure(script: Any) -> None:
    clean = Settling(1.0, True, 0.0, 0.0005, 0.0, 0.01, 0.1, 0)
    faults = script("grid").faults_of
    assert not faults(clean)
    assert faults(replace(clean, crossings=2)) == ["2 pairs of triangles cross"]
    assert faults(replace(clean, penetration=0.002)) == ["lies 2.0 mm inside the body"]
    assert faults(replace(clean, settled=False, speed=0.01)) == ["still moves at 10.0 mm/s"]


def test_a_crash_counts_and_a_cut_line_is_done_again(script: Any, tmp_path: Path) -> None:
    grid = script("grid")
    row = grid.crashed(grid.cells(2026, 300)[0], ValueError("bad"))
    assert not row["clean"]
    assert "bad" in row["reason"]
    results = tmp_path / "results.jsonl"
    results.write_text(json.dumps(row) + "\n" + json.dumps(row | {"id": "cut"})[:-9])
    assert list(grid.read_results(results)) == [row["id"]]
    assert results.read_text() == json.dumps(row) + "\n"
