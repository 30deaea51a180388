"""The loop's commands: models, retrain, fairness, drift, review."""

import json

import numpy as np
import pytest

from fittingroom.cli.app import run
from fittingroom.cli.retrain import seconds_of
from fittingroom.errors import InvalidInput
from fittingroom.learning.keeping import save_fit_model
from fittingroom.learning.options import FitOptions
from fittingroom.learning.training import train_fit
from fittingroom.loop.registry import ModelRegistry
from fittingroom.loop.simulated_options import ShopOptions
from fittingroom.loop.simulated_shop import open_shop, sell
from fittingroom.purchases.purchases import concatenate

from .cards import a_card, writes
from .rows import write_rows

SMALL = FitOptions(trees=False, width=16, epochs=3, folds=3, threads=1)


@pytest.fixture(scope="module")
def shop():
    return open_shop(
        ShopOptions(people=800, brands=2, items=2, start="2020-01-01"), np.random.default_rng(1)
    )


@pytest.fixture(scope="module")
def trained(shop, tmp_path_factory):
    """Return the folder of a real, small model, and rows it never saw."""
    data, valid, rest = (sell(shop, n, np.random.default_rng(n)) for n in (2_000, 400, 2_500))
    folder = tmp_path_factory.mktemp("model")
    save_fit_model(train_fit(data.purchases, valid.purchases, SMALL), folder)
    return folder, rest.purchases


def told(capsys):
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def models(tmp_path):
    registry = ModelRegistry(tmp_path / "models")
    names = [registry.add(a_card(), writes(text), verdict="kept out: no").name for text in "ab"]
    return registry, names, ["--registry", str(registry.folder)]


def test_models_are_listed_shown_promoted_and_rolled_back(models, capsys):
    registry, (first, second), where = models
    assert run(["models", "list", *where, "--json"]) == 0
    listed = told(capsys)
    assert [m["name"] for m in listed["models"]] == [first, second] and not listed["champion"]
    assert run(["models", "promote", first, *where]) == 0
    assert run(["models", "promote", second, *where, "--why", "try it", "--json"]) == 0
    assert registry.champion("fit").name == second
    capsys.readouterr()
    assert run(["models", "show", *where, "--json"]) == 0
    shown = told(capsys)
    assert shown["name"] == second and shown["log"][0]["why"] == "try it"
    assert shown["card"]["cannot_support"]
    assert run(["models", "roll-back", *where]) == 0
    assert registry.champion("fit").name == first
    assert run(["models", "roll-back", *where]) == 2
    assert run(["models", "list", *where]) == 0
    assert first in capsys.readouterr().out


def test_damaged_models_are_named_and_refused(models, capsys):
    registry, (first, _), where = models
    (registry.entry("fit", first).folder / "weights.bin").write_text("z")
    assert run(["models", "promote", first, *where]) == 2
    assert "damaged" in capsys.readouterr().err
    assert run(["models", "list", *where, "--json"]) == 0
    assert list(told(capsys)["damaged"]) == [first]


@pytest.mark.parametrize(
    "line",
    [
        ["models", "show", "0009-aaaaaaaa"],
        ["models", "list", "--kind", "drape"],
        ["models", "show"],
        ["retrain"],
        ["retrain", "--data", "a.csv", "--service", "b"],
        ["retrain", "--data", "a.csv", "--every", "soon"],
        ["review", "--data", "missing.csv"],
        ["review", "--data", "missing.csv", "--most", "0"],
    ],
)
def test_bad_lines_are_bad_input(line, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run(line) == 2


def test_every_reads_times():
    assert [seconds_of(text) for text in ("30m", "12h", "7d", "5s")] == [1800, 43200, 604800, 5]
    for text in ("0d", "1w", "-1d", "1.5h", ""):
        with pytest.raises(InvalidInput, match="30m"):
            seconds_of(text)


def test_retrain_promotes_then_keeps_an_equal_one_out(shop, tmp_path, capsys, monkeypatch):
    """The real learner through the command: the first model takes over from none, the same
    feedback again brings nothing better.
    """
    import fittingroom.learning.options as options

    monkeypatch.setattr(options, "FitOptions", lambda trees: SMALL)
    months = [sell(shop, 900, np.random.default_rng(70 + n), first_day=30 * n, days=30).purchases
              for n in range(3)]  # fmt: skip
    file = write_rows(concatenate(months), tmp_path / "feedback.jsonl")
    line = ["retrain", "--data", str(file), "--registry", str(tmp_path / "models"), "--json"]
    assert run(line) == 0
    first = told(capsys)
    assert first["promoted"] and first["champion"] == first["challenger"]
    assert first["feedback"]["accepted"] == 2_700
    assert run(line) == 0
    second = told(capsys)
    assert not second["promoted"] and second["champion"] == first["champion"]
    assert "isn't surely better" in second["reasons"][0]
    line.remove("--json")
    assert run(line) == 0
    assert "kept out" in capsys.readouterr().out


def test_a_schedule_goes_on_until_it_is_stopped(tmp_path, capsys, monkeypatch):
    """Too little feedback is a note, not the end: the next time there may be more."""
    pauses = []

    def stop_at_second(seconds):
        pauses.append(seconds)
        if len(pauses) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr("fittingroom.cli.retrain.time.sleep", stop_at_second)
    file = tmp_path / "few.csv"
    file.write_text("user_id,item_id,size,fit\n1,2,3,fit\n")
    line = ["retrain", "--data", str(file), "--registry", str(tmp_path / "m"), "--every", "12h"]
    assert run(line) == 130
    assert pauses == [43_200.0, 43_200.0]
    assert capsys.readouterr().err.count("can't teach a model") == 2


def test_fairness_passes_and_fails_with_status_3(trained, tmp_path, capsys):
    folder, rows = trained
    file = write_rows(rows, tmp_path / "held.jsonl")
    line = ["fairness", "--model", str(folder), "--data", str(file), "--json"]
    assert run(line) == 0
    assert told(capsys)["fair"]
    inputs = rows.inputs()
    fits = rows.everything()["fit"].copy()
    fits[inputs["height_cm"] < 160.0] = "small"  # the model never learned that
    harmed = write_rows(rows.replaced({"fit": fits}), tmp_path / "harmed.jsonl")
    line[4] = str(harmed)
    assert run(line) == 3
    report = told(capsys)
    assert any("height_cm below 160" in finding for finding in report["findings"])
    line.remove("--json")
    assert run(line) == 3
    assert "found:" in capsys.readouterr().out


def test_drift_ends_with_status_3_on_an_alarm(shop, trained, tmp_path, capsys):
    folder, rows = trained
    half = len(rows) // 2
    before = write_rows(rows.take(np.arange(half)), tmp_path / "before.jsonl")
    after = rows.take(np.arange(half, len(rows)))
    same = write_rows(after, tmp_path / "after.jsonl")
    line = ["drift", "--before", str(before), "--after", str(same), "--model", str(folder)]
    assert run([*line, "--json"]) == 0
    assert told(capsys)["alarms"] == []
    heavier = after.replaced({"weight_kg": after.inputs()["weight_kg"] + 8.0})
    line[4] = str(write_rows(heavier, tmp_path / "heavier.jsonl"))
    assert run(line) == 3
    assert "weight_kg" in capsys.readouterr().out


def test_review_lists_rows_with_reasons_and_no_measurements(trained, tmp_path, capsys):
    folder, rows = trained
    few = rows.take(np.arange(40))
    file = write_rows(few, tmp_path / "few.jsonl")
    assert run(["review", "--data", str(file), "--model", str(folder), "--json"]) == 0
    queue = told(capsys)
    assert queue["rows"] == queue["looked_at"] == 40
    assert set(queue) == {"rows", "looked_at", "by_gravest_reason", "queue"}
    assert run(["review", "--data", str(file), "--model", "none"]) == 0
    assert "looked at" in capsys.readouterr().out
