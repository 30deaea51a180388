"""plan.csv: what is read, and what is refused with its line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fittingroom.cli import plan as plan_module
from fittingroom.cli.app import run
from fittingroom.cli.plan import read_plan
from fittingroom.errors import FittingRoomError

PERSON = {"sex": "female", "height_cm": 168, "weight_kg": 62}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "ann.json").write_text(json.dumps(PERSON))
    return tmp_path


def written(folder: Path, text: str) -> Path:
    path = folder / "plan.csv"
    path.write_text(text)
    return path


def test_reads_rows_with_and_without_what_is_optional(folder: Path) -> None:
    header = "id,person,garment,size,pose,vertices\n"
    rows = "one,ann.json,classic-tee,M,standing,2000\n,ann.json,classic-tee,,,\n"
    one, two = read_plan(written(folder, header + rows), model=True)
    assert (one.row_id, one.size, one.pose, one.vertices) == ("one", "M", "standing", 2000)
    assert (two.row_id, two.size, two.pose, two.vertices) == ("row-00002", None, None, None)
    assert one.person == PERSON
    assert one.model
    assert one.fingerprint != two.fingerprint


def test_the_fingerprint_knows_everything_that_decides_the_result(folder: Path) -> None:
    text = "person,garment,size,pose,vertices\nann.json,classic-tee,M,standing,2000\n"
    seen = {read_plan(written(folder, text))[0].fingerprint}
    changes = [("classic-tee", "poplin-tee"), (",M,", ",L,"), ("standing", "t"), ("2000", "2001")]
    for old, new in changes:
        seen.add(read_plan(written(folder, text.replace(old, new)))[0].fingerprint)
    (folder / "ann.json").write_text(json.dumps(PERSON | {"weight_kg": 63}))
    seen.add(read_plan(written(folder, text))[0].fingerprint)
    assert len(seen) == len(changes) + 2


HEAD = "id,person,garment,size,pose,vertices\n"
GOOD = "a,ann.json,classic-tee,M,,\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + GOOD + "b,ann.json,classic-tee,XXL,,\n", "line 3: unknown size 'XXL'"),
        (HEAD + GOOD + "b,ann.json,classic-te,M,,\n", "line 3: unknown garment 'classic-te'"),
        (HEAD + GOOD + "b,bob.json,classic-tee,M,,\n", "line 3: no such file"),
        (HEAD + GOOD + "b,ann.json,classic-tee,M,lying,\n", "line 3: unknown pose 'lying'"),
        (HEAD + GOOD + "b,ann.json,classic-tee,M,,99\n", "line 3: vertices '99'"),
        (HEAD + GOOD + "b,ann.json,classic-tee,M,,1e4\n", "line 3: vertices '1e4'"),
        (HEAD + GOOD + GOOD, "line 3: id 'a' is used twice"),
        (HEAD + GOOD + "../b,ann.json,classic-tee,M,,\n", "line 3: id '../b' can't name"),
        (HEAD + GOOD + "b,ann.json\n", "line 3: not as many cells"),
        (HEAD + GOOD + "b,ann.json,classic-tee,M,,,7\n", "line 3: not as many cells"),
        ("person,size\nann.json,M\n", "lacks the column 'garment'"),
        ("person,garment,sise\nann.json,classic-tee,M\n", "'sise': did you mean 'size'"),
        ("person,garment,garment\nann.json,classic-tee,a\n", "names a column twice"),
        (HEAD, "no rows below its header"),
        ("", "lacks the column 'person'"),
        (HEAD + 'a,"ann.json,classic-tee,M,,\n', "isn't CSV"),
        (HEAD + "a,ann.json,classic-tee,M,,\x00\n", ""),
    ],
)
def test_refuses_a_bad_plan_with_its_line(folder: Path, text: str, said: str) -> None:
    with pytest.raises(FittingRoomError) as refused:
        read_plan(written(folder, text))
    assert said in str(refused.value)


def test_refuses_what_is_no_text(folder: Path) -> None:
    path = folder / "plan.csv"
    path.write_bytes(b"person,garment\n\xff\xfe,\n")
    with pytest.raises(FittingRoomError, match="UTF-8"):
        read_plan(path)


def test_refuses_too_much(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(folder, HEAD + "".join(f"r{n},ann.json,classic-tee,M,,\n" for n in range(9)))
    monkeypatch.setattr(plan_module, "ROWS_MAX", 8)
    with pytest.raises(FittingRoomError, match="more than 8 rows"):
        read_plan(path)
    monkeypatch.setattr(plan_module, "PLAN_BYTES_MAX", 100)
    with pytest.raises(FittingRoomError, match="larger than"):
        read_plan(path)


def test_the_command_refuses_before_it_makes_anything(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = written(folder, HEAD + GOOD + "b,ann.json,classic-tee,XXL,,\n")
    command = ["drape-batch", "--plan", str(plan), "--out", str(folder / "out"), "--json"]
    assert run(command) == 2
    problem = json.loads(capsys.readouterr().out)
    assert "line 3" in problem["detail"]
    assert problem["allowed"] == "S, M, L"
    assert not (folder / "out").exists()
