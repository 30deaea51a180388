"""`Style`: how a kind of garment is graded, drafted and measured."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fittingroom.garment.design import DesignParameter
from fittingroom.garment.garment import SizeChart
from fittingroom.garment.pattern import Panel, Pattern, Seam


@dataclass(frozen=True, slots=True)
class Draft:
    """What drafting gives: the pieces, how they are sewn, the ease it built in.

    Args:
        panels: the pieces.
        seams: how they are joined.
        ease: stated ease by seam name, longer minus shorter side [m].
    """

    panels: tuple[Panel, ...]
    seams: tuple[Seam, ...]
    ease: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Style:
    """A kind of garment.

    Args:
        name: "crew-neck-tee", …
        title: by language ("en", "zh").
        parameters: what a designer may change.
        cloths: the cloths it is made of: "shell", "trim".
        terms: chart terms without which it can't be graded, by kind of chart.
        grade: one size of a chart, as target measures of the garment [m].
        draft: target measures and design values to pieces.
        measure: the finished garment's measures, taken from the cut pieces alone [m].
        opening: what a sewer must know of how one gets into it; it isn't drawn.
    """

    name: str
    title: Mapping[str, str]
    parameters: tuple[DesignParameter, ...]
    cloths: tuple[str, ...]
    terms: Mapping[str, tuple[str, ...]]
    grade: Callable[[SizeChart, str, Mapping[str, float]], Mapping[str, float]]
    draft: Callable[[Mapping[str, float], Mapping[str, float]], Draft]
    measure: Callable[[Pattern], Mapping[str, float]]
    opening: str = ""
