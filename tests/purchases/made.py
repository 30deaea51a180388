"""Purchases and files made for tests, to the schemas of the public sets."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from fittingroom.purchases.purchases import Purchases

RENTED = {
    "fit": "fit", "user_id": "420272", "bust size": "34d", "item_id": "2260466",
    "weight": "137lbs", "rating": "10", "rented for": "vacation", "review_text": "An adorable …",
    "body type": "hourglass", "review_summary": "So many compliments!", "category": "romper",
    "height": "5' 8\"", "size": 14, "age": "28", "review_date": "April 20, 2016",
}  # fmt: skip
CLOTH = {
    "item_id": "123373", "waist": "29.0", "size": 7, "quality": "5.0", "cup size": "dd/e",
    "hips": "38.0", "bra size": "34.0", "category": "new", "bust": "36", "height": "5ft 6in",
    "user_name": "Emily", "length": "just right", "fit": "small", "user_id": "991571",
    "shoe size": "8.0", "shoe width": "average", "review_summary": "Nice", "review_text": "Soft",
}  # fmt: skip


def write_lines(path: Path, rows: Iterable[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def made_purchases(rows: int = 300, *, seed: int = 3) -> Purchases:
    """Return purchases in which everything is told sometimes, outcomes follow the size."""
    rng = np.random.default_rng(seed)
    heights, sizes = rng.normal(168, 8, rows), rng.choice([4.0, 8.0, 12.0, 16.0], rows)
    fits = np.where(sizes < 6, "small", np.where(sizes > 14, "large", "fit")).astype(object)
    stray = rng.random(rows) < 0.2
    fits[stray] = rng.choice(["small", "fit", "large"], stray.sum())
    users, items = rng.integers(0, rows // 4, rows), rng.integers(0, rows // 10, rows)
    days = np.datetime64("2016-01-01") + rng.integers(0, 400, rows)
    return Purchases(
        {
            "user_id": users, "item_id": items, "size": sizes, "fit": fits,
            "height_cm": np.where(rng.random(rows) < 0.1, np.nan, heights),
            "weight_kg": rng.normal(65, 9, rows), "age_years": rng.integers(18, 80, rows),
            "body_type": rng.choice(["pear", "apple"], rows), "ordered_at": days,
            "category": rng.choice(["dress", "gown"], rows), "rating": rng.integers(1, 11, rows),
            "sex": ["female"] * rows, "bra_band_in": rng.choice([32.0, 34.0, 36.0], rows),
            "bra_cup": rng.choice(["a", "b", "c"], rows),
            "review": [f"it was {fit}" for fit in fits],
            "kept": np.where(fits == "fit", "kept", "returned"), "recommends": ["yes"] * rows,
            "return_reason": [f"too_{fit}" if fit != "fit" else None for fit in fits],
            "reviewed_at": days + 30, "quality": rng.integers(1, 6, rows),
            "length_said": rng.choice(["short", "long"], rows),
        }
    )  # fmt: skip
