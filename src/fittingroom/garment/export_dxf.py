"""Write a pattern as DXF-AAMA, what cutting rooms exchange: ASCII DXF R12, millimetres.

Source: ASTM D6673 (formerly ANSI/AAMA-292): one block a piece; layer 1 cutting line and piece
texts, 4 notches, 7 grain line, 8 internal lines, 14 sewing line.
"""

from __future__ import annotations

from collections.abc import Iterable

from fittingroom.arrays import Floats
from fittingroom.garment.layout import Sheet
from fittingroom.garment.marking import Piece

CUT, NOTCH, GRAIN, INTERNAL, SEW = "1", "4", "7", "8", "14"


def to_dxf(sheet: Sheet, *, style: str, size: str) -> str:
    """Return the sheet's pieces as a DXF document.

    Args:
        sheet: whole pieces, laid out.
        style: the garment's name, letters and digits.
        size: the size's name.
    """
    lines = [*_pair(0, "SECTION"), *_pair(2, "HEADER"), *_pair(9, "$ACADVER")]
    lines += [*_pair(1, "AC1009"), *_pair(0, "ENDSEC")]
    lines += [*_pair(0, "SECTION"), *_pair(2, "BLOCKS")]
    for piece in sheet.pieces:
        lines += _block(piece, size)
    lines += [*_pair(0, "ENDSEC"), *_pair(0, "SECTION"), *_pair(2, "ENTITIES")]
    for number, text in enumerate(
        (f"Style Name: {style}", f"Sample Size: {size}", "Units: METRIC")
    ):
        lines += _text(text, CUT, (0.0, -20.0 * (number + 1)))
    for piece, shift in zip(sheet.pieces, sheet.shifts * 1000, strict=True):
        lines += [*_pair(0, "INSERT"), *_pair(8, CUT), *_pair(2, piece.name)]
        lines += _point(shift)
    lines += [*_pair(0, "ENDSEC"), *_pair(0, "EOF")]
    return "\r\n".join(lines) + "\r\n"


def _block(piece: Piece, size: str) -> list[str]:
    lines = [*_pair(0, "BLOCK"), *_pair(8, CUT), *_pair(2, piece.name), *_pair(70, 0)]
    lines += [*_point((0.0, 0.0)), *_polyline(piece.cutting, CUT, closed=True)]
    lines += _polyline(piece.sewing, SEW, closed=True)
    for inner in (*piece.darts, *piece.folds):
        lines += _polyline(inner, INTERNAL, closed=False)
    for notch in piece.notches:
        lines += [*_pair(0, "POINT"), *_pair(8, NOTCH), *_point(notch[-1] * 1000)]
    low, high = piece.grain * 1000
    lines += [*_pair(0, "LINE"), *_pair(8, GRAIN), *_point(low), *_point(high, second=True)]
    middle = (piece.cutting.min(axis=0) + piece.cutting.max(axis=0)) * 500
    for row, text in enumerate((f"Piece Name: {piece.name}", f"Size: {size}", *_cuts(piece))):
        lines += _text(text, CUT, (middle[0], middle[1] - 12.0 * row))
    return [*lines, *_pair(0, "ENDBLK"), *_pair(8, CUT)]


def _cuts(piece: Piece) -> tuple[str, str]:
    twice = any("cut 2" in words.text for words in piece.words)
    trim = any("trim" in words.text for words in piece.words)
    quantity = "Quantity: 1,1" if twice else "Quantity: 1"
    return quantity, f"Material: {'trim' if trim else 'shell'}"


def _polyline(points: Floats, layer: str, *, closed: bool) -> list[str]:
    lines = [*_pair(0, "POLYLINE"), *_pair(8, layer), *_pair(66, 1), *_pair(70, int(closed))]
    lines += _point((0.0, 0.0))
    for point in points * 1000:
        lines += [*_pair(0, "VERTEX"), *_pair(8, layer), *_point(point)]
    return [*lines, *_pair(0, "SEQEND"), *_pair(8, layer)]


def _text(text: str, layer: str, at: Iterable[float]) -> list[str]:
    ascii_text = text.encode("ascii", "replace").decode()
    return [
        *_pair(0, "TEXT"),
        *_pair(8, layer),
        *_point(at),
        *_pair(40, 8.0),
        *_pair(1, ascii_text),
    ]


def _point(point: Iterable[float], *, second: bool = False) -> list[str]:
    x, y = point
    shift = 1 if second else 0
    return [*_pair(10 + shift, f"{x:.4f}"), *_pair(20 + shift, f"{y:.4f}")]


def _pair(code: int, value: object) -> list[str]:
    return [f"{code:3d}", str(value)]
