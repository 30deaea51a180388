"""`Catalogue`: the garments a shop sells, by reference; `catalogue` is the one that ships."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from fittingroom.errors import UnknownName
from fittingroom.garment.charts import read_chart
from fittingroom.garment.fabrics import fabric_of
from fittingroom.garment.garment import Appearance, Garment, SizeChart
from fittingroom.garment.styles import style_of


class Catalogue(Mapping[str, Garment]):
    """Garments by reference.

    Args:
        garments: what it holds, in the order it is shown.
    """

    def __init__(self, garments: Iterable[Garment]) -> None:
        self._by_ref = {garment.ref: garment for garment in garments}

    def __getitem__(self, ref: str) -> Garment:
        """Return a garment.

        Raises:
            UnknownName: no such reference.
        """
        if ref not in self._by_ref:
            raise UnknownName("garment", ref, self._by_ref)
        return self._by_ref[ref]

    def __contains__(self, ref: object) -> bool:
        return ref in self._by_ref

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_ref)

    def __len__(self) -> int:
        return len(self._by_ref)


def garment_from(document: Mapping[str, Any]) -> Garment:
    """Return one garment of a catalogue document, its chart and fabrics looked up and checked.

    Raises:
        UnknownName: the style, a fabric or the chart doesn't exist.
        SizeChartError: the chart contradicts itself.
    """
    look = document["appearance"]
    trim = look.get("trim_colour")
    style_of(document["style"])
    return Garment(
        ref=document["ref"],
        title=MappingProxyType(document["title"]),
        brand=document["brand"],
        style=document["style"],
        chart=chart_of(document["chart"]),
        fabrics=MappingProxyType(
            {cloth: fabric_of(name) for cloth, name in document["fabrics"].items()}
        ),
        appearance=Appearance(
            tuple(look["colour"]), None if trim is None else tuple(trim), look["weave"]
        ),
        design=MappingProxyType(document["design"]),
    )


def chart_of(name: str) -> SizeChart:
    """Return a size chart that ships.

    Raises:
        UnknownName: no such chart.
    """
    folder = _DATA.joinpath("charts")
    known = sorted(entry.name.removesuffix(".json") for entry in folder.iterdir())
    if name not in known:
        raise UnknownName("size chart", name, known)
    return read_chart(json.loads(folder.joinpath(f"{name}.json").read_text("utf-8")))


_DATA = files("fittingroom.garment").joinpath("data")
catalogue = Catalogue(
    garment_from(document)
    for document in json.loads(_DATA.joinpath("catalogue.json").read_text("utf-8"))
)
