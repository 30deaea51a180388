"""`export_pattern`: one size of a garment as a file to print, cut or import."""

from __future__ import annotations

from fittingroom.errors import UnknownName
from fittingroom.garment.cutting import cut
from fittingroom.garment.export_dxf import to_dxf
from fittingroom.garment.export_gc import to_gc_json
from fittingroom.garment.export_pdf import TILE, page_count, to_pdf
from fittingroom.garment.export_svg import to_svg
from fittingroom.garment.garment import Garment
from fittingroom.garment.layout import Sheet, lay_out
from fittingroom.garment.marking import pieces_of
from fittingroom.garment.pattern import Pattern
from fittingroom.garment.styles import style_of

FORMATS = ("svg", "pdf", "dxf", "gc-json")
HOME_COLUMNS = (2, 3, 4, 5)  # A4 pages side by side that a table takes


def export_pattern(garment: Garment, size: str, format_: str) -> bytes:
    """Return one size's pattern in a format, true to scale.

    Args:
        garment: what to cut.
        size: a size of its chart.
        format_: one of `FORMATS`: "svg", "pdf" and "dxf" carry seam allowance, notches and
            grain; "gc-json" is GarmentCode's, without allowance.

    Raises:
        UnknownName: no such size or format.
        SizeChartError, PatternError: as `cut`.
    """
    if format_ not in FORMATS:
        raise UnknownName("export format", format_, FORMATS)
    pattern = cut(garment, size)
    title = garment.title["en"]
    if format_ == "gc-json":
        return to_gc_json(pattern).encode()
    if format_ == "dxf":
        sheet = lay_out(pieces_of(pattern, title))
        return to_dxf(sheet, style=garment.ref, size=size).encode()
    if format_ == "svg":
        sheet = lay_out(pieces_of(pattern, title))
        return to_svg(sheet, f"{title}, size {size}").encode()
    return to_pdf(_home_sheet(pattern, title), f"{title}, size {size}", _notes(garment, pattern))


def _home_sheet(pattern: Pattern, title: str) -> Sheet:
    """Lay symmetrical pieces out as halves, on the sheet that takes the fewest pages."""
    pieces = pieces_of(pattern, title, on_fold=True)
    sheets = [lay_out(pieces, width=columns * TILE[0] / 1000) for columns in HOME_COLUMNS]
    return min(sheets, key=page_count)


def _notes(garment: Garment, pattern: Pattern) -> list[str]:
    cloths = ", ".join(f"{cloth}: {fabric.name}" for cloth, fabric in garment.fabrics.items())
    measures = [
        f"{term.replace('_', ' ')} {value * 100:.1f}"
        for term, value in pattern.lengths.items()
        if term not in ("half_chest", "cuff")
    ]
    opening = style_of(pattern.style).opening
    half = (len(measures) + 1) // 2
    return [
        f"{cloths}   (chart: {garment.brand})",
        "Finished measures in cm: " + ", ".join(measures[:half]) + ",",
        "   " + ", ".join(measures[half:]),
        "Seam allowance is included: 1 cm at seams, 2.5 cm at hems. Solid: cut. Dashed: sew.",
        "Notches meet notches, double ones at the back. Arrows follow the grain of the cloth.",
        *([opening] if opening else []),
    ]
