"""The items whose vectors have the largest product with an asker's, out of a million."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from fittingroom.arrays import Ints
from fittingroom.errors import InvalidInput
from fittingroom.recommend import _hnswlib
from fittingroom.recommend.ranker import Scores

ITEMS_MAX = 20_000_000  # of 64 figures: 5 GB


@dataclass(frozen=True, slots=True)
class NearOptions:
    """How the graph is built and searched.

    Args:
        links: of each item, M: more find better and take more memory.
        build: candidates looked at when an item is put in.
        search: candidates looked at when one is looked for, at least the number wanted.
        threads: 0 takes all.
        seed: of the items' levels.
    """

    links: int = 16
    build: int = 100
    search: int = 400
    threads: int = 1
    seed: int = 1


@dataclass(frozen=True, slots=True)
class NearItems:
    """A graph over items' vectors.

    Args:
        graph: `hnswlib`'s.
        count: how many items.
        width: of a vector.
    """

    graph: Any
    count: int
    width: int


def build_near(vectors: Scores, options: NearOptions | None = None) -> NearItems:
    """Build the graph, best done where items change: 1 million take minutes.

    Inner products become distances by one more figure that gives all vectors one length.

    Args:
        vectors: shape (item, width).
        options: how.

    Raises:
        InvalidInput: no vectors, too many, or figures that aren't finite.
        MissingDependency: `hnswlib` isn't installed.

    Source: graph, Malkov and Yashunin 2020, IEEE TPAMI 42:824; one more figure, Bachrach et al.
    2014, *Speeding up the Xbox recommender system*, RecSys, section 3.
    """
    o = options or NearOptions()
    if vectors.ndim != 2 or not 0 < len(vectors) <= ITEMS_MAX or not np.isfinite(vectors).all():
        raise InvalidInput(
            f"vectors have the shape {vectors.shape} or figures that aren't finite",
            field="vectors", value=str(vectors.shape), allowed=f"1 to {ITEMS_MAX} finite rows",
        )  # fmt: skip
    lengths = np.einsum("iw,iw->i", vectors, vectors)
    rest = np.sqrt(np.maximum(lengths.max() - lengths, 0.0)).astype(np.float32)
    graph = _hnswlib.graph(vectors.shape[1] + 1)
    graph.init_index(len(vectors), M=o.links, ef_construction=o.build, random_seed=o.seed)
    graph.set_num_threads(o.threads or -1)
    graph.add_items(np.column_stack([vectors, rest]).astype(np.float32))
    graph.set_ef(o.search)
    return NearItems(graph, len(vectors), vectors.shape[1])


def find_near(near: NearItems, askers: Scores, count: int) -> tuple[Ints, Scores]:
    """Return the best items of each asker and their products, best first.

    Args:
        near: the graph.
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
    given = np.column_stack([askers, np.zeros(len(askers))]).astype(np.float32)
    items, distances = near.graph.knn_query(given, k=count)
    return np.asarray(items, np.int64), np.asarray(1.0 - distances, np.float32)


def find_all(vectors: Scores, askers: Scores, count: int) -> Ints:
    """Return the best items by looking at every one: the truth that the graph is held against."""
    scores = askers @ vectors.T
    top = np.argpartition(-scores, count - 1, axis=1)[:, :count]
    order = np.argsort(-np.take_along_axis(scores, top, axis=1), axis=1)
    return np.asarray(np.take_along_axis(top, order, axis=1), np.int64)


def recall(found: Ints, true: Ints) -> float:
    """Return the share of the true best items that were found."""
    both = [len(set(a) & set(b)) for a, b in zip(found.tolist(), true.tolist(), strict=True)]
    return sum(both) / true.size
