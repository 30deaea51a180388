"""Lay pieces side by side on one sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.garment.marking import Piece

GAP = 0.015  # between pieces [m]: room for scissors
SHEET_WIDTH = 1.40  # the commonest cloth width [m]; a longer piece makes the sheet wider


@dataclass(frozen=True, slots=True)
class Sheet:
    """Pieces on a sheet.

    Args:
        pieces: what lies on it.
        shifts: by how much each piece's plane is moved [m], y up, shape (piece, 2).
        size: width and height [m], shape (2,).
    """

    pieces: tuple[Piece, ...]
    shifts: Floats
    size: Floats


def lay_out(pieces: Sequence[Piece], *, width: float = SHEET_WIDTH) -> Sheet:
    """Lay pieces in rows, tallest first, never turned: the grain runs up the sheet."""
    boxes = [np.stack([p.cutting.min(axis=0), p.cutting.max(axis=0)]) for p in pieces]
    sizes = [box[1] - box[0] for box in boxes]
    width = max(width, max(size[0] for size in sizes) + 2 * GAP)
    order = sorted(range(len(pieces)), key=lambda i: -sizes[i][1])
    corners: dict[int, tuple[float, float]] = {}
    rows: list[list[float]] = []  # [level, height, used width]
    for i in order:
        row = next((r for r in rows if r[2] + sizes[i][0] + GAP <= width), None)
        if row is None:
            level = rows[-1][0] + rows[-1][1] + GAP if rows else GAP
            row = [level, float(sizes[i][1]), GAP]
            rows.append(row)
        corners[i] = (row[2], row[0])
        row[2] += float(sizes[i][0]) + GAP
    height = rows[-1][0] + rows[-1][1] + GAP
    # rows are counted from the top of the sheet, planes from the bottom
    shifts = np.array(
        [
            [corners[i][0] - boxes[i][0][0], height - corners[i][1] - boxes[i][1][1]]
            for i in range(len(pieces))
        ]
    )
    return Sheet(tuple(pieces), shifts, np.array([max(r[2] for r in rows), height]))
