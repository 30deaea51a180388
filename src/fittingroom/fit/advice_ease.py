"""What advice compares: each size's cut against the body at each zone, without a drape."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.fit.bands import Band, Borders, band_of, borders
from fittingroom.fit.zones import Zone, zones_of
from fittingroom.garment.cutting import cut
from fittingroom.garment.fabric import Fabric
from fittingroom.garment.garment import Garment
from fittingroom.person.completion import JITTER, Completion


@dataclass(frozen=True, slots=True)
class Comparison:
    """A garment's sizes at the zones where its style is judged.

    Args:
        style: "crew-neck-tee", …
        sizes: as in the chart, smallest first.
        zones: from the neck down.
        bands: what the style wants at each zone.
        fabrics: the cloth round each zone.
        borders: of the cut ease at each zone, the cloth's stretch counted [m].
        cut: finished measure of each size at each zone [m], shape (size, zone).
    """

    style: str
    sizes: tuple[str, ...]
    zones: tuple[Zone, ...]
    bands: tuple[Band, ...]
    fabrics: tuple[Fabric, ...]
    borders: tuple[Borders, ...]
    cut: Floats


def compare_sizes(garment: Garment) -> Comparison:
    """Cut every size of a garment and line its finished measures up by zone.

    Raises:
        SizeChartError: a size that can't be graded.
    """
    sizes = tuple(garment.chart.sizes)
    patterns = [cut(garment, size) for size in sizes]
    zones = tuple(zone for zone in zones_of(garment.style) if zone.finished in patterns[0].lengths)
    fabrics = tuple(_cloth(garment, zone) for zone in zones)
    return Comparison(
        style=garment.style,
        sizes=sizes,
        zones=zones,
        bands=tuple(band_of(zone.name, garment.style) for zone in zones),
        fabrics=fabrics,
        borders=tuple(
            borders(zone.name, garment.style, fabric)
            for zone, fabric in zip(zones, fabrics, strict=True)
        ),
        cut=np.array([[pattern.lengths[zone.finished] for zone in zones] for pattern in patterns]),
    )


def _cloth(garment: Garment, zone: Zone) -> Fabric:
    """Return the trim round the neck, where the garment has one, the shell elsewhere."""
    if zone.name == "neck" and "trim" in garment.fabrics:
        return garment.fabrics["trim"]
    return garment.fabrics["shell"]


def sampled_terms(
    completion: Completion, terms: list[str], rng: np.random.Generator, count: int
) -> Floats:
    """Draw the body's measures from what is known of it [m] or [kg], shape (count, term).

    Told measures are drawn round what was told, with the tape's whole spread: the survey's people
    may suggest that this tape read too much, but a shopper is not told of another girth than the
    one she gave, and a rougher tape must not make the advice surer.
    """
    drawn = completion.sample(rng, count, terms)
    for column, term in enumerate(terms):
        told = completion.person.measurements.get(term)
        if told is not None:
            at = completion.terms.index(term)
            sd = np.sqrt(completion.log_covariance[at, at] + JITTER)
            score = (np.log(drawn[:, column]) - completion.log_mean[at]) / sd
            drawn[:, column] = told.value + told.sd * score
    return drawn


def terms_of(zones: tuple[Zone, ...]) -> list[str]:
    """Return the body's terms that the zones compare, in the alphabet's order."""
    return sorted({term for zone in zones for term, _ in zone.body})


def at_zones(drawn: Floats, zones: tuple[Zone, ...], terms: list[str]) -> Floats:
    """Return the measures at each zone of draws of terms [m], shape (draw, zone)."""
    return np.asarray(drawn @ _factors(zones, terms))


def expected_body(completion: Completion, zones: tuple[Zone, ...]) -> Floats:
    """Return the body's measure at each zone: as told, else as completed [m], shape (zone,)."""
    terms = terms_of(zones)
    values = np.array([completion.measurements[term].value for term in terms])
    return values @ _factors(zones, terms)


def _factors(zones: tuple[Zone, ...], terms: list[str]) -> Floats:
    """Return what makes zones of terms, shape (term, zone)."""
    factors = np.zeros((len(terms), len(zones)))
    for column, zone in enumerate(zones):
        for term, factor in zone.body:
            factors[terms.index(term), column] = factor
    return factors
