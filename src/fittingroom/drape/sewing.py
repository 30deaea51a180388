"""Match the two sides of every seam one to one, and merge what is sewn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.errors import PatternError
from fittingroom.garment.pattern import EdgeRef, Pattern, Seam

EdgeKey = tuple[str, str]

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
    total = [bound[-1] for bound in bounds]
    stops = _stops(bounds[0] / total[0], bounds[1] / total[1], _SAME_CORNER * spacing / max(total))
    pieces = [
        np.linspace(start, end, max(1, round(float((end - start) @ total) / 2 / spacing)) + 1)[:-1]
        for start, end in pairwise(stops)
    ]
    along = np.vstack([*pieces, stops[-1:]])
    shares: dict[EdgeKey, Floats] = {}
    nodes: dict[EdgeKey, Ints] = {}
    for side, refs in enumerate((seam.a, seam.b)):
        for number, ref in enumerate(refs):
            start, end = bounds[side][number : number + 2] / total[side]
            inside = np.flatnonzero((along[:, side] > start - 1e-9) & (along[:, side] < end + 1e-9))
            share = np.clip((along[inside, side] - start) / (end - start), 0.0, 1.0)
            if ref.reverse:
                share, inside = 1.0 - share[::-1], inside[::-1]
            shares[ref.panel, ref.edge], nodes[ref.panel, ref.edge] = share, inside
    return SeamNodes(shares, nodes)


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
