"""Rows of the simulated shop: the columns that `purchases.question` gives, and outcomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fittingroom.arrays import Floats, Ints
from fittingroom.loop.simulated_items import SimulatedItems
from fittingroom.loop.simulated_options import WISHES, ShopOptions
from fittingroom.loop.simulated_people import BODY, SEXES, TOLD, SimulatedPeople
from fittingroom.person.prior import AGE
from fittingroom.purchases.schema import FITS
from fittingroom.units import CENTIMETRE

Columns = Mapping[str, NDArray[Any]]
ARTICLE = {"article_bust_cm": "bust", "article_waist_cm": "waist", "article_hip_cm": "hip"}
REASONS = ("too small", None, "too large")


@dataclass(frozen=True, slots=True)
class Dealt:
    """Who takes what in which size, by row.

    Args:
        who: people, shape (row,).
        what: items, shape (row,).
        size: place among the item's sizes, shape (row,).
    """

    who: Ints
    what: Ints
    size: Ints


def rows_of(people: SimulatedPeople, items: SimulatedItems, dealt: Dealt) -> Columns:
    """Return what is known before the wearing, one row each."""
    return {**wearer_columns(people, dealt.who), **_article(items, dealt)}


def wearer_columns(people: SimulatedPeople, who: Ints) -> dict[str, NDArray[Any]]:
    """Return what people tell of themselves, one row each."""
    told = people.told[who]
    columns: dict[str, NDArray[Any]] = {
        "user_id": np.char.add("u", who.astype(str)).astype(object),
        "sex": np.array(SEXES, object)[people.sex[who]],
        "ease": np.array(WISHES, object)[people.wish[who]],
        "age_years": np.floor(people.body[who, BODY.index(AGE)]),
    }
    for at, term in enumerate(TOLD):
        name, unit = ("weight_kg", 1.0) if term == "weight" else (f"{term}_cm", CENTIMETRE)
        columns[name] = np.round(told[:, at] / unit, 1)
    return columns


def _article(items: SimulatedItems, dealt: Dealt) -> dict[str, NDArray[Any]]:
    racks = items.rack[dealt.what]
    words: dict[str, list[str]] = {
        "category": [rack.garment.style.rsplit("-", 1)[-1] for rack in items.racks],
        "style": [rack.garment.style for rack in items.racks],
        "material": [rack.garment.fabrics["shell"].name for rack in items.racks],
        "title": [rack.garment.title["en"] for rack in items.racks],
    }
    columns: dict[str, NDArray[Any]] = {
        "item_id": np.char.add("i", dealt.what.astype(str)).astype(object),
        "brand": np.char.add("brand-", items.brand[dealt.what].astype(str)).astype(object),
        **{name: np.array(word, object)[racks] for name, word in words.items()},
        "size": dealt.size.astype(np.float64),
    }
    labels = np.empty(len(racks), object)
    girths = {name: np.full(len(racks), np.nan) for name in ARTICLE}
    for place, rack in enumerate(items.racks):
        rows = np.flatnonzero(racks == place)
        size = dealt.size[rows]
        labels[rows] = np.array(rack.sizes, object)[size]
        zones = [zone.name for zone in rack.comparison.zones]
        for name, zone in ARTICLE.items():
            if zone in zones:
                cut = rack.cut[size, zones.index(zone)] + items.stated[dealt.what[rows]]
                girths[name][rows] = np.round(cut / CENTIMETRE, 1)
    return {**columns, "size_label": labels, **girths}


def outcomes_of(
    outcome: Ints, days: Floats, options: ShopOptions, rng: np.random.Generator
) -> Columns:
    """Return what is known after the wearing, and when it was ordered."""
    shares = np.array([options.kept_small, options.kept_fit, options.kept_large])
    kept = rng.random(len(outcome)) < shares[outcome]
    seconds = np.floor(days * 86_400.0).astype("timedelta64[s]")
    return {
        "ordered_at": np.datetime64(options.start, "s") + seconds,
        "fit": np.array(FITS, object)[outcome],
        "kept": np.where(kept, "kept", "returned").astype(object),
        "return_reason": np.array([None, *REASONS], object)[np.where(kept, 0, outcome + 1)],
    }
