"""The rules of outfits as data: layers, seasons, colour schemes; and what they say of a pair."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from fittingroom.errors import UnknownName
from fittingroom.garment.garment import Garment
from fittingroom.recommend.colour import Oklch, distance, hue_between, oklch


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in an outfit.

    Args:
        layer: 1 next to the skin.
        covers: "upper", "lower".
    """

    layer: int
    covers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rules:
    """What goes together.

    Args:
        slots: by name.
        must_cover: what a whole outfit covers.
        document: the rest as it is in the file.
    """

    slots: Mapping[str, Slot]
    must_cover: frozenset[str]
    document: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Harmony:
    """How two colours go together.

    Args:
        score: 0 to 1.
        scheme: "neutral", "tonal", "analogous", "triadic", "complementary" or "clash".
    """

    score: float
    scheme: str


def harmony(rules: Rules, one: Oklch, other: Oklch) -> Harmony:
    """Return how two colours go together.

    A neutral goes with everything; two hues by the angle between them, less where both are loud,
    and less where they miss each other by so little that it looks like a mistake.
    """
    told = rules.document
    apart = distance(one, other)
    missed = 0.5 * told["near_miss_apart"] < apart < told["near_miss_apart"]
    factor = told["near_miss_factor"] if missed else 1.0
    if one.neutral or other.neutral:
        return Harmony(told["neutral_score"] * factor, "neutral")
    angle = hue_between(one, other)
    scheme = next(s for s in told["harmony"] if s["hue"][0] <= angle <= s["hue"][1])
    loud = min(one.chroma, other.chroma) > told["loud_chroma"] and scheme["name"] != "tonal"
    return Harmony(scheme["score"] * factor * (told["loud_factor"] if loud else 1.0),
                   scheme["name"])  # fmt: skip


def garment_colour(garment: Garment) -> Oklch:
    """Return the colour of a garment's shell."""
    return oklch(garment.appearance.colour)


def suits_season(rules: Rules, garment: Garment, season: str) -> float:
    """Return how well a cloth's weight suits a season, 0 to 1.

    Raises:
        UnknownName: no such season.
    """
    low, high = rules.document["seasons"][known_season(rules, season)]["density_kg_m2"]
    density = garment.fabrics["shell"].areal_density
    outside = max(low - density, density - high, 0.0)
    return max(0.0, 1.0 - float(outside) / float(rules.document["density_fade_kg_m2"]))


def known_season(rules: Rules, season: str) -> str:
    """Return a season's name if there is such a one.

    Raises:
        UnknownName: there isn't.
    """
    if season not in rules.document["seasons"]:
        raise UnknownName("season", season, rules.document["seasons"])
    return season


@cache
def shipped_rules() -> Rules:
    """Return the rules that ship."""
    text = files("fittingroom.recommend").joinpath("data/outfit_rules.json").read_text("utf-8")
    document: dict[str, Any] = json.loads(text)
    slots = {
        name: Slot(int(slot["layer"]), frozenset(slot["covers"]))
        for name, slot in document["slots"].items()
    }
    return Rules(slots, frozenset(document["must_cover"]), document)
