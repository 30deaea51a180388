"""Encoders: an informative picture, depth map, pose or text makes a better model than none."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from fittingroom.errors import FileRefused, InvalidInput, MissingDependency, UnknownName
from fittingroom.learning.encoder_files import SIDE, Files, hash_text, read_files, read_pose
from fittingroom.learning.encoders import WIDTH, encode
from fittingroom.learning.keeping import load_fit_model, save_fit_model
from fittingroom.learning.layers import encoded, make_layers
from fittingroom.learning.measures import measure
from fittingroom.learning.network import EMBEDDED
from fittingroom.learning.options import FitOptions
from fittingroom.learning.rows import read_rows
from fittingroom.learning.training import train_fit
from fittingroom.purchases.purchases import Purchases

from .conftest import QUICK

LOOKS = 6  # of each kind
COLUMNS = {"image": "image", "article_depth": "article_depth", "pose": "pose", "title": "title"}


def made_files(folder: Path) -> dict[str, list[list[str]]]:
    """Two looks of each kind of file, `LOOKS` files of each."""
    random = np.random.default_rng(0)
    found: dict[str, list[list[str]]] = {column: [[], []] for column in COLUMNS}
    for look in range(2):
        for which in range(LOOKS):
            shade = (60 if look else 190) + random.integers(-30, 30, (16, 16, 3))
            Image.fromarray(shade.astype(np.uint8)).save(folder / f"p{look}{which}.png")
            found["image"][look].append(str(folder / f"p{look}{which}.png"))
            ramp = np.linspace(0, 255, 16)[:: 1 if look else -1]
            depth = np.tile(ramp, (16, 1)) + random.normal(0, 5, (16, 16))
            name = folder / f"d{look}{which}.png"
            Image.fromarray(np.clip(depth, 0, 255).astype(np.uint8)).save(name)
            found["article_depth"][look].append(str(name))
            pose = random.normal(0, 0.1, (33, 3)) + np.linspace(0, 1, 33)[:, None] * [
                1 - look,
                look,
                0,
            ]
            name = folder / f"l{look}{which}.json"
            name.write_text(json.dumps(pose.tolist()))
            found["pose"][look].append(str(name))
            found["title"][look].append(f"{('cosy oversized', 'slim tailored')[look]} cut {which}")
    return found


def shop(rows: int, files: dict[str, list[list[str]]], column: str, seed: int) -> Purchases:
    """Purchases whose outcome hangs on the look of one file alone, in three cases of four."""
    random = np.random.default_rng(seed)
    look, which = random.integers(0, 2, rows), random.integers(0, LOOKS, rows)
    fits = np.where(look == 1, "small", "large").astype(object)
    fits[random.random(rows) < 0.25] = "fit"
    named = [files[column][one][other] for one, other in zip(look, which, strict=True)]
    there = random.random(rows) < 0.9
    return Purchases(
        {
            "size": random.integers(4, 12, rows).astype(float),
            "height_cm": random.normal(168, 7, rows),
            "fit": fits,
            column: [name if told else None for name, told in zip(named, there, strict=True)],
        }
    )


@pytest.mark.parametrize("column", COLUMNS)
def test_an_informative_file_makes_a_better_model(column: str, tmp_path: Path) -> None:
    files = made_files(tmp_path)
    train, valid, held = (shop(n, files, column, s) for n, s in ((300, 1), (100, 2), (200, 3)))
    options = replace(QUICK, trees=False, folds=2, epochs=6, batch=50, rate=0.02, patience=9)
    without = train_fit(train, valid, options)
    seeing = train_fit(train, valid, replace(options, encoders=(column,)))
    figures = [measure(m.probabilities(held), held.outcomes()) for m in (without, seeing)]
    assert figures[1].log_loss < figures[0].log_loss - 0.2
    save_fit_model(seeing, tmp_path / "kept")
    again = load_fit_model(tmp_path / "kept").probabilities(held)
    assert again == pytest.approx(seeing.probabilities(held), abs=1e-5)
    nothing = seeing.probabilities(held.without([column]))
    assert nothing.sum(axis=1) == pytest.approx(1.0)


def test_numpy_encodes_as_pytorch_does() -> None:
    random = np.random.default_rng(1)
    read = random.normal(size=(5, 3, SIDE, SIDE)).astype(np.float32)
    which = np.array([0, 3, 4, 1, 3])
    torch.manual_seed(0)
    options = FitOptions(encoders=("image",))
    layers = make_layers(torch, 4, dict.fromkeys(EMBEDDED, 1), options, {"image": (3, SIDE, SIDE)})
    batch = {
        "image": torch.from_numpy(read[which]),
        "image_there": torch.from_numpy((which > 0).astype(np.float32)),
    }
    with torch.no_grad():
        expected = encoded(torch, layers, batch, "image").numpy()
    weights = {name: value.numpy().copy() for name, value in layers.state_dict().items()}
    found = encode("image", Files(read, which), weights)
    assert found.shape == (5, WIDTH) and np.std(found) > 0.0
    assert found == pytest.approx(expected, abs=1e-5)
    assert not found[0].any()


def test_a_pose_is_the_same_wherever_and_however_large(tmp_path: Path) -> None:
    points = np.random.default_rng(2).normal(size=(12, 3))
    for name, moved in (("a", points), ("b", 3.0 * points + [5.0, 1.0, 0.0])):
        (tmp_path / name).write_text(json.dumps(moved.tolist()))
    assert read_pose(str(tmp_path / "a")) == pytest.approx(read_pose(str(tmp_path / "b")), abs=1e-6)


def test_equal_words_hash_alike_and_others_not() -> None:
    assert np.array_equal(hash_text("Slim Cut"), hash_text("cut slim"))
    assert hash_text("slim cut") @ hash_text("wide skirt") < 0.5
    assert not hash_text("").any()


@pytest.mark.parametrize(
    ("column", "content", "why"),
    [
        ("image", b"\x89PNG no picture", "no picture"),
        ("image", None, "no such file"),
        ("pose", b"[[1, 2], [3]]", "landmarks"),
        ("pose", b"[[1, 2, 3]]", "2 to 33"),
        ("pose", b"[" * 100_000, "landmarks"),
        ("depth", b"", "no picture"),
    ],
)
def test_a_file_that_is_no_such_thing_is_refused(
    column: str, content: bytes | None, why: str, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / "file").write_bytes(content)
    rows = read_rows(Purchases({"size": [1.0], column: [str(tmp_path / "file")]}))
    with pytest.raises(FileRefused, match=why):
        read_files(rows, (column,))


def test_an_encoder_that_is_not_there_is_named() -> None:
    rows = read_rows(Purchases({"size": [1.0], "title": ["slim"]}))
    with pytest.raises(UnknownName, match="article_depth"):
        read_files(rows, ("article_deep",))
    with pytest.raises(FileRefused, match="no folder"):
        read_files(rows, ("title",), bert="no/such/folder")


def test_bert_is_asked_for_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "transformers", None)
    rows = read_rows(Purchases({"size": [1.0], "title": ["slim"]}))
    with pytest.raises(MissingDependency, match="transformers"):
        read_files(rows, ("title",), bert=str(tmp_path))
    assert issubclass(FileRefused, InvalidInput)
