"""A made shop: people of a few tastes and sizes choose from items that some tastes and sizes like;
newer items are chosen more. Learned rankers must find what popularity can't.
"""

from __future__ import annotations

import numpy as np

from fittingroom.purchases.purchases import Purchases

TASTES = 6


def shop(people: int = 900, items: int = 120, seed: int = 5) -> Purchases:
    """Return two to five choices of each person, by day."""
    rng = np.random.default_rng(seed)
    taste_of, start = np.arange(items) % TASTES, rng.integers(0, 300, items)
    lure = rng.normal(0.0, 0.8, items)
    rows: dict[str, list[object]] = {name: [] for name in (
        "user_id", "item_id", "size", "weight_kg", "age_years", "body_type", "category",
        "reviewed_at", "rating", "fit",
    )}  # fmt: skip
    for person in range(people):
        taste, weight = int(rng.integers(TASTES)), float(rng.normal(68.0, 12.0))
        days = np.sort(rng.integers(0, 400, int(rng.integers(2, 6))))
        seen: set[int] = set()
        for day in days:
            near = np.exp(-np.abs(day - start) / 60.0)
            odds = np.exp(lure + 2.5 * (taste_of == taste)) * near
            odds[list(seen)] = 0.0
            item = int(rng.choice(items, p=odds / odds.sum()))
            seen.add(item)
            told = (
                f"u{person}", f"i{item}", round(weight / 6.0), weight, 20.0 + 5 * taste,
                f"type{taste % 3}", f"category{item % TASTES // 2}",
                np.datetime64("2020-01-01") + int(day), float(rng.integers(2, 11)),
                ("small", "fit", "large")[int(rng.integers(3))],
            )  # fmt: skip
            for name, value in zip(rows, told, strict=True):
                rows[name].append(value)
    return Purchases(rows)  # type: ignore[arg-type]
