"""`fittingroom train fit` and `evaluate fit`: files, figures, refusals."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from PIL import Image

from fittingroom.cli.app import run
from learning.made import made_shop

QUICK = ["--epochs", "2", "--threads", "1", "--no-trees", "--partitions", "1"]
KEYS = {
    "auc_macro", "auc_small", "auc_fit", "auc_large", "log_loss", "brier", "ece", "accuracy",
    "balanced_accuracy", "f1_macro", "rows", "confusion", "reliability", "groups",
}  # fmt: skip


def write_shop(path: Path, rows: int, seed: int) -> Path:
    columns = made_shop(rows, seed=seed).everything()
    with path.open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(columns)
        for row in zip(*columns.values(), strict=True):
            table.writerow("" if value != value else value for value in row)
    return path


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("fit")
    named = {"train": (900, 1), "valid": (300, 2), "held": (400, 3)}
    found = {name: write_shop(folder / f"{name}.csv", *told) for name, told in named.items()}
    found["model"] = folder / "model"
    asked = ["train", "fit", "--data", str(found["train"]), "--valid", str(found["valid"])]
    assert run([*asked, "--out", str(found["model"]), *QUICK]) == 0
    return found


def test_training_leaves_a_model_and_curves_and_nothing_else(files: dict[str, Path]) -> None:
    left = {path.name for path in files["model"].iterdir()}
    assert left == {"model.json", "arrays.npz", "card.json", "tensorboard"}
    card = json.loads((files["model"] / "card.json").read_text())
    assert card["rows"] == 900 and len(card["data"]) == 64 and card["options"]["seed"] == 1


def test_evaluation_tells_every_figure(
    files: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["evaluate", "fit", "--model", str(files["model"]), "--data", str(files["held"])]
    assert run([*asked, "--json", "--out", str(tmp_path)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told) >= KEYS and told["rows"] == 400
    assert 0.6 < told["auc_macro"] < 1.0 and 0.0 <= told["ece"] < 0.2
    assert sum(map(sum, told["confusion"])) == 400
    assert set(told["groups"]) == {"height"}
    assert json.loads((tmp_path / "evaluation.json").read_text()) == told
    with Image.open(tmp_path / "reliability.png") as picture:
        assert picture.format == "PNG" and picture.width > picture.height
        assert len(picture.convert("L").getcolors() or []) > 5


def test_a_person_reads_a_report(
    files: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["evaluate", "fit", "--model", str(files["model"]), "--data", str(files["held"])]
    assert run(asked) == 0
    told = capsys.readouterr().out
    for part in (
        "Fit model",
        "By outcome",
        "Confusion matrix",
        "Reliability of P(fit)",
        "By height",
    ):
        assert part in told


def test_the_same_command_makes_the_same_model(files: dict[str, Path], tmp_path: Path) -> None:
    asked = ["train", "fit", "--data", str(files["train"]), "--valid", str(files["valid"])]
    assert run([*asked, "--out", str(tmp_path), *QUICK, "--json"]) == 0
    cards = [json.loads((f / "card.json").read_text()) for f in (tmp_path, files["model"])]
    assert cards[0] == cards[1]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        (["--weighing", "odd"], "weighing"),
        (["--device", "cuda:9"], "device"),
        (["--wandb", "online"], "offline"),
        (["--encoder", "shoe"], "column with an encoder"),
    ],
)
def test_what_can_not_be_is_refused(
    files: dict[str, Path], tmp_path: Path, changed: list[str], why: str,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    asked = ["train", "fit", "--data", str(files["train"]), "--valid", str(files["valid"])]
    assert run([*asked, "--out", str(tmp_path / "m"), *QUICK, *changed]) == 2
    assert why in capsys.readouterr().err
    assert not list((tmp_path / "m").glob("*.json"))


def test_a_folder_without_a_model_is_refused(
    files: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["evaluate", "fit", "--model", str(tmp_path), "--data", str(files["held"]), "--json"]
    assert run(asked) == 2
    assert json.loads(capsys.readouterr().out)["title"] == "FileRefused"
