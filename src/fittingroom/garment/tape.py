"""Measure cut pieces as a quality checker does: flat, between points and at levels."""

from __future__ import annotations

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.garment.drafting import edge_of, length, outline
from fittingroom.garment.pattern import Panel, Pattern


def panel_of(pattern: Pattern, name: str) -> Panel:
    """Return a pattern's panel by name; a missing one is our mistake (KeyError)."""
    return pattern.panels[panel_number(pattern, name)]


def panel_number(pattern: Pattern, name: str) -> int:
    """Return where in the pattern a panel stands; a missing one is our mistake (KeyError)."""
    for number, candidate in enumerate(pattern.panels):
        if candidate.name == name:
            return number
    raise KeyError(name)


def breadth_at(panel: Panel, level: float) -> float:
    """Return how much cloth of a panel lies at height `level` [m]: chords inside its outline.

    Darts and other gaps don't count. Just inside the panel is meant where `level` is its edge.
    """
    points = outline(panel)
    low, high = points[:, 1].min(), points[:, 1].max()
    inside = 1e-7
    y = min(max(level, low + inside), high - inside)
    crossings = np.sort(_crossings(points, y))
    return float((crossings[1::2] - crossings[::2]).sum())


def edge_length(panel: Panel, *names: str) -> float:
    """Return the summed length of a panel's edges [m]."""
    return sum(length(edge_of(panel, name).points) for name in names)


def start(panel: Panel, name: str) -> Floats:
    """Return an edge's first corner [m], shape (2,)."""
    corner: Floats = edge_of(panel, name).points[0]
    return corner


def end(panel: Panel, name: str) -> Floats:
    """Return an edge's last corner [m], shape (2,)."""
    corner: Floats = edge_of(panel, name).points[-1]
    return corner


def bottom(panel: Panel) -> float:
    """Return the panel's lowest level [m]."""
    return float(outline(panel)[:, 1].min())


def _crossings(points: Floats, y: float) -> Floats:
    a, b = points, np.roll(points, -1, axis=0)
    cut = (a[:, 1] > y) != (b[:, 1] > y)
    a, b = a[cut], b[cut]
    crossing: Floats = a[:, 0] + (y - a[:, 1]) / (b[:, 1] - a[:, 1]) * (b[:, 0] - a[:, 0])
    return crossing
