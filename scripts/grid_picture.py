"""A cheap picture of a drape, front and side: polygons from far to near."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

SIZE = (260, 420)  # pixels of one view
MARGIN = 0.06  # of the view
SKIN, CLOTH, TAUT = (222, 184, 160), (92, 128, 176), (196, 60, 52)
FULLY = 0.3  # stretch that is painted wholly taut
OVER = 0.02  # [m] cloth is drawn nearer than it is: big triangles lie on small ones
RING = 14  # pixels round the place that is marked
LIGHT = np.array([0.3, 0.5, 0.8]) / np.linalg.norm([0.3, 0.5, 0.8])

Surface = tuple[np.ndarray, np.ndarray, np.ndarray]
"""Vertices, triangles, and a colour per triangle."""


def cloth_colours(stretch: np.ndarray) -> np.ndarray:
    """Colour triangles by stretch: blue at rest, red at 30 % and beyond."""
    share = np.clip(stretch / FULLY, 0, 1)[:, None]
    return (1 - share) * np.array(CLOTH) + share * np.array(TAUT)


def skin_colours(count: int) -> np.ndarray:
    """Colour a body."""
    return np.tile(np.array(SKIN, float), (count, 1))


def draw(surfaces: list[Surface], path: Path, *, mark: np.ndarray | None = None) -> None:
    """Draw a body and what is on it from the front and from the person's left.

    Args:
        surfaces: the body first.
        path: of the PNG.
        mark: a place to draw a ring round [m], shape (3,).
    """
    points = np.vstack([vertices for vertices, _, _ in surfaces])
    middle = (points.max(axis=0) + points.min(axis=0)) / 2
    extent = float(np.ptp(points, axis=0)[1]) / (1 - 2 * MARGIN)
    sheet = Image.new("RGB", (2 * SIZE[0], SIZE[1]), "white")
    for number, (across, toward) in enumerate(((0, 2), (2, 0))):
        view = Image.new("RGB", SIZE, "white")
        pen = ImageDraw.Draw(view)
        sign = 1.0 if number == 0 else -1.0
        scale = SIZE[1] / extent
        for corners, colour in _far_to_near(surfaces, toward, np.roll(LIGHT, -number)):
            x = SIZE[0] / 2 + sign * (corners[:, across] - middle[across]) * scale
            y = SIZE[1] / 2 - (corners[:, 1] - middle[1]) * scale
            pen.polygon(list(zip(x.tolist(), y.tolist(), strict=True)), fill=colour)
        if mark is not None:
            x0 = SIZE[0] / 2 + sign * (mark[across] - middle[across]) * scale
            y0 = SIZE[1] / 2 - (mark[1] - middle[1]) * scale
            pen.ellipse((x0 - RING, y0 - RING, x0 + RING, y0 + RING), outline=TAUT, width=2)
        sheet.paste(view, (number * SIZE[0], 0))
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet.quantize(64).save(path, optimize=True)


def _far_to_near(
    surfaces: list[Surface], toward: int, light: np.ndarray
) -> list[tuple[np.ndarray, tuple[int, int, int]]]:
    found = []
    for number, (vertices, triangles, colours) in enumerate(surfaces):
        corners = vertices[triangles]
        normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-12)
        shade = 0.45 + 0.55 * np.abs(normal @ light)
        painted = np.clip(colours * shade[:, None], 0, 255).astype(int)
        depth = corners[:, :, toward].mean(axis=1) + (OVER if number else 0.0)
        found += list(zip(depth.tolist(), corners, map(tuple, painted.tolist()), strict=True))
    found.sort(key=lambda item: item[0])
    return [(corners, colour) for _, corners, colour in found]
