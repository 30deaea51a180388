"""Add seam allowance: the line to cut along, outside the line to sew along."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.garment.checks import first_crossing, signed_area
from fittingroom.garment.pattern import Edge, Panel, Pattern

# Home sewers' usual allowances [m]: 1 cm where sewn, 2.5 cm where a hem is turned up, none where
# an edge is bound or lies on a fold.
SEWN, HEM, NONE = 0.010, 0.025, 0.0
# A corner's allowance reaches at most this many times its width: sharp corners are cut off.
MITRE = 2.5


def darts_of(panel: Panel, pattern: Pattern) -> tuple[tuple[Edge, Edge], ...]:
    """Return the pairs of neighbouring edges of a panel that a seam folds onto each other."""
    folded = {
        (seam.a[0].edge, seam.b[0].edge)
        for seam in pattern.seams
        if len(seam.a) == len(seam.b) == 1 and seam.a[0].panel == seam.b[0].panel == panel.name
    }
    pairs = zip(panel.edges, (*panel.edges[1:], panel.edges[0]), strict=True)
    return tuple(
        (a, b) for a, b in pairs if (a.name, b.name) in folded or (b.name, a.name) in folded
    )


def allowances(panel: Panel, pattern: Pattern) -> dict[str, float]:
    """Return each edge's seam allowance [m]; a dart's legs have none."""
    sewn = {
        ref.edge for seam in pattern.seams for ref in (*seam.a, *seam.b) if ref.panel == panel.name
    }
    folded = {edge.name for pair in darts_of(panel, pattern) for edge in pair}
    widths = {}
    for edge in panel.edges:
        free = HEM if edge.name.startswith("hem") else NONE
        widths[edge.name] = NONE if edge.name in folded else SEWN if edge.name in sewn else free
    return widths


def cutting_line(panel: Panel, pattern: Pattern) -> Floats:
    """Return the outline to cut [m], counter-clockwise, shape (point, 2).

    Darts are bridged; a band is doubled over its top edge, where it will be folded.
    """
    folded = {edge.name for pair in darts_of(panel, pattern) for edge in pair}
    widths = allowances(panel, pattern)
    kept = [edge for edge in panel.edges if edge.name not in folded]
    cut = _without_loops(_offset(_bridged(kept, widths)))
    if not is_band(panel):
        return cut
    fold = float(cut[:, 1].max())
    low = cut[cut[:, 1] < fold - 1e-9]
    left, right = low[:, 0].min(), low[:, 0].max()
    bottom = float(low[:, 1].min())
    top = 2 * fold - bottom
    return np.array([[left, bottom], [right, bottom], [right, top], [left, top]])


def is_band(panel: Panel) -> bool:
    """Tell whether a panel is a band: a strip with a free top edge, worn folded double."""
    return any(edge.name == "top" for edge in panel.edges)


def _bridged(kept: list[Edge], widths: Mapping[str, float]) -> list[tuple[Floats, float]]:
    """Return runs with their allowance, dart mouths closed by straight pieces."""
    runs: list[tuple[Floats, float]] = []
    for edge, following in zip(kept, (*kept[1:], kept[0]), strict=True):
        runs.append((edge.points, widths[edge.name]))
        mouth = np.stack([edge.points[-1], following.points[0]])
        if np.linalg.norm(mouth[1] - mouth[0]) > 1e-6:
            runs.append((mouth, max(widths[edge.name], widths[following.name])))
    return runs


def _offset(runs: list[tuple[Floats, float]]) -> Floats:
    pieces = []
    for (points, width), (following, next_width) in zip(runs, (*runs[1:], runs[0]), strict=True):
        moved = points + width * _normals(points)
        corner = _corner(points, width, following, next_width)
        pieces += [moved[1:-1], corner]
    cut: Floats = np.concatenate(pieces)
    return cut


def _without_loops(points: Floats) -> Floats:
    """Return a closed line without the small loops an offset makes in tight hollows."""
    points = points[np.linalg.norm(points - np.roll(points, 1, axis=0), axis=1) > 1e-7]
    while (crossing := first_crossing(points)) is not None:
        i, j = crossing
        meeting = _meeting(points[i], points[i + 1], points[j], points[(j + 1) % len(points)])
        inner = np.concatenate([meeting, points[i + 1 : j + 1]])
        outer = np.concatenate([points[: i + 1], meeting, points[j + 1 :]])
        points = max(inner, outer, key=lambda loop: abs(signed_area(loop)))
    return points


def _meeting(a: Floats, b: Floats, c: Floats, d: Floats) -> Floats:
    """Return the point where two crossing pieces meet, shape (1, 2)."""
    along, across = b - a, d - c
    turn = along[0] * across[1] - along[1] * across[0]
    share = ((c - a)[0] * across[1] - (c - a)[1] * across[0]) / turn if abs(turn) > 1e-18 else 0.0
    point: Floats = (a + np.clip(share, 0.0, 1.0) * along)[None]
    return point


def _normals(points: Floats) -> Floats:
    """Return outward unit normals at every point of a counter-clockwise run."""
    steps = np.diff(points, axis=0)
    across = np.stack([steps[:, 1], -steps[:, 0]], axis=1)
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    mean = np.concatenate([across[:1], across[1:] + across[:-1], across[-1:]])
    normals: Floats = mean / np.linalg.norm(mean, axis=1, keepdims=True)
    return normals


def _corner(points: Floats, width: float, following: Floats, next_width: float) -> Floats:
    """Return where two runs' cutting lines meet: their crossing, or a cut-off corner."""
    corner = points[-1]
    before, after = _normals(points[-2:])[0], _normals(following[:2])[0]
    ends = np.stack([corner + width * before, corner + next_width * after])
    normals = np.stack([before, after])
    if abs(np.linalg.det(normals)) < 0.05:
        return ends
    crossing = corner + np.linalg.solve(normals, np.array([width, next_width]))
    reach = float(np.linalg.norm(crossing - corner))
    if reach > MITRE * max(width, next_width, 1e-9):
        return ends
    met: Floats = crossing[None]
    return met
