"""Sizes that don't compare: items sold on different scales, or one item on two."""

from __future__ import annotations

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.purchases.cleaning_pairs import groups_of
from fittingroom.purchases.purchases import Purchases
from fittingroom.purchases.report import Finding, examples_of

SIZES_TOLD = 3  # an item shows its scale when at least so many sizes of it were sold


def sizes_on_several_scales(purchases: Purchases) -> list[Finding]:
    """Tell of items whose sizes step otherwise than most items' do.

    An item's scale shows in the usual step between its sizes: 4 for numbers doubled, 6 for
    letters, 1 where petite and tall cuts stand between. A size means one thing on one scale only,
    so models count an item's sizes against its own.
    """
    every = purchases.everything()
    if not {"item_id", "size"} <= set(every):
        return []
    steps, items = _steps(groups_of(purchases, ("item_id",)), every["size"])
    if not len(steps):
        return []
    values, counts = np.unique(steps, return_counts=True)
    usual = values[np.argmax(counts)]
    other = set(items[steps != usual].tolist())
    if not other:
        return []
    rows = np.isin(groups_of(purchases, ("item_id",)), list(other))
    shown = [
        f"{counts[place]:,} items step by {values[place]:g}" for place in np.argsort(-counts)[:3]
    ]
    says = f"rows of items whose sizes step otherwise than by {usual:g}"
    rule, count = "sizes on several scales", int(rows.sum())
    return [Finding(rule, "size", count, "only told", says, examples_of(shown))]


def _steps(items: Ints, sizes: Floats) -> tuple[Floats, Ints]:
    """Return the middle step between the sizes of each item that shows one, and those items."""
    known = ~np.isnan(sizes)
    pairs = np.unique(np.column_stack([items[known], sizes[known]]), axis=0)
    steps = np.diff(pairs[:, 1])
    same = np.diff(pairs[:, 0]) == 0
    owners, steps = pairs[1:, 0][same].astype(np.int64), steps[same]
    order = np.lexsort((steps, owners))
    owners, steps = owners[order], steps[order]
    shown, first, counts = np.unique(owners, return_index=True, return_counts=True)
    enough = counts >= SIZES_TOLD - 1
    return steps[(first + (counts - 1) // 2)[enough]], shown[enough]
