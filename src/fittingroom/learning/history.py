"""What the past of an item, a size, a wearer says about a row: features from tallies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.learning.tallies import Tally, out_of_fold, tally, what_is_tallied
from fittingroom.purchases.schema import FITS

_BODY = ("size", "relative", "weight_kg", "height_cm", "bust_cm", "waist_girth_cm", "hip_girth_cm",
         "age_years")  # fmt: skip
_SIZES = ("size", "relative")
TALLIED = MappingProxyType(
    {
        "item": _BODY,
        "item_size": _BODY,
        "user": _SIZES,
        "user_category": _SIZES,
        "user_size": (),
        "category_size": (),
        "category": (),
        "brand": _SIZES,
        "style": _SIZES,
    }
)
BELIEVED = MappingProxyType({"user": 2.0, "user_category": 2.0, "user_size": 2.0})
BELIEVED_ELSE = 10.0  # rows that the share of all rows counts for in a group's share


@dataclass(frozen=True, slots=True)
class History:
    """The past, by group.

    Args:
        tallies: by group.
        shares: of each outcome among all rows, shape (3,).
    """

    tallies: Mapping[str, Tally]
    shares: Floats

    def features(
        self, places: Mapping[str, Ints], numbers: Mapping[str, Floats]
    ) -> dict[str, Floats]:
        """Return the features of new rows, from their places in each group."""
        found: dict[str, Floats] = {}
        for group, past in self.tallies.items():
            found |= _features(group, past.of(places[group]), numbers, self.shares)
        return found

    def counts(self, places: Mapping[str, Ints], groups: tuple[str, ...]) -> Floats:
        """Return how many outcomes stand behind each row, shape (row, group)."""
        rows = len(places["all"])
        found = np.zeros((rows, len(groups)))
        for which, group in enumerate(groups):
            if group in self.tallies:
                sums = self.tallies[group].of(places[group])
                found[:, which] = sum(sums[f"n:{fit}"] for fit in FITS)
        return found


def learn_history(
    places: Mapping[str, Ints], numbers: Mapping[str, Floats], outcomes: Ints, folds: Ints
) -> tuple[History, dict[str, Floats]]:
    """Return the history of all rows, and each row's features from the other folds.

    Args:
        places: of each row in each group, -1 where it's in none.
        numbers: what is tallied, NaN where missing.
        outcomes: places in `FITS`.
        folds: the fold of each row, 0 and up.
    """
    told = max(int((outcomes >= 0).sum()), 1)
    shares = np.array([(outcomes == code).sum() / told for code in range(len(FITS))])
    tallies: dict[str, Tally] = {}
    found: dict[str, Floats] = {}
    for group, names in TALLIED.items():
        if group not in places:
            continue
        given = {name: numbers[name] for name in names if not np.isnan(numbers[name]).all()}
        values, of_rows = what_is_tallied(given, outcomes), places[group]
        count = int(of_rows.max(initial=-1)) + 1
        tallies[group] = tally(count, of_rows, values)
        found |= _features(group, out_of_fold(count, of_rows, values, folds), numbers, shares)
    return History(tallies, shares), found


def _features(
    group: str, sums: Mapping[str, Floats], numbers: Mapping[str, Floats], shares: Floats
) -> dict[str, Floats]:
    """Return shares shrunk to those of all rows, and deviations from the group's means."""
    counts = [sums[f"n:{fit}"] for fit in FITS]
    count, believed = sum(counts), BELIEVED.get(group, BELIEVED_ELSE)
    found = {f"{group}:n": np.log1p(count)}
    for code, fit in enumerate(FITS):
        if fit != "fit":
            found[f"{group}:{fit}"] = (counts[code] + believed * shares[code]) / (count + believed)
    for key in sums:
        if key.startswith("sum:"):
            _, name, kind = key.split(":")
            known = sums[f"n:{name}:{kind}"]
            mean = np.divide(sums[key], known, out=np.full(len(known), np.nan), where=known > 0.5)
            found[f"{group}:{name}:{kind}"] = numbers[name] - mean
    return found
