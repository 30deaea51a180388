"""Match the two sides of every seam one to one, and merge what is sewn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.errors import PatternError
from fittingroom.garment.pattern import EdgeRef, Pattern, Seam
from fittingroom.garment.pleating import MEET, Course, pleat_course

EdgeKey = tuple[str, str]

_ROUNDING = 1e-9  # of a seam's length
_SAME_CORNER = 0.4  # corners of the two sides closer than this many spacings are one corner


@dataclass(frozen=True, slots=True)
class SeamNodes:
    """Where the vertices of one seam lie on the edges of its two sides.

    Args:
        shares: per edge the shares of its arc length, rising, first 0 and last 1.
        nodes: per edge the number of the seam's node at each share.
    """

    shares: Mapping[EdgeKey, Floats]
    nodes: Mapping[EdgeKey, Ints]


def match_seam(seam: Seam, lengths: Mapping[EdgeKey, float], spacing: float) -> SeamNodes:
    """Spread vertices along a seam: same count on both sides, corners on both kept.

    Args:
        seam: the seam.
        lengths: arc length of every edge of the pattern [m].
        spacing: wanted distance of vertices [m].

    Raises:
        PatternError: a side is empty, names an unknown edge or has no length.
    """
    bounds = [_bounds(seam, side, lengths) for side in (seam.a, seam.b)]
    course = pleat_course(seam, bounds[0][-1])
    total = np.array([course.seam[-1], bounds[1][-1]])
    corners = _corners(bounds[0], course), bounds[1]
    tolerance = _SAME_CORNER * spacing / float(total.max())
    stops = _stops(corners[0] / total[0], corners[1] / total[1], tolerance)
    pieces = [
        np.linspace(start, end, max(1, round(float((end - start) @ total) / 2 / spacing)) + 1)[:-1]
        for start, end in pairwise(stops)
    ]
    along = np.vstack([*pieces, stops[-1:]])
    shares: dict[EdgeKey, Floats] = {}
    nodes: dict[EdgeKey, Ints] = {}
    for side, refs in enumerate((seam.a, seam.b)):
        for number, ref in enumerate(refs):
            start, end = bounds[side][number : number + 2] / bounds[side][-1]
            knots = _knots(course, start, end) if side == 0 and seam.pleats else ((start, end),) * 2
            at, node = _on_edge(along[:, side], *knots)
            share = np.clip((at - start) / (end - start), 0.0, 1.0)
            if ref.reverse:
                share, node = 1.0 - share[::-1], node[::-1]
            shares[ref.panel, ref.edge], nodes[ref.panel, ref.edge] = share, node
    return SeamNodes(shares, nodes)


def _corners(bounds: Floats, course: Course) -> Floats:
    """Where a run's corners and folds lie along its seam [m], rising, each once."""
    at = np.unique(np.interp(np.union1d(bounds, course.run), course.run, course.seam))
    kept = at[np.concatenate([[True], np.diff(at) > MEET])]
    kept[-1] = at[-1]
    return np.asarray(kept)


def _knots(course: Course, start: float, end: float) -> tuple[Floats, Floats]:
    """Shares of a run between two of them where it folds, and the shares of its seam there."""
    run, seam = course.run / course.run[-1], course.seam / course.seam[-1]
    inside = run[(run > start + _ROUNDING) & (run < end - _ROUNDING)]
    at = np.concatenate([[start], inside, [end]])
    return at, np.interp(at, run, seam)


def _on_edge(along: Floats, at: Floats, lying: Floats) -> tuple[Floats, Ints]:
    """Find which nodes of a seam lie on an edge, some of them several times if it is folded.

    Args:
        along: shares of the seam of its nodes, rising.
        at: shares of the run at the edge's ends and folds, rising.
        lying: shares of the seam there.

    Returns:
        Shares of the run, rising, and the node at each.
    """
    places: list[Floats] = []
    nodes: list[Ints] = []
    for (low, high), (u, v) in zip(pairwise(at), pairwise(lying), strict=True):
        inside = np.flatnonzero((along > min(u, v) - _ROUNDING) & (along < max(u, v) + _ROUNDING))
        inside = inside if v > u else inside[::-1]
        if places:
            inside = inside[1:]  # the fold itself is there already
        places.append(low + (along[inside] - u) / (v - u) * (high - low))
        nodes.append(inside)
    return np.concatenate(places), np.concatenate(nodes)


def merge(count: int, pairs: Iterable[tuple[int, int]]) -> Ints:
    """Number the classes of sewn points: every pair ends in one class (union-find).

    Args:
        count: how many points there are.
        pairs: points sewn together.

    Returns:
        Class of each point, numbered by first appearance, shape (count,).
    """
    parent = list(range(count))

    def root(point: int) -> int:
        while parent[point] != point:
            parent[point] = parent[parent[point]]
            point = parent[point]
        return point

    for one, other in pairs:
        low, high = sorted((root(one), root(other)))
        parent[high] = low
    roots = np.array([root(point) for point in range(count)])
    return np.asarray(np.unique(roots, return_inverse=True)[1]).reshape(-1)


def check_seams(pattern: Pattern) -> None:
    """Refuse seams that use an edge twice.

    Raises:
        PatternError: an edge belongs to two seams.
    """
    owner: dict[EdgeKey, str] = {}
    for seam in pattern.seams:
        for ref in (*seam.a, *seam.b):
            key = (ref.panel, ref.edge)
            if key in owner:
                raise PatternError(
                    f"edge '{ref.edge}' of panel '{ref.panel}' is sewn twice, by '{owner[key]}' "
                    f"and '{seam.name}': split the edge",
                    field="seams",
                    value=seam.name,
                )
            owner[key] = seam.name


def _bounds(seam: Seam, side: tuple[EdgeRef, ...], lengths: Mapping[EdgeKey, float]) -> Floats:
    """Arc length at the start of each edge of a side and at its end."""
    keys = [(ref.panel, ref.edge) for ref in side]
    missing = [key for key in keys if key not in lengths]
    if missing or not keys:
        what = f"edge '{missing[0][1]}' of panel '{missing[0][0]}'" if missing else "nothing"
        raise PatternError(
            f"seam '{seam.name}' sews {what}, which the pattern does not have",
            field="seams",
            value=seam.name,
        )
    bounds = np.concatenate([[0.0], np.cumsum([lengths[key] for key in keys])])
    if not np.all(np.diff(bounds) > 0):
        raise PatternError(
            f"seam '{seam.name}' has an edge without length", field="seams", value=seam.name
        )
    return bounds


def _stops(a: Floats, b: Floats, tolerance: float) -> Floats:
    """Corners of both sides as pairs of shares, rising in both, shape (stop, 2)."""
    stops = [(0.0, 0.0), (1.0, 1.0)]
    free_b = list(b[1:-1])
    lonely_a: list[float] = []
    for share in a[1:-1]:
        near = min(free_b, key=lambda other: abs(other - share), default=None)
        if near is not None and abs(near - share) < tolerance:
            free_b.remove(near)
            stops.append((float(share), float(near)))
        else:
            lonely_a.append(float(share))
    known = np.array(sorted(stops))
    stops += [(share, float(np.interp(share, known[:, 0], known[:, 1]))) for share in lonely_a]
    stops += [(float(np.interp(share, known[:, 1], known[:, 0])), float(share)) for share in free_b]
    return np.array(sorted(stops))
