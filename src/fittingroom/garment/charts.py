"""Read a size chart that somebody else wrote, and refuse one that contradicts itself.

A chart document is what JSON holds::

    {"kind": "body", "source": "…", "sizes": {"S": {"bust_girth_in": [35, 36],
                                                    "bust_girth_cm": [88.9, 91.4]}, …}}

Terms carry their unit; a term may be given in several units, which must agree.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from itertools import pairwise
from math import isfinite
from types import MappingProxyType
from typing import Literal

from fittingroom.errors import SizeChartError, UnknownName
from fittingroom.garment.garment import SizeChart
from fittingroom.units import CENTIMETRE, INCH, LENGTH_SUFFIXES, split_unit

Range = tuple[float, float]

# What a chart may hold and what adults' garments and bodies measure [m]. Body limits: ISO 8559-1
# terms, adults from the 0.1th to the 99.9th percentile with room for plus sizes.
BODY_TERMS: Mapping[str, Range] = MappingProxyType(
    {
        "bust_girth": (0.60, 2.00),
        "underbust_girth": (0.50, 1.80),
        "waist_girth": (0.45, 2.00),
        "hip_girth": (0.60, 2.20),
        "neck_girth": (0.25, 0.65),
        "upper_arm_girth": (0.15, 0.70),
        "wrist_girth": (0.10, 0.30),
        "shoulder_breadth": (0.25, 0.60),
        "height": (1.30, 2.30),
        "inside_leg": (0.50, 1.10),
    }
)
GARMENT_TERMS: Mapping[str, Range] = MappingProxyType(
    {
        "half_chest": (0.28, 1.10),
        "length": (0.25, 1.70),
        "shoulder": (0.25, 0.80),
        "sleeve_length": (0.05, 0.90),
        "upper_arm": (0.20, 0.80),
        "bust": (0.56, 2.20),
        "waist": (0.45, 2.20),
        "hip": (0.60, 2.40),
        "inside_leg": (0.10, 1.10),
    }
)
ALIASES = {"chest_girth": "bust_girth", "hips_girth": "hip_girth", "seat_girth": "hip_girth"}
# Charts round inches to half an inch and centimetres to one: columns may differ by their sum's
# half [m]. The one wrong row known (44 in beside 106 cm) is out by 5.8 cm.
UNIT_MATCH = INCH / 2 + CENTIMETRE / 2
MOST_SIZES, MOST_TERMS = 60, 40


def read_chart(document: object) -> SizeChart:
    """Return the chart a document holds.

    Args:
        document: parsed JSON, not trusted.

    Raises:
        SizeChartError: naming the size, the term, the value and what to do.
        UnknownName: a term nobody knows, with the nearest that is known.
    """
    if not isinstance(document, Mapping):
        raise SizeChartError("a size chart is an object with 'kind', 'source' and 'sizes'")
    kind, source, sizes = (document.get(key) for key in ("kind", "source", "sizes"))
    if kind not in ("garment", "body"):
        raise SizeChartError(
            f"a size chart's kind is 'garment' (measured flat) or 'body', not {kind!r}",
            field="kind",
            value=kind,
            allowed="garment, body",
        )
    if not isinstance(source, str) or not source.strip():
        raise SizeChartError("a size chart names its source", field="source", value=source)
    if not isinstance(sizes, Mapping) or not 1 <= len(sizes) <= MOST_SIZES:
        raise SizeChartError(
            f"a size chart has 1 to {MOST_SIZES} sizes, smallest first", field="sizes"
        )
    rows = {str(size): _read_row(str(size), row, kind) for size, row in sizes.items()}
    return check_chart(SizeChart(kind, MappingProxyType(rows), source[:500]))


def check_chart(chart: SizeChart) -> SizeChart:
    """Return the chart, or say which row contradicts the one before it.

    Raises:
        SizeChartError: a figure outside what garments or bodies measure, a range upside down, or
            a term that falls from one size to the next.
    """
    for size, row in chart.sizes.items():
        for term, given in row.items():
            _check_range(size, term, given, _limits(term, chart.kind))
    for (small, row), (large, following) in pairwise(chart.sizes.items()):
        missing = set(row) ^ set(following)
        if missing:
            term = sorted(missing)[0]
            raise SizeChartError(
                f"sizes '{small}' and '{large}' don't have the same terms ('{term}'): "
                "fill the gap or leave the term out everywhere",
                field=f"{large}.{term}",
            )
        for term, (low, high) in row.items():
            _check_order(small, large, term, (low + high) / 2, sum(following[term]) / 2)
    return chart


def _check_order(small: str, large: str, term: str, before: float, after: float) -> None:
    if after < before - 1e-9:
        raise SizeChartError(
            f"size '{large}' has {term} {after * 100:.1f} cm, less than size '{small}' before it "
            f"({before * 100:.1f} cm): order the sizes from small to large, or correct the figure",
            field=f"{large}.{term}",
            value=round(after * 100, 2),
            allowed=f"at least {before * 100:.1f} cm",
        )


def _read_row(size: str, row: object, kind: Literal["garment", "body"]) -> Mapping[str, Range]:
    if not isinstance(row, Mapping) or not 1 <= len(row) <= MOST_TERMS:
        raise SizeChartError(f"size '{size}' has 1 to {MOST_TERMS} terms", field=size, value=row)
    read: dict[str, tuple[str, Range]] = {}
    for key, value in row.items():
        term, given = _read_figure(size, str(key), value, kind)
        if term in read:
            _check_agreement(size, term, read[term], (str(key), given))
        read.setdefault(term, (str(key), given))
    return MappingProxyType({term: given for term, (_, given) in read.items()})


def _read_figure(
    size: str, key: str, value: object, kind: Literal["garment", "body"]
) -> tuple[str, Range]:
    unit = split_unit(key)
    if unit is None:
        raise SizeChartError(
            f"size '{size}': '{key}' names no unit; write it as '{key}_cm' or '{key}_in'",
            field=f"{size}.{key}",
            value=value,
            allowed=", ".join(LENGTH_SUFFIXES),
        )
    term, factor, _ = unit
    term = ALIASES.get(term, term)
    known = BODY_TERMS if kind == "body" else GARMENT_TERMS
    if term not in known:
        raise UnknownName(f"term of a {kind} chart", term, known)
    ends = value if isinstance(value, list | tuple) else [value]
    if not 1 <= len(ends) <= 2:
        raise SizeChartError(
            f"size '{size}': {key} is one figure or [low, high]", field=f"{size}.{key}", value=value
        )
    figures = [_number(size, key, end) * factor for end in ends]
    return term, (figures[0], figures[-1])


def _number(size: str, key: str, value: object) -> float:
    """Return a number; shops' charts hold "66.0" as text, too."""
    if isinstance(value, str) and len(value) <= 20:
        with suppress(ValueError):
            value = float(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise SizeChartError(
            f"size '{size}': {key} is {value!r}, not a number", field=f"{size}.{key}", value=value
        )
    return float(value)


def _check_agreement(
    size: str, term: str, first: tuple[str, Range], second: tuple[str, Range]
) -> None:
    apart = max(abs(a - b) for a, b in zip(first[1], second[1], strict=True))
    if apart > UNIT_MATCH:
        shown = [
            f"{key} {low * 100:.1f} to {high * 100:.1f} cm" for key, (low, high) in (first, second)
        ]
        raise SizeChartError(
            f"size '{size}': {term} disagrees between units, {shown[0]} but {shown[1]}: "
            "find out which column the shop sells by and leave the other out",
            field=f"{size}.{term}",
            value=round(second[1][0] * 100, 2),
            allowed=f"within {UNIT_MATCH * 100:.1f} cm of each other",
        )


def _check_range(size: str, term: str, given: Range, limits: Range) -> None:
    low, high = given
    if low > high:
        raise SizeChartError(
            f"size '{size}': {term} runs from {low * 100:.1f} down to {high * 100:.1f} cm: "
            "swap the two",
            field=f"{size}.{term}",
            value=[round(low * 100, 2), round(high * 100, 2)],
        )
    if low < limits[0] or high > limits[1]:
        wrong = low if low < limits[0] else high
        raise SizeChartError(
            f"size '{size}': {term} {wrong * 100:.1f} cm is outside what adults' garments and "
            f"bodies measure ({limits[0] * 100:.0f} to {limits[1] * 100:.0f} cm): check the unit, "
            "and whether it is flat (half) or all round",
            field=f"{size}.{term}",
            value=round(wrong * 100, 2),
            allowed=f"{limits[0] * 100:.0f} to {limits[1] * 100:.0f} cm",
        )


def _limits(term: str, kind: str) -> Range:
    known = BODY_TERMS if kind == "body" else GARMENT_TERMS
    if term not in known:
        raise UnknownName(f"term of a {kind} chart", term, known)
    return known[term]
