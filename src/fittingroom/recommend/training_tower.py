"""Train the two-tower and the sequence model with a contrastive loss over each batch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.progress import Progress, Work
from fittingroom.recommend.askers import RECENT, Askers
from fittingroom.recommend.popularity import fit_popularity
from fittingroom.recommend.ranker import Training
from fittingroom.recommend.tower import Tower

if TYPE_CHECKING:
    from fittingroom.recommend._torch import Towers

WATCHED = 3000  # askers by whom training is stopped


@dataclass(frozen=True, slots=True)
class TowerOptions:
    """How the towers learn.

    Args:
        width: of a vector.
        dropout: share left out in training.
        rate: of learning.
        decay: of weights.
        batch: rows whose items are each other's negatives.
        epochs: at most.
        patience: epochs without gain after which it stops.
        sequence: a gated recurrent unit over the last choices, in order, instead of their mean.
        seed: of weights and order.
        threads: of torch: more than one only waits at batches of this size.
    """

    width: int = 64
    dropout: float = 0.2
    rate: float = 2e-3
    decay: float = 0.1
    batch: int = 512
    epochs: int = 8
    patience: int = 1
    sequence: bool = False
    seed: int = 1
    threads: int = 1


@dataclass(frozen=True, slots=True)
class Watched:
    """Askers whose choice is known, to stop by.

    Args:
        askers: who.
        item: what they chose, shape (asker,).
    """

    askers: Askers
    item: Ints


@dataclass(frozen=True, slots=True)
class Trained:
    """What came of training.

    Args:
        tower: the best epoch's.
        epochs: how many that took.
        losses: mean log-loss of the watched askers' choices after each epoch.
    """

    tower: Tower
    epochs: int
    losses: tuple[float, ...]


def train_tower(
    training: Training, watched: Watched | None = None, options: TowerOptions | None = None
) -> Work[Trained]:
    """Train, telling how far it is.

    Every item of a batch stands there as often as it is popular, and so as a negative too often:
    its logit is corrected by the logarithm of its share. The logit is `lift + log share`, so the
    corrected one is the lift itself, which is what the towers learn.

    Args:
        training: the choices.
        watched: stop when these choices are predicted no better; without them all epochs are run.
        options: how.

    Source: logQ correction, Yi et al. 2019, *Sampling-bias-corrected neural modeling for large
    corpus item recommendations*, RecSys, equation 3.
    """
    import torch

    o = options or TowerOptions()
    torch.set_num_threads(o.threads)
    share = fit_popularity(training).share
    order = np.random.default_rng(o.seed)
    torch.manual_seed(o.seed)
    towers = _towers(training, o)
    steps = torch.optim.AdamW(towers.parameters(), lr=o.rate, weight_decay=o.decay)
    best, losses = Trained(_tower(towers, training, share), 0, ()), []
    for epoch in range(1, o.epochs + 1):
        for done in _epoch(towers, steps, training, order, o.batch):
            yield Progress(f"train, round {epoch}", (epoch - 1 + done) / o.epochs)
        tower = _tower(towers, training, share)
        if watched is None:
            best = Trained(tower, epoch, ())
            continue
        losses.append(log_loss(tower, watched))
        if losses[-1] <= min(losses):
            best = Trained(tower, epoch, ())
        elif epoch - best.epochs >= o.patience:
            break
    return Trained(best.tower, best.epochs, tuple(losses))


def log_loss(tower: Tower, watched: Watched) -> float:
    """Return the mean of minus the logarithm of the chosen items' probability."""
    scores = tower.scores(watched.askers).astype(np.float64)
    top = scores.max(axis=1, keepdims=True)
    total = top[:, 0] + np.log(np.exp(scores - top).sum(axis=1))
    return float(np.mean(total - scores[np.arange(len(scores)), watched.item]))


def _epoch(
    towers: Towers, steps: Any, training: Training, order: np.random.Generator, batch: int
) -> Any:
    import torch

    towers.train()
    rows = order.permutation(len(training.item))
    for start in range(0, len(rows), batch):
        some = rows[start : start + batch]
        item = torch.as_tensor(training.item[some])
        askers = towers.asker_vectors(*_given(training.before, some))
        logits = askers @ towers.item_vectors(item).T + towers.bias[item]
        again = (item[:, None] == item[None, :]) & ~torch.eye(len(item), dtype=torch.bool)
        logits = logits.masked_fill(again, -1e9)
        loss = torch.nn.functional.cross_entropy(logits, torch.arange(len(item)))
        steps.zero_grad()
        loss.backward()
        steps.step()
        yield (start + len(some)) / len(rows)


def _given(askers: Askers, rows: Ints) -> tuple[Any, Any, Any]:
    import torch

    return (
        torch.as_tensor(askers.recent[rows]),
        torch.as_tensor(np.asarray(askers.numbers[rows], np.float32)),
        torch.as_tensor(askers.words[rows]),
    )


def _towers(training: Training, o: TowerOptions) -> Towers:
    from fittingroom.recommend._torch import Towers

    known = training.known
    return Towers(
        items=len(known.items), numbers=training.before.numbers.shape[1],
        words=[len(words) + 1 for words in known.words], article=known.article, width=o.width,
        dropout=o.dropout, sequence=o.sequence, recent=RECENT,
    )  # fmt: skip


def _tower(towers: Towers, training: Training, share: Floats) -> Tower:
    weights = {name: values.copy() for name, values in towers.arrays().items()}
    return Tower(weights, training.known.article, share)
