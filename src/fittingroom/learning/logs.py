"""Where training writes its curves: TensorBoard's event files, and Weights & Biases offline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from fittingroom.errors import MissingDependency
from fittingroom.learning.network_training import Log
from fittingroom.learning.options import FitOptions


@contextmanager
def opened_log(options: FitOptions) -> Iterator[Log]:
    """Give what takes each pass's figures, and close its files in the end.

    Raises:
        MissingDependency: TensorBoard or wandb is asked for and isn't installed.
    """
    board = _board(options) if options.log_folder is not None else None
    run = _wandb(options) if options.wandb is not None else None

    def log(passes: int, figures: Mapping[str, float]) -> None:
        for name, value in figures.items():
            if board is not None:
                board.add_scalar(name, value, passes)
        if run is not None:
            run.log(dict(figures), step=passes)

    try:
        yield log
    finally:
        if board is not None:
            board.close()
        if run is not None:
            run.finish()


def _board(options: FitOptions) -> Any:
    try:
        from torch.utils.tensorboard import SummaryWriter
    except ModuleNotFoundError as error:
        raise MissingDependency("tensorboard", extra="learning", purpose="its curves") from error
    return SummaryWriter(str(options.log_folder))


def _wandb(options: FitOptions) -> Any:
    try:
        import wandb
    except ModuleNotFoundError as error:
        raise MissingDependency("wandb", extra="wandb", purpose="--wandb offline") from error
    return wandb.init(mode="offline", project="fittingroom", dir=str(options.log_folder or "."))
