"""Rankings by chance: Plackett-Luce, and the chance of each item at each position."""

from __future__ import annotations

import numpy as np

from fittingroom.arrays import Floats, Ints

EXACT_ITEMS = 8  # up to so many the chances are summed over all sets, above they are drawn
DRAWS = 4000


def draw_list(scores: Floats, length: int, rng: np.random.Generator) -> Ints:
    """Draw a ranking: each position takes an item with the odds exp(score) of those left.

    Source: Plackett 1975, Luce 1959; by Gumbel noise, Yellott 1977.
    """
    noisy = scores + rng.gumbel(size=len(scores))
    return np.argsort(-noisy)[:length]


def position_chances(scores: Floats, length: int, rng: np.random.Generator) -> Floats:
    """Return the chance of each item at each position, shape (item, position).

    Exact for up to `EXACT_ITEMS` items, else drawn `DRAWS` times.
    """
    count = len(scores)
    chances = np.zeros((count, length))
    if count > EXACT_ITEMS:
        noisy = scores + rng.gumbel(size=(DRAWS, count))
        order = np.argsort(-noisy, axis=1)[:, :length]
        for position in range(length):
            chances[:, position] = np.bincount(order[:, position], minlength=count) / DRAWS
        return chances
    odds = np.exp(scores - scores.max())
    reached = {0: 1.0}  # sets of items placed so far, as bits, and their chance
    for position in range(length):
        further: dict[int, float] = {}
        for placed, chance in reached.items():
            left = [n for n in range(count) if not placed >> n & 1]
            total = odds[left].sum()
            for n in left:
                share = chance * odds[n] / total
                chances[n, position] += share
                further[placed | 1 << n] = further.get(placed | 1 << n, 0.0) + share
        reached = further
    return chances
