"""Bad input through the command line: exit 2, one sentence on stderr, nothing half-written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fittingroom.cli.app import run

GOOD: dict[str, Any] = {"sex": "female", "height_cm": 168, "weight_kg": 62}


def write(folder: Path, person: object) -> str:
    path = folder / "person.json"
    path.write_text(person if isinstance(person, str) else json.dumps(person))
    return str(path)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"height_cm": 1.68}, "metres"),
        ({"height_cm": 168 / 2.54 * 10}, "height"),
        ({"weight_kg": -62}, "weight"),
        ({"waist_girth_cm": 175}, "waist"),
        ({"bust_girth_cm": 92, "underbust_girth_cm": 99}, "underbust"),
        ({"hip_girth_cm": float("nan")}, "hip"),
        ({"hip_girht_cm": 98}, "hip_girth"),
        ({"sex": "?"}, "sex"),
        ({"weight_kg": 40, "hip_girth_cm": 130}, "standard deviations"),
    ],
)
def test_a_wrong_person_is_refused_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: dict[str, Any], said: str
) -> None:
    person = write(tmp_path, GOOD | change)
    status = run(["size", "--person", person, "--garment", "classic-tee"])
    shown = capsys.readouterr()
    assert status == 2
    assert said in " ".join(shown.err.split())
    assert "Traceback" not in shown.err
    assert shown.out == ""


def test_json_refusal_is_one_problem_object(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    person = write(tmp_path, GOOD | {"height_cm": 1.68})
    assert run(["size", "--person", person, "--garment", "classic-tee", "--json"]) == 2
    problem = json.loads(capsys.readouterr().out)
    assert {"type", "title", "detail", "field", "value"} <= set(problem)
    assert "height" in problem["field"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "JSON"),
        ("[1]", "one JSON object"),
        ("[" * 30000, "JSON"),
        (" " * 70_000, "larger than"),
        ("\x00\xff", "JSON"),
        ('{"sex": "female", "height_cm": 168, "height_cm": 186}', "given twice"),
    ],
)
def test_a_hostile_file_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    person = write(tmp_path, text)
    assert run(["size", "--person", person, "--garment", "classic-tee"]) == 2
    assert said in capsys.readouterr().err


def test_a_missing_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    nowhere = str(tmp_path / "nobody.json")
    assert run(["size", "--person", nowhere, "--garment", "classic-tee"]) == 2
    assert "nobody.json" in capsys.readouterr().err.replace("\n", "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--garment", "clasic-tee", "--size", "M"], "classic-tee"),
        (["--garment", "classic-tee", "--size", "XXXL"], "XXXL"),
        (["--garment", "classic-tee", "--size", ""], "size"),
    ],
)
def test_unknown_names_offer_the_nearest_and_write_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    out = tmp_path / "out"
    status = run(["try", "--person", write(tmp_path, GOOD), *arguments, "--out", str(out)])
    assert status == 2
    assert said in capsys.readouterr().err
    assert not out.exists() or not list(out.iterdir())


def test_out_that_is_a_file_is_refused_and_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "precious.txt"
    out.write_text("precious")
    assert run(["body", "--person", write(tmp_path, GOOD), "--out", str(out)]) == 2
    assert out.read_text() == "precious"
    assert "is a file" in capsys.readouterr().err.replace("\n", " ")


def test_unknown_language_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["size", "--person", write(tmp_path, GOOD), "--garment", "classic-tee"]
    assert run([*command, "--language", "fr"]) == 2
    assert "en, zh" in capsys.readouterr().err


def test_unknown_option_exits_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["size", "--colour", "red"]) == 2
    assert "--colour" in capsys.readouterr().err


def test_an_unknown_heat_map_is_refused_before_anything_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["try", "--person", write(tmp_path, GOOD), "--garment", "classic-tee"]
    assert run([*command, "--out", str(tmp_path / "out"), "--heat", "ease,sheer"]) == 2
    assert "shear" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("wear", "said"),
    [
        (["classic-te:M"], "classic-tee"),
        (["classic-tee:XXL"], "known: S, M, L"),
        (["classic-tee:"], "unknown size"),
        (["classic-tee:M"] * 5, "1 to 4"),
        ([], "--wear"),
    ],
)
def test_an_outfit_of_what_does_not_exist_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], wear: list[str], said: str
) -> None:
    worn = [word for name in wear for word in ("--wear", name)]
    out = tmp_path / "out"
    status = run(["outfit", "--person", write(tmp_path, GOOD), *worn, "--out", str(out)])
    shown = capsys.readouterr()
    assert status == 2
    assert said in " ".join(shown.err.split())
    assert not out.exists() or not list(out.iterdir())
