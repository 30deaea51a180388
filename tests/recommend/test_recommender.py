"""Training, keeping and evaluating the whole, and its doors on the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fittingroom.cli.app import run
from fittingroom.errors import FileRefused, InvalidInput
from fittingroom.progress import finish
from fittingroom.purchases.purchases import Purchases
from fittingroom.recommend.evaluation import evaluate_recommend
from fittingroom.recommend.interactions import joined
from fittingroom.recommend.keeping import load_recommender, save_recommender
from fittingroom.recommend.measuring import rank_all
from fittingroom.recommend.recommender import Recommender
from fittingroom.recommend.training import TrainingOptions, train_recommend_steps
from fittingroom.recommend.training_tower import TowerOptions

from .shop import shop


def test_the_product_beats_each_of_its_rankers(trained: Recommender, made: Any) -> None:
    """On last choices that nothing was fitted on; a twentieth is left for chance."""
    choices = made.training.counts()

    def gain(score: Any) -> float:
        return float(rank_all(score, made.askers, made.item, choices).gains().mean())

    product = gain(trained.scores)
    for name, ranker in trained.rankers.items():
        assert product > 0.95 * gain(ranker.scores), name
    assert product > 2.0 * gain(trained.rankers["popularity"].scores)


def test_knowing_the_day_helps(trained: Recommender, made: Any) -> None:
    choices = made.training.counts()
    blind = rank_all(trained.scores, made.askers, made.item, choices).gains().mean()
    seeing = rank_all(trained.scores_now, made.clock, made.item, choices).gains().mean()
    assert seeing > blind


def test_a_kept_recommender_is_the_same(trained: Recommender, made: Any, tmp_path: Path) -> None:
    save_recommender(trained, tmp_path)
    again = load_recommender(tmp_path)
    some = made.askers.take(np.arange(30))
    np.testing.assert_array_equal(again.scores(some), trained.scores(some))
    assert again.known.items == trained.known.items
    assert (again.history.item == trained.history.item).all()
    assert not list(tmp_path.glob("*.pkl"))


@pytest.mark.parametrize(
    ("key", "value"),
    [("format", "other"), ("rankers", ["nothing"]), ("items", ["one"]), ("words", 3)],
)
def test_a_strange_document_is_refused(
    key: str, value: object, trained: Recommender, tmp_path: Path
) -> None:
    save_recommender(trained, tmp_path)
    path = tmp_path / "recommender.json"
    document = json.loads(path.read_text())
    path.write_text(json.dumps(document | {key: value}))
    with pytest.raises(FileRefused, match="holds no recommender"):
        load_recommender(tmp_path)


def test_strange_arrays_are_refused(trained: Recommender, tmp_path: Path) -> None:
    save_recommender(trained, tmp_path)
    path = tmp_path / "recommender.npz"
    with np.load(path) as kept:
        arrays = dict(kept)
    for name, values in (
        ("weights", np.array(["a"])), ("weights", np.full(8, np.nan)), ("weights", np.ones((1, 2))),
        ("known/article", arrays["known/article"] + 10_000),
    ):  # fmt: skip
        np.savez(path, **(arrays | {name: values}))
        with pytest.raises(FileRefused):
            load_recommender(tmp_path)
    np.savez(path, weights=np.array([{"evil": 1}], object))
    with pytest.raises(FileRefused):
        load_recommender(tmp_path)
    path.write_bytes(b"PK\x03\x04 not really")
    with pytest.raises(FileRefused):
        load_recommender(tmp_path)
    path.unlink()
    with pytest.raises(FileRefused):
        load_recommender(tmp_path)


def test_evaluating_counts_misses_and_new_people(trained: Recommender) -> None:
    purchases = shop(people=60, seed=11)  # other people of the same names: u0 to u59 are known
    told = evaluate_recommend(trained, purchases).as_json()
    assert set(told) >= {"hr_10", "ndcg_10", "coverage", "novelty", "users", "with_clock"}
    assert told["users"] == 60
    assert told["hr_10_interval"][0] <= told["hr_10"] <= told["hr_10_interval"][1]
    columns = dict(purchases.everything())
    strangers = Purchases(columns | {"user_id": [f"new{n}" for n in range(len(purchases))]})
    with pytest.raises(InvalidInput, match="earlier choice"):
        evaluate_recommend(trained, strangers)
    unknown = Purchases(columns | {"item_id": ["never seen"] * len(purchases)})
    told = evaluate_recommend(trained, unknown).as_json()
    assert told["hr_10"] == 0.0
    assert told["unknown_items"] == 60


def test_too_few_validation_choices_are_refused(made: Any) -> None:
    few = made.parts.valid.take(np.arange(10))
    with pytest.raises(InvalidInput, match="validation"):
        finish(train_recommend_steps(made.parts.train, few))


def test_refitting_takes_in_the_validation_choices(made: Any) -> None:
    options = TrainingOptions(tower=TowerOptions(width=4, epochs=1, batch=512), refit=True)
    again = finish(train_recommend_steps(made.parts.train, made.parts.valid, options))
    assert len(again.history) == len(joined(made.parts.train, made.parts.valid))
    assert replace(options, refit=False) != options


def test_the_doors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    frame = shop(people=400).frame().drop(columns=["rating"])
    cut = int(0.8 * len(frame))
    order = np.random.default_rng(1).permutation(len(frame))
    for name, rows in (("train", order[:cut]), ("valid", order[cut:])):
        frame.iloc[np.sort(rows)].to_csv(tmp_path / f"{name}.csv", index=False)
    files = {name: str(tmp_path / f"{name}.csv") for name in ("train", "valid")}
    out = str(tmp_path / "model")
    arguments = ["--data", files["train"], "--valid", files["valid"], "--out", out, "--json"]
    assert run(["train", "recommend", *arguments, "--epochs", "1"]) == 0
    assert json.loads(capsys.readouterr().out)["users"] > 100
    arguments = ["--model", out, "--data", files["valid"], "--json"]
    assert run(["evaluate", "recommend", *arguments]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {"hr_10", "ndcg_10", "coverage", "novelty", "users"} <= set(told)
    assert run(["evaluate", "recommend", "--model", str(tmp_path), "--data", files["valid"]]) == 2


def test_ranking_needs_no_torch() -> None:
    """A kept recommender is read and used without torch, implicit or pandas."""
    code = (
        "import sys, fittingroom.recommend.keeping, fittingroom.recommend.recommending;"
        "heavy = ('torch', 'implicit', 'pandas', 'faiss', 'sklearn');"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
