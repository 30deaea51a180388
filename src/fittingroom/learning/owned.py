"""`Owned`: a garment that one owns or has tried, in a size, and how it fits."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, get_args

from fittingroom.errors import InvalidInput, UnknownName
from fittingroom.fit.zones import zones_of
from fittingroom.garment.catalogue import catalogue, chart_of
from fittingroom.garment.charts import read_chart
from fittingroom.garment.fabrics import fabric_of
from fittingroom.garment.garment import Appearance, Garment, SizeChart

How = Literal["tight", "fits", "loose"]
HOWS: tuple[How, ...] = get_args(How)
MOST_OWNED = 20
TEE = "crew-neck-tee"
CHART_ZONES = {"bust_girth": "bust", "waist_girth": "waist", "hip_girth": "hip"}


@dataclass(frozen=True, slots=True)
class Owned:
    """What someone says of a garment.

    Args:
        ref: a garment of the catalogue or a brand's chart (`brand_charts`).
        size: the size, as its chart names it.
        how: how it fits.
        zone: where, None as a whole.
    """

    ref: str
    size: str
    how: How
    zone: str | None = None


def read_owned(text: str) -> Owned:
    """Read "classic-tee:M:fits" or "classic-tee:M:tight:bust".

    Raises:
        InvalidInput: not of that form.
        UnknownName: a garment or brand, size, word or zone nobody knows; the nearest is named.
    """
    parts = text.split(":")
    if not 3 <= len(parts) <= 4 or not all(parts) or len(text) > 200:
        raise InvalidInput(
            f"{text!r:.80} doesn't say what is owned: write GARMENT:SIZE:FIT, such as"
            " classic-tee:M:fits, or where as well: classic-tee:M:tight:bust",
            field="owns", value=text[:80], allowed="GARMENT:SIZE:tight|fits|loose[:ZONE]",
        )  # fmt: skip
    ref, size, how = parts[0], parts[1], parts[2]
    if how not in HOWS:
        raise UnknownName("word of fit", how[:40], HOWS)
    return check_owned(Owned(ref, size, _how(how), parts[3] if len(parts) == 4 else None))


def check_owned(owned: Owned) -> Owned:
    """Return what is owned, or say what of it nobody knows.

    Raises:
        UnknownName: the garment or brand, its size or the zone.
    """
    what = owned_piece(owned.ref)
    if owned.size not in what.chart.sizes:
        raise UnknownName(f"size of {owned.ref}", owned.size[:40], what.chart.sizes)
    if owned.zone is not None and owned.zone not in what.zones:
        raise UnknownName(f"zone of {owned.ref}", owned.zone[:40], what.zones)
    return owned


@dataclass(frozen=True, slots=True)
class Piece:
    """What is known of a garment that people own.

    Args:
        ref: its name here.
        words: what to call it, by language.
        chart: its sizes.
        garment: it, where it can be cut; None where the chart tells only whom a size is for.
        zones: where it can be said to be tight or loose.
    """

    ref: str
    words: Mapping[str, str]
    chart: SizeChart
    garment: Garment | None
    zones: tuple[str, ...]


@cache
def owned_piece(ref: str) -> Piece:
    """Return a garment of the catalogue or of a brand's chart.

    Raises:
        UnknownName: neither, with the nearest names there are.
    """
    charts = brand_charts()
    if ref in catalogue:
        garment = catalogue[ref]
        return Piece(ref, garment.title, garment.chart, garment, _zones(garment))
    if ref not in charts:
        raise UnknownName("garment or brand", ref[:40], [*catalogue, *charts])
    brand, chart = charts[ref]
    words = MappingProxyType({"en": _title(ref, brand, "en"), "zh": _title(ref, brand, "zh")})
    if chart.kind == "garment":
        tee = _tee(ref, brand, chart)
        return Piece(ref, words, chart, tee, _zones(tee))
    terms = next(iter(chart.sizes.values()))
    return Piece(ref, words, chart, None, tuple(CHART_ZONES[t] for t in terms if t in CHART_ZONES))


@cache
def brand_charts() -> Mapping[str, tuple[str, SizeChart]]:
    """Return the charts of brands by reference: the brand's name and its sizes.

    Source: each chart names its own; scripts/write_brand_charts.py collects them.
    """
    text = files("fittingroom.learning").joinpath("data/brand_charts.json").read_text("utf-8")
    read = {ref: (told["brand"], read_chart(told)) for ref, told in json.loads(text).items()}
    for part in ("dresses", "skirts", "trousers"):
        read[f"free-people-{part}"] = ("Free People", chart_of(f"free-people-{part}"))
    return MappingProxyType(read)


def _how(word: str) -> How:
    return next(how for how in HOWS if how == word)


def _zones(garment: Garment) -> tuple[str, ...]:
    return tuple(zone.name for zone in zones_of(garment.style))


def _tee(ref: str, brand: str, chart: SizeChart) -> Garment:
    """Return the T-shirt that was measured flat; they're all of jersey."""
    return Garment(
        ref=ref,
        title=MappingProxyType({"en": f"{brand} T-shirt", "zh": f"{brand} T恤"}),
        brand=brand,
        style=TEE,
        chart=chart,
        fabrics=MappingProxyType({"shell": fabric_of("single-jersey"), "trim": fabric_of("rib")}),
        appearance=Appearance((0.5, 0.5, 0.5)),
    )


_KINDS = {
    "jeans": ("jeans", "牛仔裤"), "shorts": ("shorts", "短裤"), "dresses": ("dresses", "连衣裙"),
    "skirts": ("skirts", "半裙"), "trousers": ("trousers", "长裤"),
}  # fmt: skip


def _title(ref: str, brand: str, language: str) -> str:
    kind = _KINDS.get(ref.rsplit("-", 1)[-1])
    if kind is None:
        kind = ("tops", "上装") if ref == brand.lower() else ("T-shirt", "T恤")
    return f"{brand} {kind[0]}" if language == "en" else f"{brand} {kind[1]}"
