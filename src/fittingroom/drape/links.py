"""Threads that pull two points of a cloth together, found from a pattern's elastic and buttons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.garment.drafting import length
from fittingroom.garment.fabric import Fabric
from fittingroom.garment.pattern import Cloth, EdgeRef, Elastic, PanelPoint, Pattern
from fittingroom.garment.tape import panel_number

BUTTON_STIFFNESS = 5000.0  # [N/m] 10 N pull a button 2 mm out of its hole
THINNEST = 0.001  # [m] layers keep at least this apart, so that rounding can't join them
_ON_EDGE = 1e-6  # [m] a point this near an edge lies on it: panels are drafted to a micrometre


class SewnCloth(Protocol):
    """What a model is built of: a `ClothMesh`, or the `Drape` that became of it."""

    @property
    def triangles(self) -> Ints:
        """Sewn vertices, shape (triangle, 3)."""

    @property
    def pattern_points(self) -> Floats:
        """Corners in the panel's plane [m], shape (triangle, 3, 2)."""

    @property
    def panel(self) -> Ints:
        """Number of each triangle's panel, shape (triangle,)."""


@dataclass(frozen=True, slots=True)
class Links:
    """Threads between two points of a cloth each, which pull and never push.

    Args:
        corners: vertices round the first point, then round the second, shape (link, 6).
        weights: their shares, negative at the second point, shape (link, 6).
        rest: length at which a thread begins to pull [m], shape (link,).
        stiffness: pull per unit strain [N], shape (link,).
    """

    corners: Ints
    weights: Floats
    rest: Floats
    stiffness: Floats

    def lengths(self, positions: Floats) -> Floats:
        """Return how long the threads are [m], shape (link,)."""
        return link_lengths(self.corners, self.weights, positions)


def pattern_links(
    cloth: SewnCloth, pattern: Pattern, fabrics: Mapping[Cloth, Fabric]
) -> Links | None:
    """Return the threads of a pattern's elastic and buttons, None where it has none."""
    parts = [elastic_links(cloth, pattern, elastic) for elastic in pattern.elastics]
    if pattern.buttons:
        parts.append(button_links(cloth, pattern, fabrics))
    if not parts:
        return None
    return Links(
        *(
            np.concatenate([getattr(part, field) for part in parts])
            for field in ("corners", "weights", "rest", "stiffness")
        )
    )


def elastic_links(cloth: SewnCloth, pattern: Pattern, elastic: Elastic) -> Links:
    """Return one elastic's threads: as many as the cloth has sides along its run."""
    runs = [edge_vertices(cloth, pattern, ref) for ref in elastic.edges]
    whole = sum(arc[-1] for _, arc in runs)
    ends = [pair for vertex, _ in runs for pair in pairwise(vertex.tolist())]
    sewn = np.concatenate([np.diff(arc) for _, arc in runs])
    corners = np.repeat(np.array(ends, np.int64), 3, axis=1)
    count = len(corners)
    return Links(
        corners,
        np.tile([1.0, 0.0, 0.0, -1.0, 0.0, 0.0], (count, 1)),
        sewn * (elastic.relaxed / whole),
        np.full(count, elastic.stiffness),
    )


def button_links(cloth: SewnCloth, pattern: Pattern, fabrics: Mapping[Cloth, Fabric]) -> Links:
    """Return a thread for each button, as long as its two layers lie apart."""
    corners, weights = button_ends(cloth, pattern)
    thickness = {panel.name: fabrics[panel.cloth].thickness for panel in pattern.panels}
    gaps = np.array(
        [
            max(THINNEST, (thickness[button.over.panel] + thickness[button.under.panel]) / 2)
            for button in pattern.buttons
        ]
    )
    return Links(corners, weights, gaps, BUTTON_STIFFNESS * gaps)


def button_ends(cloth: SewnCloth, pattern: Pattern) -> tuple[Ints, Floats]:
    """Return what every button joins: `Links.corners` and `Links.weights`."""
    ends = [
        [_located(cloth, pattern, point) for point in (button.over, button.under)]
        for button in pattern.buttons
    ]
    corners = [np.concatenate([over[0], under[0]]) for over, under in ends]
    weights = [np.concatenate([over[1], -under[1]]) for over, under in ends]
    return np.array(corners, np.int64).reshape(-1, 6), np.array(weights).reshape(-1, 6)


def link_lengths(corners: Ints, weights: Floats, positions: Floats) -> Floats:
    """Return the distance of both ends of each link [m], shape (link,)."""
    ends = np.einsum("lk,lkc->lc", weights, positions[corners])
    return np.asarray(np.linalg.norm(ends, axis=1))


def edge_vertices(cloth: SewnCloth, pattern: Pattern, ref: EdgeRef) -> tuple[Ints, Floats]:
    """Return the vertices along an edge, and how far along it each lies [m].

    They are found by where they lie in the panel's plane, so a `Drape` has them as its mesh did.
    """
    number = panel_number(pattern, ref.panel)
    edge = next(e for e in pattern.panels[number].edges if e.name == ref.edge)
    mine = cloth.panel == number
    points, vertex = cloth.pattern_points[mine].reshape(-1, 2), cloth.triangles[mine].ravel()
    low, high = edge.points.min(axis=0) - _ON_EDGE, edge.points.max(axis=0) + _ON_EDGE
    near = np.flatnonzero(((points >= low) & (points <= high)).all(axis=1))
    near = near[np.unique(points[near], axis=0, return_index=True)[1]]
    arc, off = _along(edge.points, points[near])
    near, arc = near[off < _ON_EDGE], arc[off < _ON_EDGE]
    order = np.argsort(arc)
    found, at = vertex[near[order]], arc[order]
    if np.linalg.norm(edge.points[0] - edge.points[-1]) < _ON_EDGE:
        # the edge is the whole outline: it ends where it began
        found, at = np.append(found, found[0]), np.append(at, length(edge.points))
    return (found[::-1], at[-1] - at[::-1]) if ref.reverse else (found, at)


def _along(line: Floats, points: Floats) -> tuple[Floats, Floats]:
    """Return how far along a polyline its nearest place is, and how far off it, each (point,)."""
    start, step = line[:-1], np.diff(line, axis=0)
    size = np.linalg.norm(step, axis=1)
    share = np.einsum("psk,sk->ps", points[:, None] - start, step) / size**2
    share = np.clip(share, 0.0, 1.0)
    off = np.linalg.norm(points[:, None] - start - share[..., None] * step, axis=2)
    best = off.argmin(axis=1)
    pick = np.arange(len(points))
    before = np.concatenate([[0.0], np.cumsum(size)[:-1]])
    return before[best] + share[pick, best] * size[best], off[pick, best]


def _located(cloth: SewnCloth, pattern: Pattern, point: PanelPoint) -> tuple[Ints, Floats]:
    """Return the corners of the triangle a panel's point lies in, and its shares of them."""
    number = panel_number(pattern, point.panel)
    mine = np.flatnonzero(cloth.panel == number)
    corners = cloth.pattern_points[mine]
    sides = np.moveaxis(corners[:, 1:] - corners[:, :1], 1, 2)
    inner = np.linalg.solve(sides, (point.at - corners[:, 0])[..., None])[..., 0]
    weights = np.column_stack([1.0 - inner.sum(axis=1), inner])
    best = int(weights.min(axis=1).argmax())
    share = np.maximum(weights[best], 0.0)
    return cloth.triangles[mine[best]], share / share.sum()
