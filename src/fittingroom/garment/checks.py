"""Check that a pattern can be cut and sewn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from typing import get_args

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.errors import PatternError
from fittingroom.garment.checks_notions import check_notions
from fittingroom.garment.drafting import length, outline
from fittingroom.garment.pattern import EdgeRef, Panel, Pattern, Seam, Wraps
from fittingroom.garment.pleating import pleat_course

# Corners meet to a micrometre: far below any cutter, far above rounding.
CLOSED = 1e-6
# A piece under 1 cm² is a drafting accident: the smallest real piece, a 1 cm tab, is larger.
SMALLEST_AREA = 1e-4
# Sides of a seam match its stated ease to 0.1 mm, a tenth of what a person can cut.
SEAM_MATCH = 1e-4
# No garment panel is larger than a 3 m square: more is a mistake of units.
LARGEST_SIDE = 3.0
# Shortest straight piece [m]: shorter ones are doubled points.
SHORTEST = 1e-7


def check_pattern(pattern: Pattern) -> Pattern:
    """Return the pattern, or say why it can't be cut or sewn.

    Raises:
        PatternError: naming the panel and edge, or the seam.
    """
    check_pieces(pattern)
    check_notions(pattern)
    edges = {(p.name, e.name): e.points for p in pattern.panels for e in p.edges}
    used: Counter[tuple[str, str]] = Counter()
    for seam in pattern.seams:
        _check_seam(seam, edges, pattern.ease)
        used.update((ref.panel, ref.edge) for ref in (*seam.a, *seam.b))
    for (panel_name, edge_name), count in used.items():
        if count > 1:
            where = f"{panel_name}.{edge_name}"
            raise _refusal(f"edge '{where}' is sewn {count} times: an edge has one seam", where)
    return pattern


def check_pieces(pattern: Pattern) -> None:
    """Refuse panels that can't be cut, and panels or seams of one name.

    Raises:
        PatternError: naming the panel and edge, or the name.
    """
    if not pattern.panels:
        raise _refusal("the pattern has no panels", "panels")
    for what, named in (("panels", pattern.panels), ("seams", pattern.seams)):
        for name, count in Counter(one.name for one in named).items():
            if count > 1:
                raise _refusal(
                    f"{count} {what} are called '{name}': rename all but one", name, count
                )
    for panel in pattern.panels:
        _check_panel(panel)


def _check_panel(panel: Panel) -> None:
    names = Counter(e.name for e in panel.edges)
    for edge in panel.edges:
        where = f"{panel.name}.{edge.name}"
        if names[edge.name] > 1:
            raise _refusal(f"panel '{panel.name}' has two edges '{edge.name}'", where)
        if edge.points.ndim != 2 or edge.points.shape[1] != 2 or len(edge.points) < 2:
            raise _refusal(f"edge '{where}' needs at least two points of two coordinates", where)
        if not np.isfinite(edge.points).all():
            raise _refusal(f"edge '{where}' has a coordinate that is no number", where)
        if np.linalg.norm(np.diff(edge.points, axis=0), axis=1).min() < SHORTEST:
            raise _refusal(f"edge '{where}' has doubled points: drop one of each pair", where)
    _check_placement(panel)
    _check_closed(panel)
    _check_area(panel)
    _check_crossings(panel)


def _check_placement(panel: Panel) -> None:
    place, known = panel.placement, get_args(Wraps)
    if place.wraps not in known:
        raise _refusal(
            f"panel '{panel.name}' wraps '{place.wraps}', which is no part of the body: "
            f"allowed is {', '.join(known)}",
            panel.name,
            place.wraps,
        )
    point = np.asarray(place.hang_point)
    if point.shape != (2,) or not np.isfinite([*point, place.angle]).all():
        raise _refusal(
            f"panel '{panel.name}' is placed by something that is no number: its hang point has "
            "two coordinates [m] and its angle is in radians",
            panel.name,
        )


def _check_closed(panel: Panel) -> None:
    if not panel.edges:
        raise _refusal(f"panel '{panel.name}' has no edges", panel.name)
    for edge, following in zip(panel.edges, (*panel.edges[1:], panel.edges[0]), strict=True):
        gap = float(np.linalg.norm(edge.points[-1] - following.points[0]))
        if gap > CLOSED:
            where = f"{panel.name}.{edge.name}"
            raise _refusal(
                f"outline is open by {gap * 1000:.2f} mm between '{where}' and "
                f"'{following.name}': an edge begins where the one before it ended",
                where,
                gap,
            )


def _check_area(panel: Panel) -> None:
    points = outline(panel)
    side = float(np.ptp(points, axis=0).max())
    if side > LARGEST_SIDE:
        raise _refusal(
            f"panel '{panel.name}' is {side:.1f} m long: pattern coordinates are metres",
            panel.name,
            side,
        )
    area = signed_area(points)
    if abs(area) < SMALLEST_AREA:
        raise _refusal(f"panel '{panel.name}' has no area ({area * 1e4:.2f} cm²)", panel.name, area)
    if area < 0:
        raise _refusal(
            f"panel '{panel.name}' runs clockwise: reverse its outline", panel.name, area
        )


def signed_area(points: Floats) -> float:
    """Return the area of a closed outline [m²], positive where it runs counter-clockwise."""
    following = np.roll(points, -1, axis=0)
    return float((points[:, 0] * following[:, 1] - points[:, 1] * following[:, 0]).sum() / 2)


def _check_crossings(panel: Panel) -> None:
    points = outline(panel)
    crossing = first_crossing(points)
    if crossing is None:
        return
    ends = np.cumsum([len(e.points) - 1 for e in panel.edges])
    first, second = (panel.edges[int(np.searchsorted(ends, i, side="right"))] for i in crossing)
    where = f"{panel.name}.{first.name}"
    at = points[crossing[0]] * 100
    raise _refusal(
        f"edges '{where}' and '{second.name}' cross near ({at[0]:.1f}, {at[1]:.1f}) cm", where
    )


def first_crossing(points: Floats) -> tuple[int, int] | None:
    """Return the numbers of the first two pieces of a closed outline that cross or touch."""
    count = len(points)
    a, b = points, np.roll(points, -1, axis=0)
    low, high = np.minimum(a, b), np.maximum(a, b)
    for i in range(count - 2):
        others = np.arange(i + 2, count if i else count - 1)
        near = ((low[others] <= high[i]) & (high[others] >= low[i])).all(axis=1)
        for j in others[near]:
            if _cross(a[i], b[i], a[j], b[j]):
                return i, int(j)
    return None


def _cross(a: Floats, b: Floats, c: Floats, d: Floats) -> bool:
    def turn(p: Floats, q: Floats, r: Floats) -> float:
        return float((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]))

    apart = turn(a, b, c) * turn(a, b, d) > 0 or turn(c, d, a) * turn(c, d, b) > 0
    return not apart


def _check_seam(
    seam: Seam, edges: Mapping[tuple[str, str], Floats], ease: Mapping[str, float]
) -> None:
    for ref in (*seam.a, *seam.b):
        if (ref.panel, ref.edge) not in edges:
            raise _refusal(
                f"seam '{seam.name}' joins '{ref.panel}.{ref.edge}', which no panel has",
                seam.name,
                f"{ref.panel}.{ref.edge}",
            )
    if not seam.a or not seam.b:
        raise _refusal(f"seam '{seam.name}' has only one side", seam.name)
    a, b = (sum(length(edges[r.panel, r.edge]) for r in side) for side in (seam.a, seam.b))
    a = float(pleat_course(seam, a).seam[-1])
    stated = ease.get(seam.name, 0.0)
    if abs(abs(a - b) - abs(stated)) > SEAM_MATCH:
        raise _refusal(
            f"seam '{seam.name}' joins {a * 100:.2f} cm to {b * 100:.2f} cm, "
            f"but its stated ease is {stated * 100:.2f} cm: state the ease or change a side",
            seam.name,
            abs(a - b),
        )
    for side in (seam.a, seam.b):
        _check_run(seam, side, edges)


def _check_run(
    seam: Seam, side: tuple[EdgeRef, ...], edges: Mapping[tuple[str, str], Floats]
) -> None:
    """Refuse a run whose edges, on one panel, don't follow each other."""
    for ref, following in pairwise(side):
        if ref.panel != following.panel:
            continue
        last = edges[ref.panel, ref.edge][0 if ref.reverse else -1]
        first = edges[following.panel, following.edge][-1 if following.reverse else 0]
        if np.linalg.norm(last - first) > CLOSED and ref.reverse != following.reverse:
            raise _refusal(
                f"seam '{seam.name}' turns round between '{ref.edge}' and '{following.edge}'",
                seam.name,
            )


def _refusal(message: str, field: str, value: object = None) -> PatternError:
    return PatternError(message, field=field, value=value)
