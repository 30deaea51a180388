"""The border to `faiss`: vectors looked up by their product, exactly or by cells."""

from __future__ import annotations

from typing import Any

from fittingroom.errors import MissingDependency
from fittingroom.recommend.ranker import Scores

POINTS_PER_CELL = 64  # that the cells' middles are learned from


def exact(vectors: Scores) -> Any:
    """Return an index that looks at every vector."""
    index = _faiss().IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    return index


def celled(vectors: Scores, *, cells: int, looked_at: int, seed: int) -> Any:
    """Return an index that looks only into the cells whose middles suit the asker best."""
    faiss = _faiss()
    index = faiss.IndexIVFFlat(
        faiss.IndexFlatIP(vectors.shape[1]), vectors.shape[1], cells, faiss.METRIC_INNER_PRODUCT
    )
    index.own_fields = False  # Python holds the middles' index itself
    index.cp.seed, index.cp.max_points_per_centroid = seed, POINTS_PER_CELL
    index.train(vectors)
    index.add(vectors)
    index.nprobe = looked_at
    return index


def _faiss() -> Any:
    try:
        import faiss
    except ImportError as error:
        raise MissingDependency(
            "faiss", extra="learning", purpose="searching many items at once"
        ) from error
    return faiss
