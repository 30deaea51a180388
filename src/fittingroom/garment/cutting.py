"""`cut`: the verb of this stage."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType

from fittingroom.errors import SizeChartError, UnknownName
from fittingroom.garment.checks import check_pattern
from fittingroom.garment.design import resolve
from fittingroom.garment.finished import finished_lengths
from fittingroom.garment.garment import Garment
from fittingroom.garment.pattern import Pattern
from fittingroom.garment.style import Style
from fittingroom.garment.styles import style_of

_KEPT = 128  # patterns, about 50 kB each: advice cuts every size of every garment, then one is worn


class _This:
    """A garment that equals itself alone: what it is made of can't be hashed, but never changes."""

    __slots__ = ("garment",)

    def __init__(self, garment: Garment) -> None:
        self.garment = garment

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _This) and self.garment is other.garment

    def __hash__(self) -> int:
        return id(self.garment)


def cut(garment: Garment, size: str) -> Pattern:
    """Cut a garment in one size of its chart; the last patterns are kept.

    `Pattern.lengths` holds the finished garment's measures [m], taken from the cut pieces:

    - tops and dresses: `bust` (full girth 2.5 cm below the armhole), `waist` and `hip` (girth at
      those levels, the hem's where the piece ends above), `hem`, `length` (side neck point to
      hem), `shoulder` (across the back from seam to seam); with sleeves `sleeve_length` (shoulder
      seam to cuff) and `upper_arm` (sleeve girth at the armhole); `neck` (girth of the neck's
      edge);
    - skirts: `waist` (top edge of the waistband), `hip`, `hem`, `length` (from the top edge);
    - trousers: `waist`, `hip`, `thigh` (one leg, at the crotch), `hem` (one leg), `inside_leg`,
      `front_rise` and `back_rise` (crotch seam to the waistband's top edge);
    - the terms of a garment chart too, as the chart has them: `half_chest`.

    Args:
        garment: what to cut.
        size: a size of its chart.

    Returns:
        A pattern that passed `check_pattern`.

    Raises:
        UnknownName: the chart has no such size, the style or a design parameter doesn't exist.
        SizeChartError: the chart lacks a term the style can't do without.
        PatternError: the figures can't be drafted: the message names the one to change.

    Example:
        >>> from fittingroom.garment.catalogue import catalogue
        >>> pattern = cut(catalogue["classic-tee"], "M")
        >>> [panel.name for panel in pattern.panels]
        ['front', 'back', 'left_sleeve', 'right_sleeve', 'neckband']
    """
    return _cut(_This(garment), size)


@lru_cache(maxsize=_KEPT)
def _cut(this: _This, size: str) -> Pattern:
    garment = this.garment
    style = style_of(garment.style)
    if size not in garment.chart.sizes:
        raise UnknownName("size", size, garment.chart.sizes)
    check_terms(style, garment, size)
    design = resolve(style.parameters, garment.design)
    draft = style.draft(style.grade(garment.chart, size, design), design)
    pattern = Pattern(style.name, size, draft.panels, draft.seams, {}, MappingProxyType(draft.ease))
    check_pattern(pattern)
    return replace(pattern, lengths=MappingProxyType(finished_lengths(pattern)))


def check_terms(style: Style, garment: Garment, size: str) -> None:
    """Refuse a chart that lacks what the style is graded from.

    Raises:
        SizeChartError: naming the missing term and what the chart has.
    """
    row = garment.chart.sizes[size]
    needed = style.terms.get(garment.chart.kind)
    if needed is None:
        raise SizeChartError(
            f"{style.name} can't be graded from a {garment.chart.kind} chart: "
            f"give a {' or '.join(style.terms)} chart",
            field="kind",
            value=garment.chart.kind,
            allowed=", ".join(style.terms),
        )
    for term in needed:
        if term not in row:
            raise SizeChartError(
                f"size '{size}' has no {term}, which {style.name} is graded from; "
                f"it has {', '.join(sorted(row))}",
                field=f"{size}.{term}",
                allowed=", ".join(needed),
            )
