"""Train the network: batches, early stopping on the validation rows, checkpoints."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fittingroom.arrays import Floats, Ints
from fittingroom.learning._torch import torch_with
from fittingroom.learning.batches import FitDataset, load_batches
from fittingroom.learning.checkpoints import FILE, Checkpoint, read_checkpoint, write_checkpoint
from fittingroom.learning.features import Table
from fittingroom.learning.layers import log_odds, make_layers, place_and_gap
from fittingroom.learning.network import EMBEDDED, Network
from fittingroom.learning.options import FitOptions
from fittingroom.learning.pretraining import pretrain
from fittingroom.learning.scaling import learn_scaling
from fittingroom.progress import Progress, Work

Log = Callable[[int, Mapping[str, float]], None]
WARM = 0.1  # share of the steps until the learning rate is full


@dataclass(frozen=True, slots=True)
class Trained:
    """A trained network.

    Args:
        network: the best one by validation.
        losses: log-loss on the validation rows after each pass.
    """

    network: Network
    losses: tuple[float, ...]

    @property
    def passes(self) -> int:
        """Which pass was the best."""
        return int(np.argmin(self.losses)) + 1


def train_network(
    table: Table,
    outcomes: Ints,
    valid: Table,
    valid_outcomes: Ints,
    options: FitOptions,
    log: Log,
    more: Table | None = None,
    passes: int | None = None,
) -> Work[Trained]:
    """Train until the validation rows' log-loss no longer falls.

    Args:
        table: features of the training rows, out of fold.
        outcomes: theirs.
        valid: features of the validation rows.
        valid_outcomes: theirs.
        options: how.
        log: told each pass's figures.
        more: rows without outcomes, for `pretrain` passes beside the others.
        passes: so many and no others, whatever the validation rows say.
    """
    torch = torch_with(options.threads, options.device)
    scaling = learn_scaling(table.values, table.names)
    shown = scaling.of(table.values)
    places = {group: _places(table, group) for group in EMBEDDED}
    members = {group: int(place.max(initial=0)) for group, place in places.items()}
    torch.manual_seed(options.seed)
    shapes = {column: table.files[column].read.shape[1:] for column in options.encoders}
    layers = make_layers(torch, shown.shape[1], members, options, shapes).to(options.device)
    dataset = FitDataset(torch, shown, places, outcomes, table.files)
    weights = torch.from_numpy(class_weights(outcomes, options)).to(options.device)
    state = _State(torch, layers, options, steps=math.ceil(len(dataset) / options.batch))
    best = Checkpoint(0, (), _arrays(layers), _arrays(layers), {})
    if options.pretrain and not (options.checkpoint and (options.checkpoint / FILE).is_file()):
        every = [shown] if more is None else [shown, scaling.of(more.values)]
        yield from pretrain(torch, layers, np.concatenate(every), options)
        best = Checkpoint(0, (), _arrays(layers), _arrays(layers), {})
    if options.checkpoint is not None:
        best = state.resume(read_checkpoint(options.checkpoint, best))
    while not _done(best, options, passes):
        yield Progress(f"train the network, pass {best.passes + 1}", best.passes / options.epochs)
        trained = state.one_pass(dataset, weights, best.passes)
        network = Network(scaling, _arrays(layers), options.encoders, options.bert)
        odds = network.probabilities(valid.values, valid.places, valid.files)
        loss = log_loss(odds, valid_outcomes)
        log(best.passes, {"loss/train": trained, "loss/valid": loss})
        better = loss < min(best.losses, default=math.inf) or passes is not None
        best = Checkpoint(
            best.passes + 1, (*best.losses, loss), _arrays(layers),
            _arrays(layers) if better else best.best, state.moments(),
        )  # fmt: skip
        if options.checkpoint is not None:
            write_checkpoint(options.checkpoint, best)
    network = Network(scaling, best.best, options.encoders, options.bert)
    return Trained(network, best.losses)


def log_loss(odds: Floats, outcomes: Ints) -> float:
    """Return the mean of -log P of what happened."""
    told = np.maximum(odds[np.arange(len(outcomes)), outcomes], 1e-12)
    return float(-np.log(told).mean())


def class_weights(outcomes: Ints, options: FitOptions) -> NDArray[np.float32]:
    """Return the weight of each class: rarer ones more, as the options say; the mean row's is 1."""
    shares = np.maximum(np.bincount(outcomes, minlength=3) / len(outcomes), 1e-6)
    power = {"none": 0.0, "root": 0.5, "balanced": 1.0}[options.weighing]
    weights = shares**-power
    return np.asarray(weights / (weights * shares).sum(), np.float32)


class _State:
    """Layers and their optimiser, on their way."""

    def __init__(self, torch: Any, layers: Any, options: FitOptions, *, steps: int) -> None:
        self.torch, self.layers, self.options, self.steps = torch, layers, options, steps
        embedded = [layers[group].weight for group in EMBEDDED]
        known = {id(weight) for weight in embedded}
        rest = [weight for weight in layers.parameters() if id(weight) not in known]
        self.adam = torch.optim.AdamW(
            [
                {"params": rest, "weight_decay": options.decay, "share": 1.0},
                {
                    "params": embedded,
                    "weight_decay": options.embedding_decay,
                    "share": options.embedding_rate,
                },
            ]
        )
        self.half = options.device != "cpu"  # mixed precision
        self.scaler = torch.amp.GradScaler(options.device, enabled=self.half)

    def one_pass(self, dataset: FitDataset, weights: Any, passes: int) -> float:
        """Learn from every row once and return the mean loss."""
        torch, options = self.torch, self.options
        torch.manual_seed(1000 * options.seed + passes)  # dropout of this pass, resumed or not
        total, batches = (
            0.0,
            load_batches(torch, dataset, options.batch, seed=options.seed + passes),
        )
        for which, batch in enumerate(batches):
            self._set_rate((passes * self.steps + which) / (options.epochs * self.steps))
            moved = {name: value.to(options.device) for name, value in batch.items()}
            with torch.autocast(options.device.split(":")[0], enabled=self.half):
                place, gap = place_and_gap(torch, self.layers, moved, options, training=True)
            odds = log_odds(torch, place, gap)
            loss = torch.nn.functional.nll_loss(odds, moved["outcome"], weights, reduction="sum")
            loss = loss / len(moved["outcome"])
            self.adam.zero_grad()
            self.scaler.scale(loss).backward()
            self.scaler.step(self.adam)
            self.scaler.update()
            total += float(loss.detach()) * len(moved["outcome"])
        return total / len(dataset)

    def _set_rate(self, done: float) -> None:
        rate = min(done / WARM, 0.5 + 0.5 * math.cos(math.pi * done)) * self.options.rate
        for group in self.adam.param_groups:
            group["lr"] = rate * group["share"]

    def moments(self) -> dict[str, NDArray[np.float32]]:
        """Return the optimiser's state as arrays."""
        return {
            f"{which}:{name}": value.cpu().numpy().copy()
            for which, state in self.adam.state_dict()["state"].items()
            for name, value in state.items()
        }

    def resume(self, saved: Checkpoint) -> Checkpoint:
        """Go on from a checkpoint."""
        torch = self.torch
        self.layers.load_state_dict({n: torch.from_numpy(v) for n, v in saved.last.items()})
        state: dict[int, dict[str, Any]] = {}
        for key, value in saved.moments.items():
            which, name = key.split(":")
            state.setdefault(int(which), {})[name] = torch.from_numpy(np.array(value))
        self.adam.load_state_dict(self.adam.state_dict() | {"state": state})
        return saved


def _places(table: Table, group: str) -> Ints:
    found = table.places.get(group)
    return np.zeros(len(table.values), np.int64) if found is None else found + 1


def _arrays(layers: Any) -> dict[str, NDArray[np.float32]]:
    return {
        name: value.detach().cpu().numpy().copy() for name, value in layers.state_dict().items()
    }


def _done(state: Checkpoint, options: FitOptions, passes: int | None) -> bool:
    if passes is not None or state.passes >= options.epochs:
        return state.passes >= (passes or options.epochs)
    losses, patience = state.losses, options.patience
    return len(losses) > patience and min(losses[-patience:]) > min(losses[:-patience])
