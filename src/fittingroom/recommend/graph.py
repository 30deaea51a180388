"""A small knowledge graph: which styles are what, worn for what, and how they look."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from fittingroom.errors import UnknownName
from fittingroom.garment.garment import Garment

UNRELATED = 0.1  # what no edge tells of: not impossible


@dataclass(frozen=True, slots=True)
class Graph:
    """Names and how they are related.

    Args:
        titles: of categories, occasions and moods, by kind, name and language.
        slots: where on the body a category is worn.
        edges: by start and relation, each goal and how strongly, 0 to 1.
    """

    titles: Mapping[str, Mapping[str, Mapping[str, str]]]
    slots: Mapping[str, str]
    edges: Mapping[tuple[str, str], Mapping[str, float]]

    def related(self, start: str, relation: str, goal: str) -> float | None:
        """Return how strongly `start` is related to `goal`, itself or as what it is; the nearest
        told counts, None where nothing tells.
        """
        told = self.edges.get((start, relation), {}).get(goal)
        if told is not None:
            return told
        above = [
            weight * found
            for kind, weight in self.edges.get((start, "is_a"), {}).items()
            if (found := self.related(kind, relation, goal)) is not None
        ]
        return max(above, default=None)

    def category(self, style: str) -> str | None:
        """Return what a style is, the nearest category."""
        if style in self.slots:
            return style
        return max(
            self.edges.get((style, "is_a"), {}).items(), key=lambda e: e[1], default=(None, 0)
        )[0]

    def known(self, kind: str, name: str) -> str:
        """Return a name of a kind ("occasions", "moods") if there is such a one.

        Raises:
            UnknownName: there isn't.
        """
        if name not in self.titles[kind]:
            raise UnknownName(kind.removesuffix("s"), name, self.titles[kind])
        return name


def suits_occasion(graph: Graph, garment: Garment, occasion: str) -> float:
    """Return how well a garment suits an occasion, 0 to 1: its style, dressed down by its cloth."""
    style = graph.related(garment.style, "worn_for", occasion)
    cloth = graph.related(garment.fabrics["shell"].name, "dresses_down", occasion)
    return (UNRELATED if style is None else style) * (1.0 if cloth is None else cloth)


def looks(graph: Graph, garment: Garment, mood: str) -> float:
    """Return how much a garment looks a mood, 0 to 1: by its style or its cloth."""
    told = [
        graph.related(name, "looks", mood)
        for name in (garment.style, garment.fabrics["shell"].name)
    ]
    known = [value for value in told if value is not None]
    return sum(known) / len(known) if known else UNRELATED


@cache
def shipped_graph() -> Graph:
    """Return the graph that ships."""
    text = files("fittingroom.recommend").joinpath("data/graph.json").read_text("utf-8")
    document: dict[str, Any] = json.loads(text)
    edges: dict[tuple[str, str], dict[str, float]] = {}
    for start, relation, goal, weight in document["edges"]:
        edges.setdefault((start, relation), {})[goal] = float(weight)
    kinds = ("categories", "occasions", "moods")
    return Graph(
        titles={
            kind: {
                name: {language: node[language] for language in ("en", "zh")}
                for name, node in document[kind].items()
            }
            for kind in kinds
        },
        slots={name: node["slot"] for name, node in document["categories"].items()},
        edges=edges,
    )
