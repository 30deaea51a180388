"""`fit_learner`: the product's own fit model as the loop trains, keeps and reads it.

The defaults of `FitOptions` are for a hundred thousand rows. A shop that begins has a few thousand:
a batch of 1,024 would be three steps a pass, and the network would end half-taught. Below
`ADAPTED_BELOW` rows nothing is trained from scratch at all: an adapter is learned on top of the
model that ships (benchmarks/new_shop.py).
"""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files
from pathlib import Path

from fittingroom.learning.adapting import AdaptedFit, adapt_fit
from fittingroom.learning.choosing import SHIPPED
from fittingroom.learning.learned import LearnedFit
from fittingroom.learning.model import FitModel
from fittingroom.learning.options import FitOptions
from fittingroom.loop.retraining import Learner
from fittingroom.progress import Progress, Work
from fittingroom.purchases.purchases import Purchases, concatenate

ADAPTED_BELOW = 4_000  # rows; from there on a model from scratch comes as near to the truth
STEPS = 25  # steps of a pass, where rows are few
LEAST_BATCH, EPOCHS = 64, 30


def fit_learner(options: FitOptions | None = None, *, adapted: bool = True) -> Learner:
    """Return how fit models are trained, kept and read.

    Args:
        options: of the training.
        adapted: whether few rows adapt the model that ships, rather than train from scratch.
    """
    chosen = options or FitOptions()

    def train(data: Purchases, valid: Purchases) -> Work[FitModel]:
        from fittingroom.learning.training import train_fit_steps

        if adapted and len(data) < ADAPTED_BELOW:
            yield Progress("adapt the model that ships", 0.5)
            return adapt_fit(shipped_fit(), concatenate([data, valid]))
        return (yield from train_fit_steps(data, valid, options_for(len(data), chosen)))

    def load(folder: Path) -> FitModel:
        from fittingroom.learning.keeping_adapted import load_any_fit

        return load_any_fit(folder)

    return Learner(train, _save, load, _limits)


def shipped_fit() -> LearnedFit:
    """Return the model that ships."""
    from fittingroom.learning.keeping import load_fit_model

    return load_fit_model(Path(str(files("fittingroom.learning").joinpath(SHIPPED))))


def options_for(rows: int, options: FitOptions) -> FitOptions:
    """Return options with batches and passes that few rows can be learned by."""
    batch = min(options.batch, max(LEAST_BATCH, rows // STEPS))
    if batch == options.batch:
        return options
    return replace(options, batch=batch, epochs=max(options.epochs, EPOCHS))


def _limits(model: FitModel) -> tuple[str, ...]:
    if not isinstance(model, AdaptedFit):
        return ()
    return (
        "An adapter on top of the model that ships: what these rows don't show of sizes and bodies"
        " comes from a simulated shop.",
    )


def _save(model: FitModel, folder: Path) -> None:
    from fittingroom.learning.keeping import save_fit_model
    from fittingroom.learning.keeping_adapted import save_adapted_fit

    if isinstance(model, AdaptedFit):
        save_adapted_fit(model, folder)
        return
    if not isinstance(model, LearnedFit):
        raise TypeError(f"{type(model).__name__} isn't a model that can be kept")
    save_fit_model(model, folder)
