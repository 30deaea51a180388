"""A reliability diagram as a PNG: what was said against what happened."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from fittingroom.learning.measures import Bin

SIDE, MARGIN = 420, 50  # pixels
INK = {"small": (178, 58, 72), "fit": (38, 110, 70), "large": (48, 84, 150)}


def draw_reliability(bars: Mapping[str, tuple[Bin, ...]]) -> bytes:
    """Return the PNG: one square per outcome, the diagonal is perfect, a dot's area its rows."""
    picture = Image.new("RGB", ((SIDE + MARGIN) * len(bars) + MARGIN, SIDE + 2 * MARGIN), "white")
    draw = ImageDraw.Draw(picture)
    for place, (fit, shown) in enumerate(bars.items()):
        left, low = MARGIN + place * (SIDE + MARGIN), MARGIN + SIDE
        draw.rectangle((left, MARGIN, left + SIDE, low), outline=(150, 150, 150))
        draw.line((left, low, left + SIDE, MARGIN), fill=(190, 190, 190))
        draw.text((left, MARGIN - 18), f"P({fit}): said (right), happened (up)", fill="black")
        points = [(left + SIDE * bar.said, low - SIDE * bar.happened) for bar in shown]
        colour = INK.get(fit, (0, 0, 0))
        if len(points) > 1:
            draw.line(points, fill=colour, width=2)
        most = max((bar.rows for bar in shown), default=1)
        for (x, y), bar in zip(points, shown, strict=True):
            radius = 2.0 + 8.0 * (bar.rows / most) ** 0.5
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)
    packed = io.BytesIO()
    picture.save(packed, "PNG")
    return packed.getvalue()
