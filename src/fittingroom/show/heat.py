"""Heat maps: how far the cloth stands off the skin, and how much it stretches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.drape.drape import Drape
from fittingroom.show.fabric_fit import vertex_strain
from fittingroom.units import CENTIMETRE

Quantity = Literal["ease", "strain"]
QUANTITIES: tuple[Quantity, ...] = ("ease", "strain")
PERCENT = 0.01
# the share of vertices that the scale shows apart; the rest is drawn in its end colour
SHOWN_SHARE = 0.98


@dataclass(frozen=True, slots=True)
class Scale:
    """How a quantity is coloured.

    Args:
        quantity: "ease" or "strain".
        title: by language ("en", "zh").
        unit: of the legend.
        factor: what one `unit` is in SI.
        high: value of the last colour, in `unit`; the first colour is 0.
        colours: sRGB at equal distances from 0 to `high`, 0 to 1.
    """

    quantity: Quantity
    title: Mapping[str, str]
    unit: str
    factor: float
    high: float
    colours: tuple[tuple[float, float, float], ...]


# viridis (CC0, Smith and van der Walt, matplotlib 1.5) and YlOrBr (Apache-2.0, Brewer,
# ColorBrewer 2.0) rise evenly in lightness: both can be read by colour-blind people and in grey
_VIRIDIS = (
    "440154",
    "472d7b",
    "3b528b",
    "2c728e",
    "21918c",
    "28ae80",
    "5ec962",
    "addc30",
    "fde725",
)
_YELLOW_BROWN = (
    "f7f4cf",
    "fbeca6",
    "fee391",
    "fec44f",
    "fe9929",
    "ec7014",
    "cc4c02",
    "993404",
    "662506",
)


def values(drape: Drape, quantity: Quantity) -> Floats:
    """Return a quantity at each garment vertex, SI (ease [m], strain as a share)."""
    return drape.gap if quantity == "ease" else vertex_strain(drape)


def scale(drape: Drape, quantity: Quantity) -> Scale:
    """Return the scale that shows a drape's range of a quantity."""
    if quantity == "ease":
        title = {"en": "Distance from skin", "zh": "布料与身体的距离"}
        return Scale(
            quantity,
            title,
            "cm",
            CENTIMETRE,
            _round_end(drape.gap / CENTIMETRE, 3.0),
            _colours(_VIRIDIS),
        )
    title = {"en": "Stretch of the cloth", "zh": "布料拉伸"}
    strain = vertex_strain(drape) / PERCENT
    return Scale(quantity, title, "%", PERCENT, _round_end(strain, 4.0), _colours(_YELLOW_BROWN))


def coloured(numbers: Floats, scale: Scale) -> Floats:
    """Return the colour of each number (SI), sRGB 0 to 1, shape (number, 3)."""
    share = np.clip(numbers / scale.factor / scale.high, 0.0, 1.0) * (len(scale.colours) - 1)
    stops = np.asarray(scale.colours)
    where = np.arange(len(stops))
    return np.column_stack([np.interp(share, where, stops[:, channel]) for channel in range(3)])


def _round_end(numbers: Floats, least: float) -> float:
    """Return a round end of a scale: 3, 4, 6, 8, 10, 15, 20, …"""
    reached = max(float(np.quantile(numbers, SHOWN_SHARE)), least)
    steps = np.array([2, 3, 4, 6, 8, 10, 15, 20, 30, 40, 60, 80, 100], float)
    return float(steps[min(int(np.searchsorted(steps, reached - 1e-9)), len(steps) - 1)])


def _colours(codes: tuple[str, ...]) -> tuple[tuple[float, float, float], ...]:
    return tuple(
        (int(code[:2], 16) / 255, int(code[2:4], 16) / 255, int(code[4:], 16) / 255)
        for code in codes
    )
