"""The commands of the contract, run as a shop would run them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from fittingroom.cli.app import run
from fittingroom.garment.catalogue import catalogue

ROOT = Path(__file__).resolve().parents[2]
PERSON = str(ROOT / "examples" / "person.json")
LOOK_FILES = {
    "look.glb", "look.usdz", "front.png", "side.png", "back.png", "fit.json", "report.html",
}  # fmt: skip
ZONE_KEYS = {
    "zone", "body_cm", "garment_cm", "ease_cm", "strain_pct", "pressure_kpa", "verdict",
}  # fmt: skip


def fittingroom(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the real command in a process of its own."""
    command = [sys.executable, "-c", "from fittingroom.cli.app import main; main()", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """One whole try-on in a cold process."""
    out = tmp_path_factory.mktemp("try")
    done = fittingroom(
        "try", "--person", PERSON, "--garment", "classic-tee", "--size", "M",
        "--out", str(out), "--json",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return out, json.loads(done.stdout)


def test_try_writes_every_file_and_nothing_else(tried: tuple[Path, dict[str, Any]]) -> None:
    out, _ = tried
    files = {path.name for path in out.iterdir()}
    assert files >= LOOK_FILES
    assert not [name for name in files if name.startswith(".")]
    assert all(path.stat().st_size > 500 for path in out.iterdir())


def test_fit_json_keeps_the_contract(tried: tuple[Path, dict[str, Any]]) -> None:
    out, printed = tried
    fit = json.loads((out / "fit.json").read_text())
    assert fit == printed
    assert fit["garment"] == "classic-tee"
    assert fit["size"] == "M"
    assert all(set(zone) >= ZONE_KEYS for zone in fit["zones"])
    zones = {zone["zone"] for zone in fit["zones"]}
    assert zones >= {"neck", "bust", "waist", "upper_arm", "shoulder", "length", "sleeve_length"}
    assert set(fit["advice"]["probability"]) >= {"S", "M", "L"}
    assert fit["advice"]["because"]


def test_the_drape_is_settled_whole_and_outside_the_body(
    tried: tuple[Path, dict[str, Any]],
) -> None:
    drape = tried[1]["drape"]
    assert drape["vertices"] >= 5000
    assert drape["settled"] is True
    assert drape["penetration_mm"] <= 1.0
    assert drape["seam_gap_mm"] <= 0.5
    assert drape["crossings"] == 0
    assert drape["strain_mean_pct"] < 2.0
    assert drape["seconds"] <= 60.0


def test_outfit_dresses_in_several_garments(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = run([
        "outfit", "--person", PERSON, "--wear", "straight-trousers", "--wear", "classic-tee:L",
        "--out", str(tmp_path), "--vertices", "800", "--no-pictures", "--json",
    ])  # fmt: skip
    told = json.loads(capsys.readouterr().out)
    assert status == 0
    assert {path.name for path in tmp_path.iterdir()} == {"look.glb", "outfit.json"}
    assert json.loads((tmp_path / "outfit.json").read_text()) == told
    assert [fit["garment"] for fit in told["garments"]] == ["straight-trousers", "classic-tee"]
    assert told["garments"][0]["size"] == told["garments"][0]["advice"]["recommended"]
    assert told["garments"][1]["size"] == "L"
    assert told["outfit"]["crossings"] == 0
    assert told["outfit"]["overlapping_vertices"] > 20


def test_body_writes_mesh_and_truth(tmp_path: Path) -> None:
    done = fittingroom("body", "--person", PERSON, "--out", str(tmp_path), "--json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert {"asked", "measured", "error_mm", "predicted", "seconds"} <= set(answer)
    assert abs(answer["error_mm"]["bust_girth_cm"]) <= 5.0
    assert answer["predicted"]["thigh_girth_cm"]["sd_mm"] > 0
    assert (tmp_path / "body.glb").read_bytes()[:4] == b"glTF"


def test_size_sums_to_at_most_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["size", "--person", PERSON, "--garment", "classic-tee", "--json"]) == 0
    advice = json.loads(capsys.readouterr().out)
    assert advice["recommended"] in advice["probability"]
    assert 0 < sum(advice["probability"].values()) <= 1.001


def test_size_speaks_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    command = ["size", "--person", PERSON, "--garment", "classic-tee", "--language", "zh"]
    assert run(command) == 0
    assert any("\u4e00" <= letter <= "\u9fff" for letter in capsys.readouterr().out)


def test_garment_list_names_garments_whole(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What one types next must not be cut off in a narrow terminal."""
    monkeypatch.setenv("COLUMNS", "80")
    assert run(["garment", "list"]) == 0
    printed = capsys.readouterr().out
    assert all(ref in printed for ref in catalogue)


def test_garment_list_keeps_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["garment", "list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert {"styles", "fabrics", "garments"} <= set(listed)
    tee = next(each for each in listed["garments"] if each["ref"] == "classic-tee")
    assert {"S", "M", "L"} <= set(tee["sizes"])


@pytest.mark.parametrize("format_", ["svg", "pdf"])
def test_garment_export_writes_a_pattern(tmp_path: Path, format_: str) -> None:
    out = tmp_path / f"tee.{format_}"
    command = ["garment", "export", "classic-tee", "--size", "M", "--format", format_]
    assert run([*command, "--out", str(out)]) == 0
    head = out.read_bytes()[:200]
    assert b"%PDF" in head if format_ == "pdf" else b"<svg" in head or b"<?xml" in head


def test_move_writes_an_animated_model(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["move", "--person", PERSON, "--garment", "classic-tee", "--size", "M"]
    assert run([*command, "--to", "dance", "--out", str(tmp_path)]) == 2
    assert "walk" in capsys.readouterr().err
    few = ["--to", "turn", "--vertices", "800", "--out", str(tmp_path), "--json"]
    assert run([*command, *few]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["movement"] == "turn"
    assert told["frames"] == 100
    assert told["cpu_ms_per_frame"] > told["cpu_ms_of_cloth"] > 0
    assert [path.name for path in tmp_path.iterdir()] == ["look_moving.glb"]
    assert b'"animations"' in (tmp_path / "look_moving.glb").read_bytes()


def test_doctor_finds_everything(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["missing"] == []
    assert found["seconds"]["body"] > 0
