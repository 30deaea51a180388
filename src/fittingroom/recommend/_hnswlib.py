"""The border to `hnswlib`: a graph of near neighbours."""

from __future__ import annotations

from typing import Any

from fittingroom.errors import MissingDependency


def graph(width: int) -> Any:
    """Return an empty graph over vectors whose inner product is their nearness.

    Raises:
        MissingDependency: `hnswlib` isn't installed.
    """
    try:
        import hnswlib
    except ImportError as error:
        raise MissingDependency(
            "hnswlib", extra="learning", purpose="searching many items at once"
        ) from error
    return hnswlib.Index(space="ip", dim=width)
