"""Outfits: garments that cover what must be covered, in layers, and go together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import prod

from fittingroom.errors import InvalidInput
from fittingroom.garment.garment import Garment
from fittingroom.recommend.graph import Graph, shipped_graph, suits_occasion
from fittingroom.recommend.rules import (
    Harmony,
    Rules,
    garment_colour,
    harmony,
    shipped_rules,
    suits_season,
)

EACH_MAX = 12  # garments tried in a place of the outfit


@dataclass(frozen=True, slots=True)
class SuggestedOutfit:
    """Garments worn together.

    Args:
        refs: from the skin outwards, of one layer the upper body's last: tops are tucked in.
        score: how well they go together, 0 to 1.
        pairs: how the colours of each two go together, by their refs.
    """

    refs: tuple[str, ...]
    score: float
    pairs: dict[tuple[str, str], Harmony]


def suggest_outfits(
    garments: Iterable[Garment],
    *,
    around: str | None = None,
    occasion: str | None = None,
    season: str | None = None,
    count: int = 5,
    graph: Graph | None = None,
    rules: Rules | None = None,
) -> tuple[SuggestedOutfit, ...]:
    """Return the best outfits of the garments, best first.

    Args:
        garments: what there is to wear; of each place only the first `EACH_MAX` are tried.
        around: a garment's ref that every outfit has.
        occasion: what for.
        season: when.
        count: how many outfits.
        graph: what is worn for what.
        rules: what goes together.

    Raises:
        UnknownName: no such occasion or season.
        InvalidInput: `around` isn't among the garments.

    Example:
        >>> from fittingroom.garment.catalogue import catalogue
        >>> suggest_outfits(catalogue.values(), around="straight-trousers", count=1)[0].refs[0]
        'straight-trousers'
    """
    graph, rules = graph or shipped_graph(), rules or shipped_rules()
    if occasion is not None:
        graph.known("occasions", occasion)
    there = list(garments)
    if around is not None and around not in {garment.ref for garment in there}:
        raise InvalidInput(f"'{around}' isn't among the garments", field="around", value=around)
    outfits = [
        _judged(worn, graph, rules, occasion, season)
        for worn in _whole_outfits(there, graph, rules)
        if around is None or around in {garment.ref for garment in worn}
    ]
    return tuple(sorted(outfits, key=lambda outfit: (-outfit.score, outfit.refs))[:count])


def slot_of(graph: Graph, garment: Garment) -> str | None:
    """Return where a garment is worn, None where the graph doesn't know its style."""
    category = graph.category(garment.style)
    return None if category is None else graph.slots.get(category)


def worn_together(graph: Graph, rules: Rules, one: Garment, other: Garment) -> bool:
    """Return whether two garments take different places of one outfit."""
    places = [slot_of(graph, garment) for garment in (one, other)]
    if None in places:
        return False
    first, second = (rules.slots[place] for place in places if place is not None)
    return first.layer != second.layer or not first.covers & second.covers


def _whole_outfits(
    garments: Sequence[Garment], graph: Graph, rules: Rules
) -> Iterator[tuple[Garment, ...]]:
    """Give every choice of at most one garment for each place that covers what must be."""
    by_slot: dict[str, list[Garment]] = {}
    for garment in garments:
        slot = slot_of(graph, garment)
        if slot is not None:
            by_slot.setdefault(slot, []).append(garment)
    names = sorted(by_slot, key=lambda name: (rules.slots[name].layer, name))
    for number in range(1, len(names) + 1):
        for chosen in combinations(names, number):
            slots = [rules.slots[name] for name in chosen]
            covered = frozenset().union(*(slot.covers for slot in slots))
            clash = any(
                a.layer == b.layer and a.covers & b.covers for a, b in combinations(slots, 2)
            )
            if covered >= rules.must_cover and not clash:
                yield from product(*(by_slot[name][:EACH_MAX] for name in chosen))


def _judged(
    worn: tuple[Garment, ...], graph: Graph, rules: Rules, occasion: str | None, season: str | None
) -> SuggestedOutfit:
    """Score an outfit: the mean harmony of its pairs times the geometric mean of what suits."""
    pairs = {
        (a.ref, b.ref): harmony(rules, garment_colour(a), garment_colour(b))
        for a, b in combinations(worn, 2)
    }
    together = sum(pair.score for pair in pairs.values()) / len(pairs) if pairs else 0.85
    suits = [1.0]
    if occasion is not None:
        suits += [suits_occasion(graph, garment, occasion) for garment in worn]
    if season is not None:
        suits += [suits_season(rules, garment, season) for garment in worn]
    score = together * prod(suits) ** (1.0 / max(len(suits) - 1, 1))
    return SuggestedOutfit(tuple(garment.ref for garment in worn), score, pairs)
