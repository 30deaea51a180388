"""What the doors say of the catalogue: plain data, centimetres, ready for JSON."""

from __future__ import annotations

from typing import Any

from fittingroom.garment.catalogue import catalogue
from fittingroom.garment.cutting import cut
from fittingroom.garment.design import DesignParameter, resolve
from fittingroom.garment.fabrics import curves_of, fabric_names, fabric_title, figures_of
from fittingroom.garment.garment import Garment
from fittingroom.garment.style import Style
from fittingroom.garment.styles import STYLES, style_of
from fittingroom.units import CENTIMETRE


def catalogue_json() -> dict[str, Any]:
    """Return `garment list --json`: every style, fabric and garment."""
    return {
        "styles": [_style(style) for style in STYLES.values()],
        "fabrics": [_fabric(name) for name in fabric_names()],
        "garments": [_garment(garment) for garment in catalogue.values()],
    }


def garment_json(ref: str) -> dict[str, Any]:
    """Return `garment show REF --json`: one garment with its chart and finished measures.

    Raises:
        UnknownName: no such garment.
    """
    garment = catalogue[ref]
    chart = garment.chart
    style = style_of(garment.style)
    finished = {size: _cm(dict(cut(garment, size).lengths)) for size in chart.sizes}
    return _garment(garment) | {
        "chart": {
            "kind": chart.kind,
            "source": chart.source,
            "sizes_cm": {
                size: {term: [_round(low), _round(high)] for term, (low, high) in row.items()}
                for size, row in chart.sizes.items()
            },
        },
        "design": resolve(style.parameters, garment.design),
        "finished_cm": finished,
    }


def _garment(garment: Garment) -> dict[str, Any]:
    look = garment.appearance
    return {
        "ref": garment.ref,
        "title": dict(garment.title),
        "brand": garment.brand,
        "style": garment.style,
        "fabrics": {cloth: fabric.name for cloth, fabric in garment.fabrics.items()},
        "sizes": list(garment.chart.sizes),
        "colour": _hex(look.colour),
        "weave": look.weave,
    }


def _style(style: Style) -> dict[str, Any]:
    return {
        "name": style.name,
        "title": dict(style.title),
        "cloths": list(style.cloths),
        "chart_terms": {kind: list(terms) for kind, terms in style.terms.items()},
        "parameters": [_parameter(parameter) for parameter in style.parameters],
    }


def _parameter(parameter: DesignParameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "value": parameter.value,
        "low": parameter.low,
        "high": parameter.high,
        "step": parameter.step,
        "unit": parameter.unit,
        "meaning": parameter.meaning,
    }


def _fabric(name: str) -> dict[str, Any]:
    figures = figures_of(name)
    return {
        "name": name,
        "title": fabric_title(name),
        "figures": {
            field: {"value": figure.value, "basis": figure.basis, "source": figure.source}
            for field, figure in figures.items()
        },
        "curves": {
            way: {"points": [list(point) for point in curve.points], "source": curve.source}
            for way, curve in curves_of(name).items()
        },
    }


def _cm(lengths: dict[str, float]) -> dict[str, float]:
    return {term: _round(value) for term, value in lengths.items()}


def _round(metres: float) -> float:
    return round(metres / CENTIMETRE, 2)


def _hex(colour: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(255 * part):02x}" for part in colour)
