"""`fit_learner`: the product's own fit model as the loop trains, keeps and reads it.

The defaults of `FitOptions` are for a hundred thousand rows. A shop that begins has a few thousand:
a batch of 1,024 would be three steps a pass, and the network would end half-taught.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from fittingroom.learning.learned import LearnedFit
from fittingroom.learning.model import FitModel
from fittingroom.learning.options import FitOptions
from fittingroom.loop.retraining import Learner
from fittingroom.progress import Work
from fittingroom.purchases.purchases import Purchases

STEPS = 25  # steps of a pass, where rows are few
LEAST_BATCH, EPOCHS = 64, 30


def fit_learner(options: FitOptions | None = None) -> Learner:
    """Return how fit models are trained, kept and read.

    Args:
        options: of the training.
    """
    chosen = options or FitOptions()

    def train(data: Purchases, valid: Purchases) -> Work[FitModel]:
        from fittingroom.learning.training import train_fit_steps

        return (yield from train_fit_steps(data, valid, options_for(len(data), chosen)))

    def load(folder: Path) -> FitModel:
        from fittingroom.learning.keeping import load_fit_model

        return load_fit_model(folder)

    return Learner(train, _save, load)


def options_for(rows: int, options: FitOptions) -> FitOptions:
    """Return options with batches and passes that few rows can be learned by."""
    batch = min(options.batch, max(LEAST_BATCH, rows // STEPS))
    if batch == options.batch:
        return options
    return replace(options, batch=batch, epochs=max(options.epochs, EPOCHS))


def _save(model: FitModel, folder: Path) -> None:
    from fittingroom.learning.keeping import save_fit_model

    if not isinstance(model, LearnedFit):
        raise TypeError(f"{type(model).__name__} isn't a model that can be kept")
    save_fit_model(model, folder)
