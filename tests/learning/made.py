"""A shop of made purchases whose truth is known: sizes, bodies, items that run small or large."""

from __future__ import annotations

import numpy as np

from fittingroom.learning.ordinal import ordinal_probabilities
from fittingroom.purchases.purchases import Purchases
from fittingroom.purchases.schema import FITS


def made_shop(
    rows: int, *, seed: int, users: int = 300, items: int = 40, world: int = 0, shift: float = 0.0
) -> Purchases:
    """Draw purchases; `world` fixes people and items, `seed` who buys what.

    Args:
        shift: added to every item's true size: another shop, whose things run that much larger.
    """
    truth, random = np.random.default_rng(world), np.random.default_rng(seed)
    height = truth.normal(166, 7, users)
    bust = truth.normal(92, 8, users)
    habit, runs = truth.normal(0, 0.7, users), truth.normal(shift, 1.0, items)
    who, what = random.integers(0, users, rows), random.integers(0, items, rows)
    true = 10.0 + (bust[who] - 92) / 4
    size = np.clip(np.round(true + habit[who] * 0.3 + random.normal(0, 1.2, rows)), 2, 20)
    place = 1.2 * (true + habit[who] - size - runs[what])
    odds = ordinal_probabilities(place, np.full(rows, 2.0))
    drawn = (random.random(rows)[:, None] > odds.cumsum(axis=1)).sum(axis=1)
    return Purchases(
        {
            "user_id": [f"u{n}" for n in who],
            "item_id": [f"i{n}" for n in what],
            "category": [("dress", "top", "skirt")[n % 3] for n in what],
            "height_cm": np.where(random.random(rows) < 0.1, np.nan, height[who]),
            "bust_girth_cm": np.where(random.random(rows) < 0.1, np.nan, bust[who]),
            "size": size,
            "fit": [FITS[min(n, 2)] for n in drawn],
        }
    )
