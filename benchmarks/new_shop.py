"""What a new shop has of the model that ships: its own few rows on top, or a model from scratch.

    python benchmarks/new_shop.py [--seed 1]

A simulated shop that the shipped model never saw: other people, other brands and items. Told is how
far each model is from the true probabilities of 3,000 purchases [nat], by how many of the shop's
rows there are. The shop's people answer as the shipped model's did: a real shop gains less.
"""

from __future__ import annotations

import argparse
from importlib.resources import files
from pathlib import Path

import numpy as np

from fittingroom.learning.adapting import adapt_fit
from fittingroom.learning.keeping import load_fit_model
from fittingroom.learning.options import FitOptions
from fittingroom.loop.fit_learner import fit_learner
from fittingroom.loop.simulated_options import ShopOptions
from fittingroom.loop.simulated_shop import Sales, open_shop, sell
from fittingroom.progress import finish

ROWS = (500, 1_000, 2_000, 4_000, 8_000)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    seed = parser.parse_args().seed
    base = load_fit_model(Path(str(files("fittingroom.learning").joinpath("data/default_fit"))))
    shop = open_shop(ShopOptions(people=3_000, brands=6, items=3), np.random.default_rng(seed))
    test = sell(shop, 3_000, np.random.default_rng(seed + 1))
    learner = fit_learner(FitOptions(trees=False, width=48, threads=1), adapted=False)
    print("| rows | class rates | shipped as it is | shipped, adapted | from scratch |")
    print("|---|---|---|---|---|")
    for rows in ROWS:
        own = sell(shop, rows, np.random.default_rng(seed + rows)).purchases
        cut = round(0.875 * rows)
        parts = own.take(np.arange(cut)), own.take(np.arange(cut, rows))
        models = (base, adapt_fit(base, own), finish(learner.train(*parts)))
        rates = np.bincount(own.outcomes(), minlength=3) / rows
        far = [_far(test, rates)]
        far += [_far(test, model.probabilities(test.purchases)) for model in models]
        print(f"| {rows:,} | {' | '.join(f'{nats:.3f}' for nats in far)} |", flush=True)


def _far(test: Sales, odds: np.ndarray) -> float:
    return float((test.truth * np.log(test.truth / np.maximum(odds, 1e-12))).sum(axis=1).mean())


if __name__ == "__main__":
    main()
