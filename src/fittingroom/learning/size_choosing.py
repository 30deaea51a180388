"""The size a wearer would choose of an item, learned without any outcome.

    size = expected of the body + wearer + wearer in that category + item + noise

People who order a larger size than they otherwise would, of an item whose wearers all do, heard
that it runs small; what a row's size differs by from this is a feature. Fitted by backfitting
shrunk means, as a linear mixed model.

Source: Robinson, That BLUP is a good thing, Statistical Science 6 (1991).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from fittingroom.arrays import Floats, Ints, frozen

GROUPS = {"user": 0.5, "item": 2.0, "user_category": 2.0, "category": 2.0}  # noise over variance
SWEEPS = 6


@dataclass(frozen=True, slots=True)
class Choosing:
    """What was learned.

    Args:
        deviates: by group, one value a member.
    """

    deviates: Mapping[str, Floats]

    def features(self, places: Mapping[str, Ints], relative: Floats) -> dict[str, Floats]:
        """Return how far each row's size is from the one she'd choose, and from what she would of
        any item.

        Args:
            places: of each row in each group.
            relative: the size less the one expected of the body.
        """
        moved = {g: _spread(values, places[g]) for g, values in self.deviates.items()}
        wearer = moved.get("user", 0.0) + moved.get("user_category", 0.0)
        item = moved.get("item", 0.0) + moved.get("category", 0.0)
        return {
            "chosen:beyond": relative - wearer - item,
            "chosen:wearer": relative - wearer,
            "chosen:item": np.zeros(len(relative)) + item,
        }


def learn_choosing(
    places: Mapping[str, Ints], counts: Mapping[str, int], relative: Floats, rows: Floats
) -> Choosing:
    """Learn from the sizes of some rows.

    Args:
        places: of each row in each group.
        counts: the members of each group.
        relative: the size less the one expected of the body, NaN where unknown.
        rows: the weight of each row.
    """
    weight = np.where(np.isnan(relative), 0.0, rows)
    left = np.nan_to_num(relative)
    deviates = {group: np.zeros(counts[group]) for group in GROUPS if group in counts}
    for _ in range(SWEEPS):
        for group, values in deviates.items():
            count, bins = counts[group], np.where(places[group] >= 0, places[group], counts[group])
            left = left + _spread(values, places[group])
            sums = np.bincount(bins, weight * left, count + 1)[:count]
            known = np.bincount(bins, weight, count + 1)[:count]
            deviates[group] = sums / (known + GROUPS[group])
            left = left - _spread(deviates[group], places[group])
    return Choosing({group: frozen(values) for group, values in deviates.items()})


def _spread(values: Floats, places: Ints) -> Floats:
    if len(values) == 0:
        return np.zeros(len(places))
    return np.where(places >= 0, values[places], 0.0)
