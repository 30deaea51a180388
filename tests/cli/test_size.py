"""`fittingroom size`: stock, clothes owned, the model in use, and what it refuses."""

from __future__ import annotations

import json
import shutil
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from fittingroom.cli.app import run

SHOPPER = {
    "sex": "female", "height_cm": 168, "weight_kg": 62, "bust_girth_cm": 92, "waist_girth_cm": 74,
    "hip_girth_cm": 98,
}  # fmt: skip
SHIPPED = Path(str(files("fittingroom.learning").joinpath("data/default_fit")))


@pytest.fixture(autouse=True)
def _no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FITTINGROOM_MODEL", raising=False)


def told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], *options: str, **changed: object
) -> dict[str, Any]:
    person = tmp_path / "person.json"
    person.write_text(json.dumps(SHOPPER | changed))
    command = ["size", "--person", str(person), "--garment", "classic-tee", "--json", *options]
    status = run(command)
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer | {"exit": status}


def test_stock_and_clothes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = told(tmp_path, capsys, "--in-stock", "M,L", "--owns", "gap-crew:M:fits")
    assert (answer["exit"], answer["recommended"]) == (0, "M")
    assert set(answer["probability"]) == {"S", "M", "L"}
    assert any(reason["kind"] == "owned" for reason in answer["reasons"])


def test_who_tells_too_little_gets_no_size_but_an_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    person = tmp_path / "person.json"
    person.write_text('{"sex": "female", "height_cm": 168}')
    command = ["size", "--person", str(person), "--garment", "shift-dress"]
    assert run([*command, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["recommended"] is None
    assert answer["abstains"]["why"] == "too_little_known"
    assert run(command) == 0
    assert "No size named" in capsys.readouterr().out
    assert run([*command, "--language", "zh"]) == 0
    assert "暂不推荐尺码" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "field"),
    [
        (("--in-stock", "XXXL"), "size of classic-tee"),
        (("--in-stock", ","), "stock"),
        (("--owns", "classic-tee"), "owns"),
        (("--owns", "nowhere:M:fits"), "garment or brand"),
        (("--model", "/nowhere"), "model"),
        (("--purchases", "/nowhere.csv"), "file"),
    ],
)
def test_what_is_wrong_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, str], field: str
) -> None:
    answer = told(tmp_path, capsys, *options)
    assert answer["exit"] == 2
    assert answer["field"] == field


def test_the_answer_names_the_model(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert told(tmp_path, capsys, "--model", "none")["model"] is None
    assert told(tmp_path, capsys)["model"] == "shipped"
    mine = shutil.copytree(SHIPPED, tmp_path / "mine")
    assert told(tmp_path, capsys, "--model", str(mine))["model"] == "mine"
    monkeypatch.setenv("FITTINGROOM_MODEL", str(mine))
    assert told(tmp_path, capsys)["model"] == "mine"
    monkeypatch.setenv("FITTINGROOM_MODEL", "none")
    assert told(tmp_path, capsys)["model"] is None


def test_a_registry_stands_for_its_champion(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from fittingroom.loop.card import card_from_json
    from fittingroom.loop.registry import ModelRegistry

    registry = ModelRegistry(tmp_path / "registry")
    card = card_from_json(json.loads((SHIPPED / "model_card.json").read_text()))
    entry = registry.add(card, lambda folder: shutil.copytree(SHIPPED, folder, dirs_exist_ok=True))
    registry.promote("fit", entry.name, why="a test")
    answer = told(tmp_path, capsys, "--model", str(tmp_path / "registry"))
    assert answer["model"] == f"champion {entry.name}"


def test_the_model_that_ships_knows_nobody_so_physics_speaks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = told(tmp_path, capsys)
    assert answer["sources"]["learned_weight"] == 0.0
    assert answer["probability"] == told(tmp_path, capsys, "--model", "none")["probability"]


def test_similar_people_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "".join(
        f"u{n},female,{166 + n % 3},61,91,classic-tee,{'SM'[n % 2]},{('small', 'fit')[n % 2]}\n"
        for n in range(16)
    )
    table = tmp_path / "rows.csv"
    table.write_text(
        "user_id,sex,height_cm,weight_kg,bust_girth_cm,item_id,size_label,fit\n" + rows
    )
    answer = told(tmp_path, capsys, "--purchases", str(table))
    similar = [reason for reason in answer["reasons"] if reason["kind"] == "similar_people"]
    assert [(one["size"], one["people"], one["fits"]) for one in similar] == [
        ("S", 8, 0.0), ("M", 8, 1.0),
    ]  # fmt: skip
    assert any("built like you" in line for line in answer["because"])
