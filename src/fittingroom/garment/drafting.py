"""Draft outlines: lines, cubic curves and arcs as dense polylines, mirrored and measured."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil, cos, sin, sqrt

import numpy as np
from numpy.typing import ArrayLike

from fittingroom.arrays import Floats, frozen
from fittingroom.garment.pattern import Edge, EdgeRef, Panel, Placement, Seam, Wraps

# How far a straight piece may lie from the curve it stands for [m]: a fifth of the 0.1 mm that
# `Edge` promises, a tenth of a pencil line.
FLATNESS = 2e-5
# Points nearer than a hundredth of a millimetre are one point [m].
NEAR = 1e-5


def line(start: ArrayLike, end: ArrayLike) -> Floats:
    """Return the straight line from `start` to `end` [m], shape (2, 2)."""
    return np.array([start, end], dtype=np.float64)


def stretch(start: ArrayLike, end: ArrayLike, *, step: float = 0.02) -> Floats:
    """Return a straight line with a point every `step` [m], to be bent afterwards."""
    ends = line(start, end)
    count = max(1, ceil(float(np.linalg.norm(ends[1] - ends[0])) / step))
    points: Floats = np.linspace(ends[0], ends[1], count + 1)
    return points


def curve(start: ArrayLike, pull: ArrayLike, push: ArrayLike, end: ArrayLike) -> Floats:
    """Return a cubic Bézier curve as a polyline true to `FLATNESS`.

    Args:
        start: first point [m].
        pull: control point that sets the direction at `start` [m].
        push: control point that sets the direction at `end` [m].
        end: last point [m].
    """
    controls = np.array([start, pull, push, end], dtype=np.float64)
    bend = float(np.linalg.norm(np.diff(controls, 2, axis=0), axis=1).max())
    # chord error of n equal parameter steps is at most |second derivative| / (8 n²), 6 bend
    count = max(1, ceil(sqrt(6.0 * bend / (8.0 * FLATNESS))))
    t = np.linspace(0.0, 1.0, count + 1)[:, None]
    s = 1.0 - t
    points: Floats = (
        s**3 * controls[0]
        + 3 * s**2 * t * controls[1]
        + 3 * s * t**2 * controls[2]
        + t**3 * controls[3]
    )
    points[0], points[-1] = controls[0], controls[3]
    return points


def arc(centre: ArrayLike, radius: float, begin: float, end: float) -> Floats:
    """Return a circular arc from angle `begin` to `end` [rad], counter-clockwise where it rises."""
    step = 2.0 * np.arccos(1.0 - min(FLATNESS / radius, 1.0))
    angles = np.linspace(begin, end, max(2, ceil(abs(end - begin) / step) + 1))
    directions = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    turned: Floats = np.asarray(centre, dtype=np.float64) + radius * directions
    return turned


def along(angle: float) -> Floats:
    """Return the unit vector at `angle` [rad] from +x."""
    return np.array([cos(angle), sin(angle)])


def length(points: Floats) -> float:
    """Return the length of a polyline [m]."""
    return float(np.linalg.norm(np.diff(points, axis=0), axis=1).sum())


def join(*pieces: Floats) -> Floats:
    """Return polylines that follow each other as one, without doubled points."""
    return np.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])])


def mirror(points: Floats) -> Floats:
    """Return a polyline mirrored at x = 0 and run backwards, so that outlines stay oriented."""
    flipped: Floats = points[::-1] * np.array([-1.0, 1.0])
    return flipped


def shift(points: Floats, dx: float, dy: float = 0.0) -> Floats:
    """Return points moved by (dx, dy) [m]."""
    moved: Floats = points + np.array([dx, dy])
    return moved


def split(points: Floats, distance: float) -> tuple[Floats, Floats]:
    """Cut a polyline in two at `distance` [m] along it."""
    steps = np.linalg.norm(np.diff(points, axis=0), axis=1)
    travelled = np.concatenate([[0.0], np.cumsum(steps)])
    before = int(np.searchsorted(travelled, distance, side="right")) - 1
    before = min(max(before, 0), len(steps) - 1)
    share = (distance - travelled[before]) / steps[before]
    cut = points[before] + share * (points[before + 1] - points[before])
    head = np.concatenate([points[: before + 1], cut[None]])
    tail = np.concatenate([cut[None], points[before + 1 :]])
    return _without_doubles(head), _without_doubles(tail)


def edge(name: str, *pieces: Floats) -> Edge:
    """Return an edge made of polylines that follow each other."""
    return Edge(name, frozen(join(*pieces)))


def unfold(
    half: Sequence[Edge], *, plus: str, minus: str, joined: Iterable[str] = ()
) -> list[Edge]:
    """Return the whole outline of a panel drafted as its +x half.

    Args:
        half: edges of the half, counter-clockwise, from the fold at the bottom to the fold at the
            top.
        plus: which side +x is: the edges' names end in it.
        minus: which side -x is.
        joined: names of the first or last edge where both halves make one edge.
    """
    whole = set(joined)
    plus_edges = [edge(f"{e.name}_{plus}", e.points) for e in half]
    minus_edges = [edge(f"{e.name}_{minus}", mirror(e.points)) for e in reversed(half)]
    first, last = half[0], half[-1]
    if last.name in whole:
        top = edge(last.name, last.points, mirror(last.points))
        plus_edges, minus_edges = [*plus_edges[:-1], top], minus_edges[1:]
    if first.name in whole:
        bottom = edge(first.name, mirror(first.points), first.points)
        plus_edges, minus_edges = [bottom, *plus_edges[1:]], minus_edges[:-1]
    return [*plus_edges, *minus_edges]


def mirrored(edges: Sequence[Edge]) -> tuple[Edge, ...]:
    """Return a panel's outline for the other side of the body, names kept."""
    return tuple(edge(e.name, mirror(e.points)) for e in reversed(edges))


def seam(name: str, a: str, b: str) -> Seam:
    """Return a seam between edges written "panel.edge", several separated by spaces.

    Panels lie right side up, so the edges of `a` run forwards along the seam and those of `b`
    backwards.
    """
    return Seam(
        name,
        tuple(EdgeRef(*_reference(text)) for text in a.split()),
        tuple(EdgeRef(*_reference(text), reverse=True) for text in b.split()),
    )


def placement(wraps: Wraps, angle: float, hang_point: ArrayLike, hang_on: str) -> Placement:
    """Return a placement; arguments as in `Placement`."""
    return Placement(wraps, angle, frozen(hang_point), hang_on)


def outline(panel: Panel) -> Floats:
    """Return a panel's whole outline, the first point not repeated, shape (point, 2)."""
    return np.concatenate([e.points[:-1] for e in panel.edges])


def edge_of(panel: Panel, name: str) -> Edge:
    """Return a panel's edge by name; a missing one is our mistake (KeyError)."""
    for candidate in panel.edges:
        if candidate.name == name:
            return candidate
    raise KeyError(f"{panel.name}.{name}")


def _reference(text: str) -> tuple[str, str]:
    panel, _, name = text.partition(".")
    return panel, name


def _without_doubles(points: Floats) -> Floats:
    keep = np.concatenate([[True], np.linalg.norm(np.diff(points, axis=0), axis=1) > NEAR])
    if not keep[-1]:
        keep[-1], keep[-2] = True, len(points) == 2
    kept: Floats = points[keep]
    return kept
