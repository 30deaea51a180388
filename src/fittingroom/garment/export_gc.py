"""Write a pattern as a GarmentCode specification: panels, stitches, centimetres.

GarmentCode sews one edge to one edge, so each seam's sides are cut at the same shares of their
length, finely where they are curved; every piece is straight.
"""

from __future__ import annotations

import json
from math import ceil, cos, degrees, pi, sin
from typing import Any

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.errors import PatternError
from fittingroom.garment.drafting import edge_of, length
from fittingroom.garment.pattern import EdgeRef, Panel, Pattern, Seam

STEP = 0.01  # a curve's pieces [m]: on a 5 cm radius they stay true to 0.25 mm
STRAIGHT = 1e-4  # an edge that leaves its chord by less is one piece [m]
# Where a placement's landmark is on a woman of 1.68 m [cm], and how far panels stand off.
HEIGHTS = {"neck_left": 144.0, "shoulder_left": 138.0, "shoulder_right": 138.0, "waist": 106.0,
           "crotch": 77.0}  # fmt: skip
STAND_OFF = 25.0


def to_gc_json(pattern: Pattern) -> str:
    """Return the pattern as GarmentCode's JSON; it has no place for elastic and buttons.

    Raises:
        PatternError: a seam has pleats, which GarmentCode can't say.
    """
    for seam in pattern.seams:
        if seam.pleats:
            raise PatternError(
                f"seam '{seam.name}' has pleats, which GarmentCode has no word for: export another "
                "format",
                field=seam.name,
            )
    counts = _counts(pattern)
    panels: dict[str, Any] = {}
    numbers: dict[tuple[str, str], list[int]] = {}
    for panel in pattern.panels:
        panels[panel.name] = _panel(panel, counts, numbers)
    stitches = [stitch for seam in pattern.seams for stitch in _stitches(seam, numbers)]
    document = {
        "pattern": {
            "panels": panels,
            "stitches": stitches,
            "panel_order": [panel.name for panel in pattern.panels],
        },
        "parameters": {},
        "parameter_order": [],
        "properties": {
            "curvature_coords": "relative",
            "normalize_panel_translation": False,
            "normalized_edge_loops": True,
            "units_in_meter": 100,
        },
    }
    return json.dumps(document, indent=1)


def _counts(pattern: Pattern) -> dict[tuple[str, str], int]:
    """Return into how many pieces each edge is cut: both sides of a seam into as many."""
    panels = {panel.name: panel for panel in pattern.panels}
    counts = {
        (panel.name, edge.name): _pieces(edge.points)
        for panel in pattern.panels
        for edge in panel.edges
    }
    for seam in pattern.seams:
        for a, b in zip(seam.a, seam.b, strict=True):
            keys = (a.panel, a.edge), (b.panel, b.edge)
            most = max(_pieces(edge_of(panels[p], e).points) for p, e in keys)
            counts.update(dict.fromkeys(keys, most))
    return counts


def _pieces(points: Floats) -> int:
    chord = points[-1] - points[0]
    along = chord / np.linalg.norm(chord)
    away = np.abs((points - points[0]) @ np.array([-along[1], along[0]])).max()
    return 1 if away < STRAIGHT else ceil(length(points) / STEP)


def _panel(
    panel: Panel, counts: dict[tuple[str, str], int], numbers: dict[tuple[str, str], list[int]]
) -> dict[str, Any]:
    corners: list[Floats] = []
    for edge in panel.edges:
        count = counts[panel.name, edge.name]
        first = len(corners)
        corners += list(_resampled(edge.points, count)[:-1])
        numbers[panel.name, edge.name] = list(range(first, first + count))
    place = panel.placement
    shift = np.array([0.0, HEIGHTS[place.hang_on] - 100 * place.hang_point[1], 0.0])
    shift += STAND_OFF * np.array([sin(place.angle), 0.0, cos(place.angle)])
    side = 1 if place.wraps.startswith("left") else -1 if place.wraps.startswith("right") else 0
    shift[0] += side * (10.0 if place.wraps.endswith("leg") else 20.0)
    return {
        "translation": [round(float(v), 4) for v in shift],
        "rotation": [0.0, round(degrees(place.angle if abs(place.angle) < pi else pi), 4), 0.0],
        "vertices": [[round(100 * float(x), 6), round(100 * float(y), 6)] for x, y in corners],
        "edges": [{"endpoints": [i, (i + 1) % len(corners)]} for i in range(len(corners))],
    }


def _resampled(points: Floats, count: int) -> Floats:
    steps = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    shares = np.linspace(0.0, steps[-1], count + 1)
    return np.stack([np.interp(shares, steps, points[:, axis]) for axis in (0, 1)], axis=1)


def _stitches(
    seam: Seam, numbers: dict[tuple[str, str], list[int]]
) -> list[list[dict[str, object]]]:
    found = []
    for a, b in zip(seam.a, seam.b, strict=True):
        for i, j in zip(_run(a, numbers), _run(b, numbers), strict=True):
            found.append([{"panel": a.panel, "edge": i}, {"panel": b.panel, "edge": j}])
    return found


def _run(ref: EdgeRef, numbers: dict[tuple[str, str], list[int]]) -> list[int]:
    run = numbers[ref.panel, ref.edge]
    return run[::-1] if ref.reverse else run
