"""The model that ships: learned in the simulated shop alone, so that anyone may use and sell it.

Its garments and brands bear names that no shop has ("simulated-17"): what it learned of them can't
be taken for knowledge of a real one. Wearers are left out altogether. Of a real garment it knows
what girths, style and cloth tell.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.learning.learned import LearnedFit
from fittingroom.learning.options import FitOptions
from fittingroom.loop.card import ModelCard
from fittingroom.loop.comparing import row_losses
from fittingroom.loop.hashing import code_version, data_hash
from fittingroom.loop.simulated_options import ShopOptions
from fittingroom.loop.simulated_people import draw_people
from fittingroom.loop.simulated_shop import Sales, SimulatedShop, open_shop, sell
from fittingroom.progress import Work
from fittingroom.purchases.purchases import Purchases

SEED = 20261125
SHOP = ShopOptions(people=20_000, brands=12, items=3, girth_error_cm=1.5, days=730)
ROWS, FRESH_ROWS = 50_000, 10_000
TRAINING = FitOptions(
    trees=False, partitions=1, epochs=10, width=48, embedding=4, absorb=False, threads=1
)
VALID_SHARE = 0.1
MADE_BY = "python scripts/default_weights.py"


@dataclass(frozen=True, slots=True)
class DefaultData:
    """What the shipped model is made of and held to.

    Args:
        shop: whose purchases.
        train: to learn from.
        valid: to stop by and to calibrate on.
        fresh: of people who weren't there, in the same clothes.
    """

    shop: SimulatedShop
    train: Purchases
    valid: Purchases
    fresh: Sales


def default_data(*, rows: int = ROWS, fresh_rows: int = FRESH_ROWS) -> DefaultData:
    """Simulate what the shipped model is made of: equal arguments, equal rows."""
    rng = np.random.default_rng(SEED)
    shop = open_shop(SHOP, rng)
    sold = named(sell(shop, rows, rng).purchases)
    border = round((1.0 - VALID_SHARE) * rows)
    others = fresh_people(shop, np.random.default_rng(SEED + 1))
    fresh = sell(others, fresh_rows, np.random.default_rng(SEED + 2))
    return DefaultData(
        shop=others,
        train=sold.take(np.arange(border)),
        valid=sold.take(np.arange(border, rows)),
        fresh=replace(fresh, purchases=named(fresh.purchases)),
    )


def fresh_people(shop: SimulatedShop, rng: np.random.Generator) -> SimulatedShop:
    """Return the shop with other people."""
    return replace(shop, people=draw_people(replace(shop.options, people=5_000), rng))


def named(purchases: Purchases) -> Purchases:
    """Return purchases under names that can't be taken for a real shop's, without wearers."""
    columns = purchases.everything()
    return purchases.without(["user_id", "title"]).replaced(
        {name: np.array([f"simulated-{key}" for key in columns[name]], object)
         for name in ("item_id", "brand") if name in columns}
    )  # fmt: skip


def train_default(data: DefaultData) -> Work[LearnedFit]:
    """Train the model that ships."""
    from fittingroom.learning.training import train_fit_steps

    return (yield from train_fit_steps(data.train, data.valid, TRAINING))


def default_metrics(data: DefaultData, probabilities: Floats) -> dict[str, float]:
    """Return how good probabilities are for fresh people: beside the class rates, which need no
    model, and the truth, which no model can beat.
    """
    fresh = data.fresh.purchases
    rates = np.bincount(data.train.outcomes(), minlength=3) / len(data.train)
    truth = data.fresh.truth
    far = (truth * np.log(truth / np.maximum(probabilities, 1e-12))).sum(axis=1)
    return {
        "log_loss": float(row_losses(fresh, probabilities).mean()),
        "log_loss_of_class_rates": float(row_losses(fresh, np.tile(rates, (len(fresh), 1))).mean()),
        "log_loss_of_the_truth": float(row_losses(fresh, truth).mean()),
        "nats_from_the_truth": float(far.mean()),
        "rows": float(len(fresh)),
    }


def default_card(data: DefaultData, metrics: dict[str, float]) -> ModelCard:
    """Return the card of the model that ships."""
    return ModelCard(
        title="The fit model that ships",
        kind="fit",
        purpose="P(small, fit, large) of a size for a shopper where a shop has no purchases of its"
        " own yet: a start for the advice, which then relies on the physical fit. Not for"
        " anything else about a person.",
        source="simulated",
        data_hash=data_hash(data.train),
        rows=len(data.train),
        code_version=code_version(),
        metrics=metrics,
        measured_on=f"{len(data.fresh.purchases)} simulated purchases of people it never saw, in"
        " clothes it knows",
        made_by=MADE_BY,
        limits=(
            "Of real brands and garments it knows nothing but girths, style and cloth: whether"
            " they run small it can't know.",
        ),
    )
