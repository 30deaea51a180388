"""Layers of one garment that lie on one another before it is closed: buttoned overlaps, pleats."""

from __future__ import annotations

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.drape.meshing import ClothMesh
from fittingroom.errors import PatternError
from fittingroom.garment.drafting import edge_of, join, length
from fittingroom.garment.pattern import Panel, PanelPoint, Pattern, Seam
from fittingroom.garment.pleating import pleat_course
from fittingroom.garment.tape import panel_number, panel_of

_LAYER = 0.008  # [m] layers begin this far apart: more than a coarse mesh cuts off a curve
_DRAWN_BACK = 0.002  # [m] a hidden fold begins this much shallower


def layer_lifts(mesh: ClothMesh, pattern: Pattern) -> Floats:
    """Return how far outside the innermost layer every point begins [m], shape (point,).

    A panel with buttonholes begins outside the one with the buttons. One that is buttoned to
    itself winds outward from its buttons to its buttonholes.

    Raises:
        PatternError: panels that lie over one another in a circle.
    """
    lifts = _LAYER * _ranks(pattern)[mesh.point_panel]
    for button in pattern.buttons:
        if button.over.panel == button.under.panel:
            own = np.flatnonzero(mesh.point_panel == panel_number(pattern, button.over.panel))
            start, end = button.under.at[0], button.over.at[0]
            share = (mesh.points[own, 0] - start) / (end - start) if end != start else 0.0
            lifts[own] = np.maximum(lifts[own], _LAYER * np.clip(share, 0.0, 1.0))
    return np.asarray(lifts)


def lay_pleats(mesh: ClothMesh, pattern: Pattern) -> tuple[Floats, Floats]:
    """Lay pleated panels folded, along the grain, as they are at their seam.

    Returns:
        How far across every point lies [m], and how far out [m], each of shape (point,).

    Raises:
        PatternError: a panel is pleated by two seams, or where its edge runs along the grain.
    """
    across, out = mesh.points[:, 0].copy(), np.zeros(len(mesh.points))
    done: set[str] = set()
    for seam in pattern.seams:
        if not seam.pleats:
            continue
        for name in dict.fromkeys(ref.panel for ref in seam.a):
            if name in done:
                raise _unfoldable(name, "by two seams: fold it in one of them")
            done.add(name)
            x, folded, layer = _fold_lines(pattern, seam, name)
            number = panel_number(pattern, name)
            own = np.flatnonzero(mesh.point_panel == number)
            at = mesh.points[own, 0]
            across[own] = at + np.interp(at, x, folded - x)
            out[own] = _LAYER * np.interp(at, x, layer)
    return across, out


def _fold_lines(pattern: Pattern, seam: Seam, name: str) -> tuple[Floats, Floats, Floats]:
    """Where a panel is folded: x as cut, rising, x as folded [m], and the layer there."""
    panel = panel_of(pattern, name)
    run, x = _run_across(pattern, seam, panel)
    course = pleat_course(seam, sum(_length(pattern, ref.panel, ref.edge) for ref in seam.a))
    inner = course.run[(course.run > run[0]) & (course.run < run[-1])]
    at = np.union1d(run, inner)
    cut = np.interp(at, run, x)
    step = np.diff(cut)
    if not ((step > 0).all() or (step < 0).all()):
        raise _unfoldable(name, "where its edge runs along the grain: pleat an edge across it")
    lying = np.interp(at, course.run, course.seam)
    folded = cut[0] + np.concatenate([[0.0], np.cumsum(step * np.sign(np.diff(lying)))])
    folded += (cut[0] + cut[-1] - folded[0] - folded[-1]) / 2
    layer = np.interp(at, course.run, course.layer)
    # the hidden folds of a box pleat may meet, and would begin in one another
    hidden = np.flatnonzero(layer == 0.0)
    folded[hidden] += _DRAWN_BACK * np.sign(folded[hidden - 1] - folded[hidden])
    order = np.argsort(cut)
    return cut[order], folded[order], layer[order]


def _run_across(pattern: Pattern, seam: Seam, panel: Panel) -> tuple[Floats, Floats]:
    """Places along a seam's first run on one panel [m], and their x [m]."""
    begin, pieces = None, []
    travelled = 0.0
    for ref in seam.a:
        if ref.panel == panel.name:
            begin = travelled if begin is None else begin
            points = edge_of(panel, ref.edge).points
            pieces.append(points[::-1] if ref.reverse else points)
        travelled += _length(pattern, ref.panel, ref.edge)
    line = join(*pieces)
    steps = np.linalg.norm(np.diff(line, axis=0), axis=1)
    return (begin or 0.0) + np.concatenate([[0.0], np.cumsum(steps)]), line[:, 0]


def _length(pattern: Pattern, panel: str, edge: str) -> float:
    return length(edge_of(panel_of(pattern, panel), edge).points)


def _unfoldable(name: str, why: str) -> PatternError:
    return PatternError(f"panel '{name}' can't be pleated {why}", field="pleats", value=name)


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
    ranks = np.zeros(len(pattern.panels), np.int64)
    above = {
        (panel_number(pattern, button.over.panel), panel_number(pattern, button.under.panel))
        for button in pattern.buttons
        if button.over.panel != button.under.panel
    }
    for _ in pattern.panels:
        before = ranks.copy()
        for over, under in above:
            ranks[over] = max(ranks[over], ranks[under] + 1)
        if (ranks == before).all():
            return ranks
    lost = pattern.panels[int(ranks.argmax())].name
    raise PatternError(
        f"panel '{lost}' is buttoned over a panel that lies over it: let every button of a closing "
        "be on the same side",
        field="buttons",
        value=lost,
    )


def _nearest(mesh: ClothMesh, pattern: Pattern, point: PanelPoint) -> int:
    number = panel_number(pattern, point.panel)
    own = np.flatnonzero(mesh.point_panel == number)
    return int(own[np.linalg.norm(mesh.points[own] - point.at, axis=1).argmin()])
