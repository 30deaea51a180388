"""The network: numpy against PyTorch, resumed against uninterrupted, what it leaves behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from fittingroom.errors import FileRefused
from fittingroom.learning.batches import FitDataset, load_batches
from fittingroom.learning.checkpoints import FILE
from fittingroom.learning.features import Table
from fittingroom.learning.layers import log_odds, make_layers, place_and_gap
from fittingroom.learning.measures import measure
from fittingroom.learning.network import EMBEDDED, Network
from fittingroom.learning.network_training import class_weights, train_network
from fittingroom.learning.options import FitOptions
from fittingroom.learning.pretraining import pretrain
from fittingroom.learning.rows import read_rows
from fittingroom.learning.scaling import learn_scaling
from fittingroom.learning.training import train_fit
from fittingroom.progress import finish
from fittingroom.purchases.purchases import Purchases

from .conftest import QUICK


def table_of(rows: int, *, seed: int) -> tuple[Table, np.ndarray]:
    random = np.random.default_rng(seed)
    values = random.normal(size=(rows, 5)).astype(np.float32)
    values[random.random(values.shape) < 0.1] = np.nan
    places = {group: random.integers(-1, 20, rows) for group in EMBEDDED}
    outcomes = np.digitize(np.nan_to_num(values[:, 0]) + random.normal(size=rows), [-1.0, 1.0])
    return Table(tuple("abcde"), values, places, np.full((rows, 3), 1 / 3)), outcomes


def silent(passes: int, figures: Mapping[str, float]) -> None:
    assert passes >= 0 and figures


def test_numpy_says_what_pytorch_says() -> None:
    """Equal to 1e-5, single precision's own."""
    table, _ = table_of(64, seed=1)
    scaling = learn_scaling(table.values, table.names)
    shown = scaling.of(table.values)
    torch.manual_seed(3)
    options = FitOptions(width=16, embedding=3)
    layers = make_layers(torch, shown.shape[1], dict.fromkeys(EMBEDDED, 20), options)
    for weight in layers.parameters():
        torch.nn.init.normal_(weight, 0.0, 0.3)
    with torch.no_grad():
        for group in EMBEDDED:
            layers[group].weight[0] = 0.0
    batch = {"shown": torch.from_numpy(shown)}
    batch |= {group: torch.from_numpy(table.places[group] + 1) for group in EMBEDDED}
    with torch.no_grad():
        expected = log_odds(
            torch, *place_and_gap(torch, layers, batch, options, training=False)
        ).exp()
    weights = {name: value.numpy().copy() for name, value in layers.state_dict().items()}
    found = Network(scaling, weights).probabilities(table.values, table.places)
    assert found == pytest.approx(expected.numpy(), abs=1e-5)
    assert np.std(found[:, 0]) > 0.01


def test_log_odds_far_out_are_finite() -> None:
    odds = log_odds(torch, torch.tensor([0.0, 80.0, -80.0]), torch.tensor([0.05, 0.05, 30.0]))
    assert torch.isfinite(odds).all()
    assert odds.exp().sum(dim=1).numpy() == pytest.approx(1.0, abs=1e-5)


def test_batches_hold_every_row_once_in_an_order_by_seed() -> None:
    table, outcomes = table_of(100, seed=2)
    shown = np.nan_to_num(table.values)
    places = {group: place + 1 for group, place in table.places.items()}
    dataset = FitDataset(torch, shown, places, outcomes)
    drawn = [np.concatenate([b["shown"].numpy() for b in load_batches(torch, dataset, 32, seed=s)])
             for s in (1, 1, 2)]  # fmt: skip
    assert np.array_equal(drawn[0], drawn[1]) and not np.array_equal(drawn[0], drawn[2])
    assert sorted(map(tuple, drawn[0])) == sorted(map(tuple, shown))
    assert int(dataset[7]["outcome"]) == outcomes[7] and len(dataset) == 100


def test_a_resumed_run_is_an_uninterrupted_one(tmp_path: Path) -> None:
    (table, told), (valid, known) = table_of(600, seed=3), table_of(200, seed=4)
    options = replace(QUICK, epochs=4, patience=9, batch=64, checkpoint=tmp_path / "left")
    whole = finish(
        train_network(table, told, valid, known, replace(options, checkpoint=None), silent)
    )
    interrupted = train_network(table, told, valid, known, options, silent)
    for _ in range(3):  # the third pass is announced, not done
        next(interrupted)
    interrupted.close()
    resumed = finish(train_network(table, told, valid, known, options, silent))
    assert resumed.losses == whole.losses and len(whole.losses) == 4
    for name, weights in whole.network.weights.items():
        assert np.array_equal(resumed.network.weights[name], weights), name


def test_a_damaged_checkpoint_is_refused(tmp_path: Path) -> None:
    (table, told), (valid, known) = table_of(200, seed=3), table_of(100, seed=4)
    options = replace(QUICK, epochs=1, checkpoint=tmp_path)
    finish(train_network(table, told, valid, known, options, silent))
    with pytest.raises(FileRefused, match="another model"):
        finish(train_network(table, told, valid, known, replace(options, width=7), silent))
    (tmp_path / FILE).write_bytes(b"PK\x03\x04 no")
    with pytest.raises(FileRefused, match="damaged"):
        finish(train_network(table, told, valid, known, options, silent))


def test_it_stops_when_validation_no_longer_gets_better() -> None:
    (table, _), (valid, _) = table_of(400, seed=5), table_of(200, seed=6)
    random = np.random.default_rng(0)
    options = replace(QUICK, epochs=60, patience=2, rate=0.02, batch=32)
    noise = random.integers(0, 3, 400), random.integers(0, 3, 200)
    found = finish(train_network(table, noise[0], valid, noise[1], options, silent))
    assert len(found.losses) < 60


def test_tensorboard_gets_the_curves(train: Purchases, valid: Purchases, tmp_path: Path) -> None:
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    train_fit(train, valid, replace(QUICK, epochs=2, trees=False, folds=2, log_folder=tmp_path))
    events = EventAccumulator(str(tmp_path)).Reload()
    for name in ("loss/train", "loss/valid"):
        curve = events.Scalars(name)
        assert [point.step for point in curve] == [0, 1]
        assert all(0.1 < point.value < 2.0 for point in curve)


def test_rare_outcomes_weigh_more_when_asked_to() -> None:
    """Balanced by hand: 8 of 10 rows fit, so a fit weighs (1 / 0.8) / 3 and the others 10 / 3."""
    outcomes = np.array([1] * 8 + [0, 2])
    balanced = class_weights(outcomes, replace(QUICK, weighing="balanced"))
    assert balanced == pytest.approx([10 / 3, 1 / 2.4, 10 / 3], rel=1e-5)
    assert class_weights(outcomes, QUICK) == pytest.approx(1.0)
    assert (balanced[outcomes]).mean() == pytest.approx(1.0)


def test_a_network_of_weighted_classes_says_rare_outcomes_more_often() -> None:
    (table, _), (valid, _) = table_of(1500, seed=7), table_of(300, seed=8)
    random = np.random.default_rng(1)
    rare = [random.choice(3, size=n, p=[0.05, 0.9, 0.05]) for n in (1500, 300)]
    said = []
    for weighing in ("none", "balanced"):
        options = replace(QUICK, epochs=6, rate=0.02, patience=9, weighing=weighing, batch=100)
        work = train_network(table, rare[0], valid, rare[1], options, lambda p, f: None)
        network = finish(work).network
        said.append(network.probabilities(valid.values, valid.places)[:, 0].mean())
    assert said[0] < 0.12 and said[1] > said[0]


def test_pretraining_learns_to_fill_in_what_is_masked() -> None:
    """Features that go together can be told from each other; the loss falls far below 1."""
    random = np.random.default_rng(4)
    common = random.normal(size=(800, 1))
    shown = (common + 0.1 * random.normal(size=(800, 6))).astype(np.float32)
    options = replace(QUICK, pretrain=12, rate=0.01, batch=100)
    layers = make_layers(torch, 6, dict.fromkeys(EMBEDDED, 3), options)
    before = layers["second"].weight.detach().clone()
    losses = finish(pretrain(torch, layers, shown, options))
    assert len(losses) == 12 and losses[-1] < 0.3 < losses[0]
    assert not torch.equal(layers["second"].weight, before)


def test_rows_without_outcomes_help_where_few_have_one(
    train: Purchases, valid: Purchases, held: Purchases
) -> None:
    """The sizes that 2,850 others chose help 150 rows with an outcome: seen once, by seed."""
    fits = np.array(train.everything()["fit"], object)
    fits[150:] = None
    few = train.replaced({"fit": fits})
    options = replace(QUICK, trees=False, epochs=3, pretrain=2)
    with_them = train_fit(few, valid, options)
    without = train_fit(few.take(np.arange(150)), valid, options)
    losses = [
        measure(m.probabilities(held), held.outcomes()).log_loss for m in (with_them, without)
    ]
    assert losses[0] < losses[1] + 0.01
    assert with_them.evidence(held)[:, 1].sum() == without.evidence(held)[:, 1].sum()


def test_who_was_only_in_rows_without_an_outcome_is_new_to_the_network(
    train: Purchases, valid: Purchases
) -> None:
    """Such rows have places beyond those that the network was trained on."""
    model = train_fit(train, valid, replace(QUICK, trees=False, epochs=1))
    table, network = model.table(read_rows(valid)), model.networks[0]
    beyond, new = (
        network.probabilities(
            table.values, {group: np.full(len(valid), place) for group in EMBEDDED}, table.files
        )
        for place in (10**6, -1)
    )
    np.testing.assert_array_equal(beyond, new)
