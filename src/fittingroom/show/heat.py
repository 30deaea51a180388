"""Heat maps: what is known of the cloth, vertex by vertex, and the scales that show it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.drape.drape import Drape
from fittingroom.errors import UnknownName
from fittingroom.show.colour_maps import BLUE_RED, VIRIDIS, YELLOW_BROWN, Colours
from fittingroom.show.fabric_fit import vertex_strain
from fittingroom.units import CENTIMETRE, KILOPASCAL

Quantity = Literal["ease", "strain", "strain_warp", "strain_weft", "shear", "pressure", "bending"]
PERCENT = 0.01
DEGREE = np.pi / 180
MILLIJOULE_PER_SQUARE_METRE = 0.001
# the share of vertices that the scale shows apart; the rest is drawn in its end colours
SHOWN_SHARE = 0.98


@dataclass(frozen=True, slots=True)
class Scale:
    """How a quantity is coloured.

    Args:
        quantity: its name.
        title: by language ("en", "zh").
        note: what exactly is shown, English.
        unit: of the legend, in letters that Pillow's own font has.
        factor: what one `unit` is in SI.
        low: value of the first colour, in `unit`: 0, or `-high` where the quantity has a sign.
        high: value of the last colour, in `unit`.
        colours: sRGB at equal distances from `low` to `high`, 0 to 1.
    """

    quantity: Quantity
    title: Mapping[str, str]
    note: str
    unit: str
    factor: float
    low: float
    high: float
    colours: Colours

    def share(self, numbers: Floats) -> Floats:
        """Return where numbers (SI) lie between the ends, 0 to 1, beyond them the end."""
        place = (numbers / self.factor - self.low) / (self.high - self.low)
        return np.asarray(np.clip(place, 0.0, 1.0))


@dataclass(frozen=True, slots=True)
class _Kind:
    """What is the same on every drape; `least` is how far [unit] a scale reaches at least."""

    title: Mapping[str, str]
    note: str
    unit: str
    factor: float
    least: float
    colours: Colours
    of: Callable[[Drape], Floats]
    signed: bool = False


_KINDS: Mapping[Quantity, _Kind] = {
    "ease": _Kind(
        {"en": "Distance from skin", "zh": "布料与身体的距离"},
        "gap between cloth and body", "cm", CENTIMETRE, 3.0, VIRIDIS, lambda drape: drape.gap,
    ),
    "strain": _Kind(
        {"en": "Stretch of the cloth", "zh": "布料拉伸"},
        "larger of warp and weft", "%", PERCENT, 4.0, YELLOW_BROWN, vertex_strain,
    ),
    "strain_warp": _Kind(
        {"en": "Stretch along the warp", "zh": "经向拉伸"},
        "below 0: pushed together", "%", PERCENT, 2.0, BLUE_RED,
        lambda drape: drape.strain_warp, signed=True,
    ),
    "strain_weft": _Kind(
        {"en": "Stretch along the weft", "zh": "纬向拉伸"},
        "below 0: pushed together", "%", PERCENT, 2.0, BLUE_RED,
        lambda drape: drape.strain_weft, signed=True,
    ),
    "shear": _Kind(
        {"en": "Shear between warp and weft", "zh": "经纬剪切角"},
        "above 0: less than 90°", "°", DEGREE, 2.0, BLUE_RED,
        lambda drape: drape.shear, signed=True,
    ),
    "pressure": _Kind(
        {"en": "Pressure on the body", "zh": "对身体的压力"},
        "contact force over area", "kPa", KILOPASCAL, 0.1, YELLOW_BROWN,
        lambda drape: drape.pressure,
    ),
    "bending": _Kind(
        {"en": "Bending energy", "zh": "弯曲能"},
        "of folds and curves", "mJ/m2", MILLIJOULE_PER_SQUARE_METRE, 1.0, VIRIDIS,
        lambda drape: drape.bending,
    ),
}  # fmt: skip
QUANTITIES: tuple[Quantity, ...] = tuple(_KINDS)
REPORTED: tuple[Quantity, ...] = ("ease", "strain")
"""What pictures and reports show unless asked for more."""


def values(drape: Drape, quantity: Quantity) -> Floats:
    """Return a quantity at each garment vertex, SI: ease [m], strains as a share, shear [rad],
    pressure [Pa], bending [J/m²].

    Raises:
        UnknownName: no such quantity.
    """
    return _kind(quantity).of(drape)


def scale(drape: Drape, quantity: Quantity) -> Scale:
    """Return the scale that shows a drape's range of a quantity.

    Raises:
        UnknownName: no such quantity.
    """
    kind = _kind(quantity)
    numbers = kind.of(drape) / kind.factor
    high = _round_end(np.abs(numbers) if kind.signed else numbers, kind.least)
    low = -high if kind.signed else 0.0
    return Scale(quantity, kind.title, kind.note, kind.unit, kind.factor, low, high, kind.colours)


def coloured(numbers: Floats, scale: Scale) -> Floats:
    """Return the colour of each number (SI), sRGB 0 to 1, shape (number, 3)."""
    share = scale.share(numbers) * (len(scale.colours) - 1)
    stops = np.asarray(scale.colours)
    where = np.arange(len(stops))
    return np.column_stack([np.interp(share, where, stops[:, channel]) for channel in range(3)])


def _kind(quantity: Quantity) -> _Kind:
    if quantity not in _KINDS:
        raise UnknownName("quantity", quantity, _KINDS)
    return _KINDS[quantity]


def _round_end(numbers: Floats, least: float) -> float:
    """Return a round end of a scale: 1, 1.5, 2, 3, 4, 6, 8 of any power of ten."""
    reached = max(float(np.quantile(numbers, SHOWN_SHARE)), least)
    steps = np.outer(10.0 ** np.arange(-3, 7), [1, 1.5, 2, 3, 4, 6, 8]).ravel()
    return float(steps[min(int(np.searchsorted(steps, reached * (1 - 1e-9))), len(steps) - 1)])
