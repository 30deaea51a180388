"""Layers of one garment that lie on one another before it is closed: buttoned overlaps."""

from __future__ import annotations

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.drape.meshing import ClothMesh
from fittingroom.errors import PatternError
from fittingroom.garment.pattern import PanelPoint, Pattern

_LAYER = 0.008  # [m] layers begin this far apart: more than a coarse mesh cuts off a curve


def layer_lifts(mesh: ClothMesh, pattern: Pattern) -> Floats:
    """Return how far outside the innermost layer every point begins [m], shape (point,).

    A panel with buttonholes begins outside the one with the buttons. One that is buttoned to
    itself winds outward from its buttons to its buttonholes.

    Raises:
        PatternError: panels that lie over one another in a circle.
    """
    names = [panel.name for panel in pattern.panels]
    lifts = _LAYER * _ranks(pattern)[mesh.point_panel]
    for button in pattern.buttons:
        if button.over.panel == button.under.panel:
            own = np.flatnonzero(mesh.point_panel == names.index(button.over.panel))
            start, end = button.under.at[0], button.over.at[0]
            share = (mesh.points[own, 0] - start) / (end - start) if end != start else 0.0
            lifts[own] = np.maximum(lifts[own], _LAYER * np.clip(share, 0.0, 1.0))
    return np.asarray(lifts)


def button_pairs(mesh: ClothMesh, pattern: Pattern) -> tuple[Ints, Floats]:
    """Return the points nearest to each button and its hole, and how they lie when it is closed.

    Returns:
        Point at the hole and point at the button, shape (button, 2); the first less the second
        in the plane, across and up [m], shape (button, 2).
    """
    pairs, apart = np.zeros((len(pattern.buttons), 2), np.int64), []
    for number, button in enumerate(pattern.buttons):
        ends = button.over, button.under
        pairs[number] = [_nearest(mesh, pattern, end) for end in ends]
        off = [mesh.points[p] - end.at for p, end in zip(pairs[number], ends, strict=True)]
        apart.append(off[0] - off[1])
    return pairs, np.array(apart).reshape(-1, 2)


def _ranks(pattern: Pattern) -> Ints:
    """Number of the layer each panel lies in, the innermost 0, shape (panel,)."""
    names = [panel.name for panel in pattern.panels]
    ranks = np.zeros(len(names), np.int64)
    above = {
        (names.index(button.over.panel), names.index(button.under.panel))
        for button in pattern.buttons
        if button.over.panel != button.under.panel
    }
    for _ in names:
        before = ranks.copy()
        for over, under in above:
            ranks[over] = max(ranks[over], ranks[under] + 1)
        if (ranks == before).all():
            return ranks
    lost = names[int(ranks.argmax())]
    raise PatternError(
        f"panel '{lost}' is buttoned over a panel that lies over it: let every button of a closing "
        "be on the same side",
        field="buttons",
        value=lost,
    )


def _nearest(mesh: ClothMesh, pattern: Pattern, point: PanelPoint) -> int:
    number = [panel.name for panel in pattern.panels].index(point.panel)
    own = np.flatnonzero(mesh.point_panel == number)
    return int(own[np.linalg.norm(mesh.points[own] - point.at, axis=1).argmin()])
