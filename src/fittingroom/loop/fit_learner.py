"""`fit_learner`: the product's own fit model as the loop trains, keeps and reads it."""

from __future__ import annotations

from pathlib import Path

from fittingroom.learning.learned import LearnedFit
from fittingroom.learning.model import FitModel
from fittingroom.learning.options import FitOptions
from fittingroom.loop.retraining import Learner
from fittingroom.progress import Work
from fittingroom.purchases.purchases import Purchases


def fit_learner(options: FitOptions | None = None) -> Learner:
    """Return how fit models are trained, kept and read.

    Args:
        options: of the training.
    """
    chosen = options or FitOptions()

    def train(data: Purchases, valid: Purchases) -> Work[FitModel]:
        from fittingroom.learning.training import train_fit_steps

        return (yield from train_fit_steps(data, valid, chosen))

    def load(folder: Path) -> FitModel:
        from fittingroom.learning.keeping import load_fit_model

        return load_fit_model(folder)

    return Learner(train, _save, load)


def _save(model: FitModel, folder: Path) -> None:
    from fittingroom.learning.keeping import save_fit_model

    if not isinstance(model, LearnedFit):
        raise TypeError(f"{type(model).__name__} isn't a model that can be kept")
    save_fit_model(model, folder)
