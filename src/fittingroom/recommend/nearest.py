"""The items whose vectors have the largest product with an asker's, out of a million."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from fittingroom.arrays import Ints
from fittingroom.errors import InvalidInput
from fittingroom.recommend import _faiss
from fittingroom.recommend.ranker import Scores

ITEMS_MAX = 20_000_000  # of 64 figures: 5 GB


@dataclass(frozen=True, slots=True)
class NearOptions:
    """How items are sorted into cells and searched.

    Args:
        exact: so many items are all looked at, with none left out [item].
        cells: how many, as a factor of the root of the number of items.
        share: of the cells that are looked into.
        seed: of the cells.
    """

    exact: int = 10_000
    cells: float = 4.0
    share: float = 1 / 32
    seed: int = 1


@dataclass(frozen=True, slots=True)
class NearItems:
    """Items' vectors, ready to be searched.

    Args:
        index: `faiss`'s.
        count: how many items.
        width: of a vector.
    """

    index: Any
    count: int
    width: int


def build_near(vectors: Scores, options: NearOptions | None = None) -> NearItems:
    """Sort the items into cells, best done where items change: 1 million take a minute or two.

    Args:
        vectors: shape (item, width).
        options: how.

    Raises:
        InvalidInput: no vectors, too many, or figures that aren't finite.
        MissingDependency: `faiss` isn't installed.

    Source: Jégou, Douze and Schmid 2011, *Product quantization for nearest neighbor search*, IEEE
    TPAMI 33:117, section IV: the inverted file, here with whole vectors.
    """
    o = options or NearOptions()
    if vectors.ndim != 2 or not 0 < len(vectors) <= ITEMS_MAX or not np.isfinite(vectors).all():
        raise InvalidInput(
            f"vectors have the shape {vectors.shape} or figures that aren't finite",
            field="vectors", value=str(vectors.shape), allowed=f"1 to {ITEMS_MAX} finite rows",
        )  # fmt: skip
    given = np.ascontiguousarray(vectors, np.float32)
    if len(given) <= o.exact:
        index = _faiss.exact(given)
    else:
        cells = round(o.cells * np.sqrt(len(given)))
        looked_at = max(1, round(o.share * cells))
        index = _faiss.celled(given, cells=cells, looked_at=looked_at, seed=o.seed)
    return NearItems(index, len(vectors), vectors.shape[1])


def find_near(near: NearItems, askers: Scores, count: int) -> tuple[Ints, Scores]:
    """Return the best items of each asker and their products, best first.

    Args:
        near: the items.
        askers: their vectors, shape (asker, width).
        count: how many items.

    Raises:
        InvalidInput: more items than there are, or another width.
    """
    if not 0 < count <= near.count:
        raise InvalidInput(
            f"{count} of {near.count} items are wanted", field="count", value=count,
            allowed=f"1 to {near.count}",
        )  # fmt: skip
    if askers.ndim != 2 or askers.shape[1] != near.width:
        raise InvalidInput(
            f"askers' vectors have the shape {askers.shape}", field="askers",
            value=str(askers.shape), allowed=f"(asker, {near.width})",
        )  # fmt: skip
    products, items = near.index.search(np.ascontiguousarray(askers, np.float32), count)
    return np.asarray(items, np.int64), np.asarray(products, np.float32)


def find_all(vectors: Scores, askers: Scores, count: int) -> Ints:
    """Return the best items by looking at every one: the truth that cells are held against."""
    scores = askers @ vectors.T
    top = np.argpartition(-scores, count - 1, axis=1)[:, :count]
    order = np.argsort(-np.take_along_axis(scores, top, axis=1), axis=1)
    return np.asarray(np.take_along_axis(top, order, axis=1), np.int64)


def recall(found: Ints, true: Ints) -> float:
    """Return the share of the true best items that were found."""
    both = [len(set(a) & set(b)) for a, b in zip(found.tolist(), true.tolist(), strict=True)]
    return sum(both) / true.size
