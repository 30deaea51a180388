"""How each body group is advised, held to the truth of the simulated shop.

    python benchmarks/advice_groups.py [--people 300] [--seed 3] [--model DIR]

Every person asks for every garment of the catalogue. Told are how often a size is named, how
probable it truly is that it fits, what the best size would add, and how sure the advice was.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from fittingroom.garment.catalogue import catalogue
from fittingroom.learning.keeping import load_fit_model
from fittingroom.loop.advice_groups import advise_groups
from fittingroom.loop.simulated_options import ShopOptions
from fittingroom.loop.simulated_people import draw_people
from fittingroom.progress import finish


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--model", type=Path)
    told = parser.parse_args()
    people = draw_people(ShopOptions(people=told.people), np.random.default_rng(told.seed))
    model = None if told.model is None else load_fit_model(told.model)
    groups = finish(advise_groups(people, list(catalogue.values()), model=model))
    print("| group | cases | a size is named | it fits | the best adds | said to be right |")
    print("|---|---|---|---|---|---|")
    for name, f in groups.items():
        share, low, high = (round(100 * x) for x in f.named)
        if np.isfinite(f.fits.error):
            fits = f"{f.fits.value:.2f} ({f.fits.low:.2f} to {f.fits.high:.2f})"
            rest = f"{fits} | {f.lost.value:.3f} | {f.sureness:.2f}"
        else:
            rest = "too few people | – | –"
        print(f"| {name} | {f.cases} | {share} % ({low} to {high}) | {rest} |")


if __name__ == "__main__":
    main()
