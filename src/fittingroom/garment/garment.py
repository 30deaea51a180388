"""The nouns of the catalogue: `SizeChart`, `Appearance`, `Garment`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from fittingroom.garment.fabric import Fabric
from fittingroom.garment.pattern import Cloth


@dataclass(frozen=True, slots=True)
class SizeChart:
    """What a shop states of its sizes, smallest first.

    Args:
        kind: "garment" where garments were measured flat, "body" where bodies are meant.
        sizes: size name to its terms, each a (low, high) range [m], equal where
            one figure is given.
        source: where the figures come from.
    """

    kind: Literal["garment", "body"]
    sizes: Mapping[str, Mapping[str, tuple[float, float]]]
    source: str


@dataclass(frozen=True, slots=True)
class Appearance:
    """How the cloth looks.

    Args:
        colour: sRGB of the shell, 0 to 1.
        trim_colour: sRGB of the trim, the shell's where None.
        weave: which surface the picture shows: "jersey", "rib", "plain", "twill", "satin".
    """

    colour: tuple[float, float, float]
    trim_colour: tuple[float, float, float] | None = None
    weave: str = "plain"


@dataclass(frozen=True, slots=True)
class Garment:
    """A garment a shop sells.

    Args:
        ref: its name in the catalogue, "classic-tee".
        title: by language ("en", "zh").
        brand: the maker whose chart it follows.
        style: which pattern it is cut by, "crew-neck-tee".
        chart: its sizes.
        fabrics: by the cloth of the panels: "shell", "trim".
        appearance: how it looks.
        design: values of the style's design parameters, where they differ from its defaults.
    """

    ref: str
    title: Mapping[str, str]
    brand: str
    style: str
    chart: SizeChart
    fabrics: Mapping[Cloth, Fabric]
    appearance: Appearance
    design: Mapping[str, float] = field(default_factory=dict)
