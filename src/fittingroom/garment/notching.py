"""Notches: where two pieces must meet while they are sewn."""

from __future__ import annotations

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.garment.allowance import allowances
from fittingroom.garment.drafting import length, split
from fittingroom.garment.pattern import Edge, Panel, Pattern

# An edge this long gets a balance notch at its middle [m].
NOTCHED = 0.12
# Edges that meet straighter than this get a notch where they meet [rad].
STRAIGHT = 0.6


def notches_of(panel: Panel, pattern: Pattern) -> tuple[Floats, ...]:
    """Return short lines across the allowance of a panel's sewn edges, each shape (2, 2)."""
    widths = allowances(panel, pattern)
    marks: list[Floats] = []
    for seam in pattern.seams:
        for ref in (*seam.a, *seam.b):
            edge = next((e for e in panel.edges if e.name == ref.edge), None)
            if ref.panel != panel.name or edge is None or widths[edge.name] == 0:
                continue
            whole = length(edge.points)
            if whole > NOTCHED:
                # back seams carry two notches, all others one: the trade's convention
                back = all("front" not in r.panel + r.edge for r in (*seam.a, *seam.b))
                for place in (-0.004, 0.004) if back else (0.0,):
                    marks.append(_notch(edge, 0.5 * whole + place, widths[edge.name]))
    pairs = zip(panel.edges, (*panel.edges[1:], panel.edges[0]), strict=True)
    for edge, following in pairs:
        if widths[edge.name] and widths[following.name] and _turn(edge, following) < STRAIGHT:
            marks.append(_notch(edge, length(edge.points) - 1e-6, widths[edge.name]))
    return tuple(marks)


def _notch(edge: Edge, distance: float, width: float) -> Floats:
    before, after = split(edge.points, distance)
    along = after[1] - before[-2]
    outward = np.array([along[1], -along[0]]) / np.linalg.norm(along)
    return np.stack([before[-1] + 0.35 * width * outward, before[-1] + width * outward])


def _turn(edge: Edge, following: Edge) -> float:
    """Return by how much the outline turns between two edges [rad]."""
    a = edge.points[-1] - edge.points[-2]
    b = following.points[1] - following.points[0]
    return float(abs(np.arctan2(a[0] * b[1] - a[1] * b[0], a @ b)))
