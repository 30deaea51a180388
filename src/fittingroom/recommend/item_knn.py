"""Item-kNN: items that were chosen by the same people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.recommend.askers import Askers
from fittingroom.recommend.ranker import Scores, State, Training, matrix_of


@dataclass(frozen=True, slots=True)
class KnnOptions:
    """How alike items are.

    Args:
        shrink: added to the norm: few common people count less.
        source_power: how far the popularity of what one chose is divided out, 0 to 1.
        target_power: the same of what is recommended; 0.5 both is the cosine.
        neighbours: so many most alike are kept for each item.
    """

    shrink: float = 50.0
    source_power: float = 0.5
    target_power: float = 0.0
    neighbours: int = 1000


@dataclass(frozen=True, slots=True)
class ItemKnn:
    """Ranks by likeness to what the asker chose, then by popularity.

    Args:
        likeness: of each item (row) to its neighbours, 0 to the rest, shape (item, item).
        share: of all choices, breaks ties, shape (item,).
    """

    likeness: Scores
    share: Floats

    def scores(self, askers: Askers) -> Scores:
        """Return the sum of likeness to the asker's items, shape (asker, item)."""
        alike = np.asarray(askers.owned @ self.likeness, np.float32)
        return np.asarray(alike + 1e-4 * self.share / self.share.max(), np.float32)

    def state(self) -> State:
        """Return the arrays it is made of."""
        row, column = np.nonzero(self.likeness)
        return {
            "row": row.astype(np.int32), "column": column.astype(np.int32),
            "value": self.likeness[row, column], "share": self.share,
        }  # fmt: skip


def item_knn_from(state: State) -> ItemKnn:
    """Return the ranker of kept arrays."""
    count = len(state["share"])
    likeness = np.zeros((count, count), np.float32)
    likeness[state["row"], state["column"]] = state["value"]
    return ItemKnn(likeness, np.asarray(state["share"], np.float64))


def fit_item_knn(training: Training, options: KnnOptions | None = None) -> ItemKnn:
    """Count common people and divide popularity out.

    Source: asymmetric cosine, Aiolli 2013, *Efficient top-N recommendation for very large scale
    binary rated datasets*, RecSys, equation 3, with a shrinkage term.
    """
    options = options or KnnOptions()
    chosen = matrix_of(training)
    common = np.asarray((chosen.T @ chosen).todense(), np.float32)
    people = np.maximum(np.diag(common), 1.0)
    norm = np.outer(people**options.source_power, people**options.target_power)
    likeness = common / (norm + options.shrink)
    np.fill_diagonal(likeness, 0.0)
    kept = min(options.neighbours, len(people) - 1)
    if 0 < kept < len(people) - 1:
        least = np.partition(likeness, -kept, axis=1)[:, -kept]
        likeness[likeness < least[:, None]] = 0.0
    share = training.counts() / max(len(training.item), 1)
    return ItemKnn(likeness.astype(np.float32), np.maximum(share, 1e-12))
