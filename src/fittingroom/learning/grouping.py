"""Who and what past purchases are grouped by: items, wearers, and pairs of them."""

from __future__ import annotations

from collections.abc import Collection
from types import MappingProxyType

import numpy as np

from fittingroom.learning.keys import NOBODY, Keys, digests, joined
from fittingroom.learning.rows import Rows

GROUPS = MappingProxyType(
    {
        "all": (),
        "item": ("item_id",),
        "item_size": ("item_id", "size"),
        "user": ("user_id",),
        "user_category": ("user_id", "category"),
        "user_size": ("user_id", "size"),
        "size": ("size",),
        "category": ("category",),
        "category_size": ("category", "size"),
        "brand": ("brand",),
        "style": ("style",),
        "body_type": ("body_type",),
    }
)


def group_keys(
    rows: Rows, secret: bytes, groups: Collection[str] = tuple(GROUPS)
) -> dict[str, Keys]:
    """Return the key of each row in every group, `NOBODY` where it has none.

    Args:
        rows: the inputs.
        secret: the key of the model's digests.
        groups: those that are wanted.
    """
    single: dict[str, Keys] = {}
    for group in groups:
        for name in GROUPS[group]:
            if name not in single:
                words = rows.number(name) if name == "size" else rows.word(name)
                said = [None if word != word else word for word in words]
                single[name] = digests(said, secret)
    found = {}
    for group in groups:
        names = GROUPS[group]
        if not names:
            found[group] = np.ones(rows.count, np.uint64)
            continue
        keys = single[names[0]]
        for name in names[1:]:
            keys = joined(keys, single[name])
        found[group] = keys
    return found


def told(keys: Keys) -> bool:
    """Whether any row belongs to a group at all."""
    return bool((keys != NOBODY).any())
