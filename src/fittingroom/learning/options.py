"""How a fit model is trained."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from fittingroom.errors import InvalidInput

Weighing = Literal["none", "balanced", "root"]


@dataclass(frozen=True, slots=True)
class FitOptions:
    """How to train; the defaults are what did best on RentTheRunWay's validation rows.

    Args:
        seed: of everything random.
        folds: the history of each row comes from the others of so many folds.
        partitions: how many times rows are folded anew and networks and trees trained on them;
            their means answer.
        network: whether to train the network.
        trees: whether to train boosted trees beside it (needs lightgbm).
        epochs: the most passes over the rows.
        patience: stop after so many passes without a smaller log-loss on the validation rows.
        batch: rows a step.
        rate: the learning rate.
        decay: the weight decay.
        embedding_rate: the embeddings' learning rate, as a share of `rate`: the history says most
            of what they could, and what they learn beyond it is mostly learned by heart.
        embedding_decay: their weight decay.
        width: of the hidden layers.
        embedding: numbers a wearer or an item is embedded in.
        forget: how often a known wearer or item is treated as new while training, 0 to 1.
        dropout: of the hidden layers.
        weighing: how classes are weighted while training; calibration takes it back.
        rounds: the most trees a class.
        tree_rate: the trees' learning rate.
        leaves: of each tree.
        threads: of PyTorch and LightGBM; results are the same for the same number.
        device: "cpu" or "cuda"; mixed precision on cuda alone.
        encoders: columns whose files the network reads too: photo, image, depth, article_depth,
            pose, title.
        bert: a local folder with a BERT-like model that encodes titles; None: words are hashed.
        absorb: once training has stopped, train as long again on the validation rows too: a model
            should know as many outcomes as there are. Those rows themselves are still answered by
            the model without them, so that measuring on them stays honest.
        pretrain: passes of self-supervised training before, 0: none.
        checkpoint: a folder that training leaves its state in after each pass, to go on from.
        log_folder: where TensorBoard's event files go; None: nowhere.
        wandb: "offline" writes a Weights & Biases run beside them.
    """

    seed: int = 1
    folds: int = 10
    partitions: int = 1
    network: bool = True
    trees: bool = True
    epochs: int = 8
    patience: int = 4
    batch: int = 1024
    rate: float = 2e-3
    decay: float = 1e-4
    embedding_rate: float = 0.1
    embedding_decay: float = 1.0
    width: int = 96
    embedding: int = 8
    forget: float = 0.5
    dropout: float = 0.2
    weighing: Weighing = "none"
    rounds: int = 600
    tree_rate: float = 0.07
    leaves: int = 23
    threads: int = 2
    device: str = "cpu"
    encoders: tuple[str, ...] = ()
    bert: str | None = None
    absorb: bool = False
    pretrain: int = 0
    checkpoint: Path | None = None
    log_folder: Path | None = None
    wandb: str | None = None

    def __post_init__(self) -> None:
        _within("partitions", self.partitions, 1, 20)
        _within("folds", self.folds, 2, 100)
        _within("epochs", self.epochs, 1, 1000)
        _within("batch", self.batch, 8, 1_000_000)
        _within("rounds", self.rounds, 1, 100_000)
        _within("threads", self.threads, 1, 256)
        if self.weighing not in ("none", "balanced", "root"):
            raise InvalidInput(
                f"weighing is '{self.weighing}'; allowed are none, balanced, root",
                field="weighing", value=self.weighing, allowed="none, balanced, root",
            )  # fmt: skip
        if self.wandb not in (None, "offline"):
            raise InvalidInput(
                f"wandb is '{self.wandb}'; only 'offline' is allowed: nothing is sent anywhere",
                field="wandb", value=self.wandb, allowed="offline",
            )  # fmt: skip


def _within(name: str, value: int, low: int, high: int) -> None:
    if not low <= value <= high:
        raise InvalidInput(
            f"{name} is {value}; choose between {low} and {high}",
            field=name, value=value, allowed=f"{low} to {high}",
        )  # fmt: skip
