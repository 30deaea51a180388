"""How much a person should like a garment, from what was told: colours, styles, occasion, what
they own; and what a trained recommender knows of their choices.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import exp

from fittingroom.garment.garment import Garment
from fittingroom.person.person import Preferences
from fittingroom.recommend.colour import Oklch, distance, name_of, named_colours
from fittingroom.recommend.graph import Graph, looks, suits_occasion
from fittingroom.recommend.outfits import worn_together
from fittingroom.recommend.reasons import Reason, wording
from fittingroom.recommend.rules import Rules, garment_colour, harmony, suits_season

COLOUR_NEAR = 0.12  # in OKLab: navy and denim blue are about so far apart
WORTH_SAYING = 0.6


@dataclass(frozen=True, slots=True)
class Wish:
    """What is looked for.

    Args:
        preferences: colours, styles and ease the person likes.
        occasion: what for.
        season: when.
        owned: what they have.
    """

    preferences: Preferences = field(default_factory=Preferences)
    occasion: str | None = None
    season: str | None = None
    owned: Sequence[Garment] = ()


@dataclass(frozen=True, slots=True)
class Liking:
    """How much one garment should be liked.

    Args:
        value: 0 to 1, `liking_prior` where nothing is told.
        reasons: what speaks for it.
    """

    value: float
    reasons: tuple[Reason, ...]


def liking(
    garment: Garment, wish: Wish, graph: Graph, rules: Rules, learned: float | None = None
) -> Liking:
    """Return the weighted mean of all that is told.

    Args:
        garment: what.
        wish: what is looked for.
        graph: what is worn for what.
        rules: what goes together, and how much each part weighs.
        learned: the recommender's opinion, 0 to 1: the share of garments it ranks below.
    """
    parts = {
        "colour": _colour(garment, wish),
        "style": _style(garment, wish, graph),
        "occasion": _occasion(garment, wish, graph),
        "season": _season(garment, wish, rules),
        "goes_with": _goes_with(garment, wish, graph, rules),
        "learned": None if learned is None else Reason("learned", learned),
    }
    told = {kind: reason for kind, reason in parts.items() if reason is not None}
    weights: Mapping[str, float] = rules.document["liking_weights"]
    total = sum(weights[kind] for kind in told)
    prior = float(rules.document["liking_prior"])
    value = (prior + sum(weights[kind] * told[kind].strength for kind in told)) / (1.0 + total)
    strong = tuple(reason for reason in told.values() if reason.strength >= WORTH_SAYING)
    return Liking(value, strong)


def _colour(garment: Garment, wish: Wish) -> Reason | None:
    """Compare with the liked colours that have a place in OKLCH; other words say nothing."""
    liked = [c for word in wish.preferences.colours if (c := _named(word)) is not None]
    if not liked:
        return None
    own = garment_colour(garment)
    apart, names = min(
        ((distance(own, colour), names) for colour, names in liked), key=lambda pair: pair[0]
    )
    return Reason("colour", exp(-((apart / COLOUR_NEAR) ** 2)), {"colour": names})


def _named(word: str) -> tuple[Oklch, Mapping[str, str]] | None:
    for colour, names in named_colours().values():
        if word.strip().lower() in (names["en"], names["zh"], names["zh"].removesuffix("色")):
            return colour, names
    return None


def _style(garment: Garment, wish: Wish, graph: Graph) -> Reason | None:
    moods = [mood for mood in wish.preferences.styles if mood in graph.titles["moods"]]
    if not moods:
        return None
    strength, mood = max((looks(graph, garment, mood), mood) for mood in moods)
    return Reason("style", strength, {"mood": graph.titles["moods"][mood]})


def _occasion(garment: Garment, wish: Wish, graph: Graph) -> Reason | None:
    if wish.occasion is None:
        return None
    strength = suits_occasion(graph, garment, wish.occasion)
    return Reason("occasion", strength, {"occasion": graph.titles["occasions"][wish.occasion]})


def _season(garment: Garment, wish: Wish, rules: Rules) -> Reason | None:
    if wish.season is None:
        return None
    seasons = rules.document["seasons"]
    strength = suits_season(rules, garment, wish.season)
    return Reason("season", strength, {"season": seasons[wish.season]})


def _goes_with(garment: Garment, wish: Wish, graph: Graph, rules: Rules) -> Reason | None:
    """Return the owned garment it goes with best, of those worn in another place."""
    pairs = [
        (harmony(rules, garment_colour(garment), garment_colour(own)), own)
        for own in wish.owned
        if worn_together(graph, rules, garment, own)
    ]
    if not pairs:
        return None
    best, own = max(pairs, key=lambda pair: pair[0].score)
    category = graph.titles["categories"][str(graph.category(own.style))]
    return Reason(
        "goes_with", best.score,
        {"colour": name_of(garment_colour(own)), "category": category,
         "scheme": wording()["schemes"][best.scheme]},
    )  # fmt: skip
