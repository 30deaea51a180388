"""Write a pattern as a true-scale PDF on A4 pages that a home printer prints."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.garment.layout import Sheet
from fittingroom.garment.marking import Piece

MM = 72 / 25.4  # points in a millimetre
PAGE = (210.0, 297.0)  # A4, ISO 216 [mm]
TILE = (180.0, 255.0)  # what one page shows [mm]: home printers leave 5 to 12 mm blank
EDGE = ((PAGE[0] - TILE[0]) / 2, (PAGE[1] - TILE[1]) / 2)  # from the page's corner [mm]
TEST_SQUARE = 50.0  # [mm]


@dataclass(frozen=True, slots=True)
class _Tile:
    """One page of the sheet: its column and row from the bottom left, and its printed number."""

    column: int
    row: int
    number: int

    @property
    def name(self) -> str:
        return f"{chr(65 + self.row % 26)}{self.column + 1}"


def to_pdf(sheet: Sheet, title: str, notes: list[str]) -> bytes:
    """Return the sheet tiled on A4 pages behind a cover page.

    The cover has a 5 cm square to check the printer's scale by, the map of pages and `notes`.
    Pages on which nothing is drawn are left out. Same input, same bytes.
    """
    from reportlab.pdfgen.canvas import Canvas

    buffer = BytesIO()
    page = (PAGE[0] * MM, PAGE[1] * MM)
    canvas = Canvas(buffer, pagesize=page, invariant=1, pageCompression=1)
    canvas.setTitle(title)
    canvas.setAuthor("fittingroom")
    tiles = _tiles(sheet)
    _cover(canvas, sheet, tiles, title, notes)
    for tile in tiles:
        canvas.showPage()
        _page(canvas, sheet, tile, len(tiles), title)
    canvas.save()
    return buffer.getvalue()


def page_count(sheet: Sheet) -> int:
    """Return how many pages the sheet takes, the cover not counted."""
    return len(_tiles(sheet))


def _tiles(sheet: Sheet) -> list[_Tile]:
    columns, rows = (int(np.ceil(sheet.size[i] * 1000 / TILE[i])) for i in (0, 1))
    found = [
        (row, column)
        for row in reversed(range(rows))
        for column in range(columns)
        if _is_drawn(sheet, column, row)
    ]
    return [_Tile(column, row, number + 1) for number, (row, column) in enumerate(found)]


def _is_drawn(sheet: Sheet, column: int, row: int) -> bool:
    low = np.array([column * TILE[0], row * TILE[1]]) / 1000
    high = low + np.array(TILE) / 1000
    for piece, shift in zip(sheet.pieces, sheet.shifts, strict=True):
        points = _dense(piece.cutting + shift)
        if ((points >= low) & (points <= high)).all(axis=1).any():
            return True
        for words in piece.words:
            at = words.at + shift
            if (at >= low).all() and (at <= high).all():
                return True
    return False


def _dense(points: Floats) -> Floats:
    """Return points of a closed line at most 5 mm apart."""
    pieces = []
    for a, b in zip(points, np.roll(points, -1, axis=0), strict=True):
        count = int(np.linalg.norm(b - a) / 0.005) + 1
        pieces.append(a + np.linspace(0, 1, count, endpoint=False)[:, None] * (b - a))
    return np.concatenate(pieces)


def _page(canvas: Any, sheet: Sheet, tile: _Tile, count: int, title: str) -> None:
    canvas.saveState()
    canvas.translate(EDGE[0] * MM, EDGE[1] * MM)
    window = canvas.beginPath()
    window.rect(0, 0, TILE[0] * MM, TILE[1] * MM)
    canvas.saveState()
    canvas.clipPath(window, stroke=0, fill=0)
    canvas.translate(-tile.column * TILE[0] * MM, -tile.row * TILE[1] * MM)
    for piece, shift in zip(sheet.pieces, sheet.shifts, strict=True):
        _draw(canvas, piece, shift)
    canvas.restoreState()
    _frame(canvas, tile)
    canvas.restoreState()
    canvas.setFont("Helvetica", 8)
    canvas.setFillGray(0.35)
    canvas.drawString(EDGE[0] * MM, 7 * MM, f"{title}   page {tile.name}   {tile.number}/{count}")
    canvas.drawRightString(
        (PAGE[0] - EDGE[0]) * MM, 7 * MM, "cut or fold along the frame, join at the diamonds"
    )


def _frame(canvas: Any, tile: _Tile) -> None:
    """Draw the page's frame, half diamonds at the middles of its sides, and its name."""
    width, height = (side * MM for side in TILE)
    canvas.setStrokeGray(0.55)
    canvas.setLineWidth(0.4)
    canvas.rect(0, 0, width, height)
    r = 3 * MM
    for x, y in ((width / 2, 0), (width / 2, height), (0, height / 2), (width, height / 2)):
        diamond = canvas.beginPath()
        diamond.moveTo(x - r, y)
        for dx, dy in ((0, r), (r, 0), (0, -r)):
            diamond.lineTo(x + dx, y + dy)
        diamond.close()
        canvas.drawPath(diamond, stroke=1, fill=0)
    canvas.setFillGray(0.8)
    canvas.setFont("Helvetica-Bold", 26)
    canvas.drawString(5 * MM, 5 * MM, tile.name)


def _draw(canvas: Any, piece: Piece, shift: Floats) -> None:
    """Draw one piece at its place on the sheet; the origin is the sheet's lower left."""

    def stroke(points: Floats, width: float, *, dash: bool = False, closed: bool = False) -> None:
        canvas.setLineWidth(width * MM)
        canvas.setDash([3 * MM, 1.6 * MM] if dash else [])
        path = canvas.beginPath()
        placed = (points + shift) * 1000 * MM
        path.moveTo(*placed[0])
        for point in placed[1:]:
            path.lineTo(*point)
        if closed:
            path.close()
        canvas.drawPath(path, stroke=1, fill=0)

    canvas.setStrokeGray(0.05)
    canvas.setFillGray(0.05)
    stroke(piece.cutting, 0.5, closed=True)
    stroke(piece.sewing, 0.3, dash=True, closed=True)
    for dart in piece.darts:
        stroke(dart, 0.3)
    for notch in piece.notches:
        stroke(notch, 0.6)
    for fold in piece.folds:
        stroke(fold, 0.3, dash=True)
    stroke(piece.grain, 0.3)
    for head in _arrow_heads(piece.grain):
        stroke(head, 0.3)
    for words in piece.words:
        x, y = (words.at + shift) * 1000 * MM
        canvas.setFont("Helvetica", words.size * 1000 * MM)
        canvas.drawCentredString(x, y, words.text)


def _arrow_heads(grain: Floats) -> tuple[Floats, Floats]:
    reach = min(0.006, 0.3 * float(grain[1, 1] - grain[0, 1]))
    wing = np.array([[-reach / 2, -reach], [0.0, 0.0], [reach / 2, -reach]])
    return wing + grain[1], wing * np.array([1.0, -1.0]) + grain[0]


def _cover(canvas: Any, sheet: Sheet, tiles: list[_Tile], title: str, notes: list[str]) -> None:
    left, top = 20 * MM, (PAGE[1] - 25) * MM
    canvas.setFillGray(0.05)
    canvas.setFont("Helvetica-Bold", 18)
    canvas.drawString(left, top, title)
    canvas.setFont("Helvetica", 10)
    for number, note in enumerate(notes):
        canvas.drawString(left, top - (8 + 5.2 * number) * MM, note)
    square = top - (20 + 5.2 * len(notes) + TEST_SQUARE) * MM
    canvas.setLineWidth(0.4 * MM)
    canvas.setStrokeGray(0.05)
    canvas.rect(left, square, TEST_SQUARE * MM, TEST_SQUARE * MM)
    canvas.setFont("Helvetica", 9)
    canvas.drawCentredString(left + TEST_SQUARE / 2 * MM, square + 27 * MM, "test square")
    canvas.drawCentredString(left + TEST_SQUARE / 2 * MM, square + 22 * MM, "5 cm x 5 cm")
    canvas.drawString(left + 58 * MM, square + 30 * MM, "Print at 100 %, not fitted to the page.")
    canvas.drawString(left + 58 * MM, square + 25 * MM, "Measure this square before cutting.")
    _map(canvas, sheet, tiles, left, 20 * MM, square - 12 * MM)


def _map(
    canvas: Any, sheet: Sheet, tiles: list[_Tile], left: float, bottom: float, top: float
) -> None:
    """Draw all pages small, with their names and the pieces on them."""
    columns, rows = (max(getattr(t, axis) for t in tiles) + 1 for axis in ("column", "row"))
    scale = min((PAGE[0] - 40) * MM / (columns * TILE[0]), (top - bottom) / (rows * TILE[1]))
    canvas.saveState()
    canvas.translate(left, top - rows * TILE[1] * scale)
    canvas.setLineWidth(0.25 * MM)
    canvas.setStrokeGray(0.7)
    for tile in tiles:
        x, y = tile.column * TILE[0] * scale, tile.row * TILE[1] * scale
        canvas.rect(x, y, TILE[0] * scale, TILE[1] * scale)
        canvas.setFillGray(0.6)
        canvas.setFont("Helvetica", 8)
        canvas.drawString(x + 2, y + TILE[1] * scale - 9, tile.name)
    canvas.setStrokeGray(0.05)
    for piece, shift in zip(sheet.pieces, sheet.shifts, strict=True):
        placed = (piece.cutting + shift) * 1000 * scale
        path = canvas.beginPath()
        path.moveTo(*placed[0])
        for point in placed[1:]:
            path.lineTo(*point)
        path.close()
        canvas.drawPath(path, stroke=1, fill=0)
        middle = (placed.min(axis=0) + placed.max(axis=0)) / 2
        canvas.setFillGray(0.05)
        canvas.setFont("Helvetica", 7)
        canvas.drawCentredString(middle[0], middle[1], piece.name.replace("_", " "))
    canvas.restoreState()
