"""A kept model says the same when loaded; damaged, foreign or oversized files are refused."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fittingroom.errors import FileRefused
from fittingroom.learning import kept_files
from fittingroom.learning.checkpoints import forget_checkpoint
from fittingroom.learning.keeping import load_fit_model, save_fit_model
from fittingroom.learning.kept_files import ARRAYS, CARD, CONFIG, TREES
from fittingroom.learning.learned import LearnedFit
from fittingroom.learning.measures import measure
from fittingroom.learning.options import FitOptions
from fittingroom.learning.training import absorb, train_fit
from fittingroom.purchases.purchases import Purchases

from .conftest import QUICK


@pytest.fixture
def folder(model: LearnedFit, tmp_path: Path) -> Path:
    save_fit_model(model, tmp_path / "model")
    return tmp_path / "model"


def test_a_loaded_model_says_the_same(model: LearnedFit, folder: Path, held: Purchases) -> None:
    """Deviates are kept in single precision: equal to 1e-5."""
    loaded = load_fit_model(folder)
    assert loaded.probabilities(held) == pytest.approx(model.probabilities(held), abs=1e-5)
    assert np.array_equal(loaded.evidence(held), model.evidence(held))
    assert loaded.card == model.card and loaded.card.rows == 3000


def test_no_wearer_is_named_in_the_files(folder: Path, train: Purchases) -> None:
    for path in folder.iterdir():
        content = path.read_bytes()
        for user in set(train.inputs()["user_id"][:50].tolist()):
            assert f'"{user}"'.encode() not in content
    with np.load(folder / ARRAYS) as arrays:
        assert arrays["members/user"].dtype == np.uint64


@pytest.mark.parametrize("name", [CONFIG, ARRAYS, TREES.format(1), CARD])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(FileRefused, match=name):
        load_fit_model(folder)


@pytest.mark.parametrize("name", [CONFIG, ARRAYS, TREES.format(1), CARD])
@pytest.mark.parametrize("harm", ["half", "noise", "empty"])
def test_a_damaged_file_is_refused(folder: Path, name: str, harm: str) -> None:
    content = (folder / name).read_bytes()
    damaged = {
        "half": content[: len(content) // 2],
        "noise": bytes(byte ^ 0x5A if at % 97 == 0 else byte for at, byte in enumerate(content)),
        "empty": b"",
    }
    (folder / name).write_bytes(damaged[harm])
    with pytest.raises(FileRefused, match="train or copy it again"):
        load_fit_model(folder)


def test_arrays_of_other_shapes_are_refused(folder: Path) -> None:
    with np.load(folder / ARRAYS) as read:
        arrays = dict(read)
    arrays["stack/bias"] = np.zeros(4)
    kept_files.write_arrays(folder / ARRAYS, arrays)
    config = json.loads((folder / CONFIG).read_text())
    config["files"][ARRAYS] = kept_files.digest((folder / ARRAYS).read_bytes())
    (folder / CONFIG).write_text(json.dumps(config))
    with pytest.raises(FileRefused, match="stack/bias"):
        load_fit_model(folder)


def test_what_unpacks_to_too_much_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_files, "ARRAYS_BYTES", 200_000)
    with pytest.raises(FileRefused, match=r"unpacks to too much|more than"):
        load_fit_model(folder)


def test_another_kind_or_format_is_refused(folder: Path) -> None:
    (folder / CONFIG).write_text('{"kind": "recommend", "format": 1}')
    with pytest.raises(FileRefused, match="no fit model"):
        load_fit_model(folder)


def test_without_trees_nothing_heavy_is_loaded(
    train: Purchases, valid: Purchases, tmp_path: Path
) -> None:
    """A fresh interpreter predicts with a network by numpy alone."""
    light = FitOptions(**{**_fields(QUICK), "trees": False, "folds": 2, "epochs": 1})
    save_fit_model(train_fit(train, valid, light), tmp_path)
    code = (
        "import sys; from fittingroom.learning.keeping import load_fit_model;"
        "from fittingroom.purchases.purchases import Purchases;"
        f"m = load_fit_model({str(tmp_path)!r});"
        "print(m.probabilities(Purchases({'item_id': ['i1'], 'size': [9.0]})).sum());"
        "print([n for n in ('torch', 'pandas', 'lightgbm', 'sklearn') if n in sys.modules])"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split("\n")
    assert float(said[0]) == pytest.approx(1.0)
    assert said[1] == "[]"


def _fields(options: FitOptions) -> dict[str, object]:
    return {name: getattr(options, name) for name in FitOptions.__dataclass_fields__}


def test_absorbed_rows_help_others_and_never_answer_for_themselves(
    model: LearnedFit, train: Purchases, valid: Purchases, held: Purchases, tmp_path: Path
) -> None:
    absorbed = absorb(model, train, valid)
    assert np.array_equal(absorbed.probabilities(valid), model.probabilities(valid))
    before = measure(model.probabilities(held), held.outcomes()).log_loss
    after = measure(absorbed.probabilities(held), held.outcomes()).log_loss
    assert after < before
    assert absorbed.evidence(held).sum() > model.evidence(held).sum()
    save_fit_model(absorbed, tmp_path)
    loaded = load_fit_model(tmp_path)
    for rows in (valid, held):
        assert loaded.probabilities(rows) == pytest.approx(absorbed.probabilities(rows), abs=1e-5)


def test_two_partitions_are_kept_and_answer_together(
    train: Purchases, valid: Purchases, held: Purchases, tmp_path: Path
) -> None:
    options = replace(QUICK, partitions=2, epochs=1, rounds=10, checkpoint=tmp_path / "state")
    two = train_fit(train.take(np.arange(800)), valid, options)
    forget_checkpoint(tmp_path / "state")
    assert not (tmp_path / "state").exists()
    assert len(two.networks) == len(two.trees) == 2
    assert two.trees[0].text != two.trees[1].text
    save_fit_model(two, tmp_path / "kept")
    loaded = load_fit_model(tmp_path / "kept")
    assert loaded.probabilities(held) == pytest.approx(two.probabilities(held), abs=1e-5)


def test_training_again_with_the_validation_rows_helps_others(
    model: LearnedFit, train: Purchases, valid: Purchases, held: Purchases, tmp_path: Path
) -> None:
    again = train_fit(train, valid, replace(QUICK, absorb=True))
    assert again.before is not None and again.card.metrics == model.card.metrics
    assert np.array_equal(again.probabilities(valid), model.probabilities(valid))
    losses = [measure(m.probabilities(held), held.outcomes()).log_loss for m in (again, model)]
    assert losses[0] < losses[1]
    save_fit_model(again, tmp_path)
    loaded = load_fit_model(tmp_path)
    for rows in (valid, held):
        assert loaded.probabilities(rows) == pytest.approx(again.probabilities(rows), abs=1e-5)
