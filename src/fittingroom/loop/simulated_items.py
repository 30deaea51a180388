"""Items of the simulated shop: the catalogue's garments as several brands would make them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.fit.advice_ease import Comparison, compare_sizes
from fittingroom.garment.catalogue import catalogue
from fittingroom.garment.garment import Garment
from fittingroom.loop.simulated_options import ShopOptions
from fittingroom.loop.simulated_people import BODY
from fittingroom.units import CENTIMETRE

LABELS = ("XXS", "XS", "S", "M", "L", "XL", "2XL", "3XL", "4XL", "5XL", "6XL", "7XL", "8XL", "9XL")
WOMENS = ("a-line-skirt", "shift-dress")  # styles that men don't buy here


@dataclass(frozen=True, slots=True)
class Rack:
    """A garment of the catalogue with the shop's sizes.

    Args:
        garment: as the catalogue has it.
        sizes: the catalogue's and those added above.
        comparison: zones, bands and borders.
        cut: finished measures by size and zone [m], shape (size, zone).
        girth: 1 where a zone goes round the body, shape (zone,).
        factors: what makes zones of `BODY`, shape (term, zone).
    """

    garment: Garment
    sizes: tuple[str, ...]
    comparison: Comparison
    cut: Floats
    girth: Floats
    factors: Floats


@dataclass(frozen=True, slots=True)
class SimulatedItems:
    """Items by row.

    Args:
        racks: the garments.
        rack: place of each item's garment, shape (item,).
        brand: each item's brand, shape (item,).
        stated: what its girths have more than the catalogue's, as its chart says [m],
            shape (item,).
        runs: what its girths have more than its chart says: nobody is told [m], shape (item,).
    """

    racks: tuple[Rack, ...]
    rack: Ints
    brand: Ints
    stated: Floats
    runs: Floats

    def __len__(self) -> int:
        return len(self.rack)


def draw_items(options: ShopOptions, rng: np.random.Generator) -> SimulatedItems:
    """Draw what the shop sells."""
    racks = tuple(rack_of(garment, options.sizes_added) for garment in catalogue.values())
    brand, rack, _ = (
        axis.ravel()
        for axis in np.meshgrid(
            np.arange(options.brands), np.arange(len(racks)), np.arange(options.items),
            indexing="ij",
        )
    )  # fmt: skip
    stated = options.chart_cm * CENTIMETRE * rng.standard_normal(options.brands)
    by_brand = options.brand_cm * CENTIMETRE * rng.standard_normal(options.brands)
    by_item = options.item_cm * CENTIMETRE * rng.standard_normal(len(rack))
    return SimulatedItems(racks, rack, brand, stated[brand], by_brand[brand] + by_item)


def rack_of(garment: Garment, added: int) -> Rack:
    """Return a garment with so many sizes added above its largest."""
    comparison = compare_sizes(garment)
    step = comparison.cut[-1] - comparison.cut[-2]
    more = comparison.cut[-1] + step * np.arange(1, added + 1)[:, None]
    last = LABELS.index(comparison.sizes[-1])
    factors = np.zeros((len(BODY), len(comparison.zones)))
    for column, zone in enumerate(comparison.zones):
        for term, factor in zone.body:
            factors[BODY.index(term), column] = factor
    return Rack(
        garment=garment,
        sizes=(*comparison.sizes, *LABELS[last + 1 : last + 1 + added]),
        comparison=comparison,
        cut=np.vstack([comparison.cut, more]),
        girth=np.array([float(band.around > 0.0) for band in comparison.bands]),
        factors=factors,
    )
