"""Not five times the same: maximal marginal relevance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from fittingroom.garment.garment import Garment
from fittingroom.recommend.colour import distance
from fittingroom.recommend.graph import Graph
from fittingroom.recommend.rules import garment_colour

Item = TypeVar("Item")
COLOUR_FAR = 0.3  # in OKLab: beyond it two colours are simply different


def diversified(
    items: Sequence[Item],
    score: Callable[[Item], float],
    alike: Callable[[Item, Item], float],
    *,
    diversity: float,
    count: int,
) -> list[Item]:
    """Return items one after the other, each the best by its score less its likeness to the
    nearest of those before it.

    Args:
        items: to choose from.
        score: of an item; taken as a share of the best score.
        alike: of two items, 0 to 1.
        diversity: 0 goes by score alone, 1 by difference alone.
        count: how many.

    Source: Carbonell and Goldstein 1998, *The use of MMR*, SIGIR, equation 2.
    """
    left, chosen = list(items), list[Item]()
    top = max((score(item) for item in items), default=0.0) or 1.0
    while left and len(chosen) < count:

        def gain(item: Item) -> float:
            near = max((alike(item, other) for other in chosen), default=0.0)
            return (1.0 - diversity) * score(item) / top - diversity * near

        best = max(left, key=gain)
        left.remove(best)
        chosen.append(best)
    return chosen


def likeness(graph: Graph, one: Garment, other: Garment) -> float:
    """Return how alike two garments are, 0 to 1: half by what they are, half by colour."""
    same = 1.0 if one.style == other.style else 0.0
    if not same and graph.category(one.style) == graph.category(other.style):
        same = 0.7
    apart = distance(garment_colour(one), garment_colour(other))
    return 0.5 * same + 0.5 * max(0.0, 1.0 - apart / COLOUR_FAR)
