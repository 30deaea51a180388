"""What people of a similar body and size said of the same item: a kernel regression per item.

Source: Nadaraya, Theory Probab. Appl. 9 (1964); Watson, Sankhya A 26 (1964). Shrunk to what the
true sizes say, where hardly anybody similar wore the item.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from fittingroom.arrays import Floats, Ints, frozen
from fittingroom.purchases.schema import FITS

BODIES = ("height_cm", "bmi", "bust_cm", "waist_girth_cm", "hip_girth_cm")
KERNELS: Mapping[str, Mapping[str, float]] = {
    "relative": {"relative": 0.3},
    "body": {"size": 0.4} | dict.fromkeys(BODIES, 0.8),
}  # widths in standard deviations
BELIEVED = 2.0  # similar wearers that the true sizes count for
BLOCK = 4_000_000  # pairs at once


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The wearers of each item.

    Args:
        starts: where each item's wearers start, shape (item + 1,).
        points: sizes and bodies in standard deviations, by item, shape (wearer, number).
        names: of the numbers.
        outcomes: places in `FITS`, shape (wearer,).
        folds: of each wearer's row; empty in a kept model.
    """

    starts: Ints
    points: Floats
    names: tuple[str, ...]
    outcomes: Ints
    folds: Ints

    def without_folds(self) -> Neighbours:
        """Return the same without the folds of the training."""
        return replace(self, folds=np.zeros(0, np.int64))

    def features(
        self, items: Ints, numbers: Mapping[str, Floats], odds: Floats, folds: Ints | None = None
    ) -> dict[str, Floats]:
        """Return what similar wearers of each row's item said.

        Args:
            items: place of each row's item, -1 where it's new.
            numbers: in standard deviations, 0 where unknown.
            odds: what the true sizes say, shape (row, 3).
            folds: the fold of each row, whose wearers don't count; None: all count.
        """
        asked = np.stack([numbers[name] for name in self.names], axis=1)
        sums = {kernel: np.zeros((len(items), len(FITS))) for kernel in KERNELS}
        order = np.argsort(items, kind="stable")
        order = order[items[order] >= 0]
        borders = np.flatnonzero(np.diff(items[order])) + 1
        for rows in np.split(order, borders) if len(order) else ():
            start, end = self.starts[items[rows[0]]], self.starts[items[rows[0]] + 1]
            step = max(1, BLOCK // max(int(end - start), 1))
            for first in range(0, len(rows), step):
                some = rows[first : first + step]
                fold = None if folds is None else folds[some]
                for kernel, said in self._sums(asked[some], slice(start, end), fold).items():
                    sums[kernel][some] = said
        found = {}
        for kernel, said in sums.items():
            count = said.sum(axis=1)
            shrunk = (said + BELIEVED * odds) / (count + BELIEVED)[:, None]
            found[f"near:{kernel}:n"] = np.log1p(count)
            found |= {f"near:{kernel}:{fit}": shrunk[:, code] for code, fit in enumerate(FITS)}
        return found

    def _sums(self, asked: Floats, wearers: slice, folds: Ints | None) -> dict[str, Floats]:
        points, happened = self.points[wearers], _happened(self.outcomes[wearers])
        away = np.square(asked[:, None, :] - points[None, :, :])
        found = {}
        for kernel, widths in KERNELS.items():
            scale = [1.0 / widths[n] ** 2 if n in widths else 0.0 for n in self.names]
            weight = np.exp(-0.5 * (away @ np.array(scale, np.float32)))
            if folds is not None:
                weight = weight * (folds[:, None] != self.folds[wearers][None, :])
            found[kernel] = weight @ happened
        return found


def learn_neighbours(
    items: Ints, count: int, numbers: Mapping[str, Floats], outcomes: Ints, folds: Ints
) -> Neighbours:
    """Sort wearers by item.

    Args:
        items: place of each row's item, -1 where it has none.
        count: how many items.
        numbers: in standard deviations, 0 where unknown; constant ones are left out.
        outcomes: places in `FITS`; rows without one are left out.
        folds: the fold of each row.
    """
    named = [name for name in ("relative", "size", *BODIES) if np.ptp(numbers[name]) > 0.0]
    order = np.argsort(items, kind="stable")
    order = order[(items[order] >= 0) & (outcomes[order] >= 0)]
    starts = np.searchsorted(items[order], np.arange(count + 1))
    points = np.stack([numbers[name][order] for name in named], axis=1)
    return Neighbours(
        starts, frozen(points, np.float32), tuple(named), outcomes[order], folds[order]
    )  # fmt: skip


def _happened(outcomes: Ints) -> Floats:
    return np.asarray(np.eye(len(FITS), dtype=np.float32)[outcomes])
