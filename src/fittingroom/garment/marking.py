"""What is drawn on a piece of a paper pattern: lines, notches, grain, words."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.garment.allowance import allowances, cutting_line, darts_of, is_band
from fittingroom.garment.drafting import edge_of, length, outline, split
from fittingroom.garment.pattern import Edge, Panel, Pattern

# An edge this long gets a balance notch at its middle [m].
NOTCHED = 0.12
# Edges that meet straighter than this get a notch where they meet [rad].
STRAIGHT = 0.6
# Lower pieces are marked as bands [m].
BAND = 0.15


@dataclass(frozen=True, slots=True)
class Words:
    """A short text on a piece.

    Args:
        text: what it says.
        at: its middle [m], shape (2,).
        size: height of its letters [m].
    """

    text: str
    at: Floats
    size: float


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of paper pattern, in its panel's plane [m].

    Args:
        name: the panel's, without its side where both sides are one piece.
        sewing: line to sew along, closed, darts left out, shape (point, 2).
        cutting: line to cut along, closed.
        darts: each dart's legs from mouth over tip to mouth.
        notches: short lines across the allowance, each shape (2, 2).
        grain: the grain line, shape (2, 2).
        folds: lines along which the cloth is folded, each shape (2, 2).
        words: name, size, how many to cut, what to do at free edges.
    """

    name: str
    sewing: Floats
    cutting: Floats
    darts: tuple[Floats, ...]
    notches: tuple[Floats, ...]
    grain: Floats
    words: tuple[Words, ...]
    folds: tuple[Floats, ...] = ()


def pieces_of(pattern: Pattern, title: str, *, on_fold: bool = False) -> tuple[Piece, ...]:
    """Return what to print: mirrored panels once, marked to be cut twice.

    Args:
        pattern: a cut pattern.
        title: the garment's, printed on every piece.
        on_fold: give only the half of a symmetrical panel, to be cut on folded cloth.
    """
    pieces = []
    done: set[str] = set()
    for panel in pattern.panels:
        if panel.name in done:
            continue
        twin = _twin(panel, pattern)
        done |= {panel.name, twin or panel.name}
        folded = on_fold and _is_symmetrical(panel)
        pieces.append(_piece(panel, pattern, title, paired=twin is not None, on_fold=folded))
    return tuple(pieces)


def _piece(panel: Panel, pattern: Pattern, title: str, *, paired: bool, on_fold: bool) -> Piece:
    darts = darts_of(panel, pattern)
    legs = {edge.name for pair in darts for edge in pair}
    sewing = np.concatenate([edge.points for edge in panel.edges if edge.name not in legs])
    cutting = cutting_line(panel, pattern)
    folds = [edge_of(panel, "top").points] if is_band(panel) else []
    name = panel.name.removeprefix("left_") if paired else panel.name
    tips = tuple(np.concatenate([a.points, b.points[1:]]) for a, b in darts)
    notches = _notches(panel, pattern)
    if on_fold:
        sewing, cutting = _half(sewing), _half(cutting)
        tips = tuple(tip for tip in tips if tip[:, 0].mean() > 0)
        notches = tuple(notch for notch in notches if notch[:, 0].mean() > 0.001)
        folds = [_half_line(fold) for fold in folds]
        ends = _span(cutting, 1e-6, cutting[:, 1].min(), cutting[:, 1].max())
        folds.append(np.array([[0.0, ends[0]], [0.0, ends[1]]]))
    count = "cut 2, one mirrored" if paired else "cut 1 on fold" if on_fold else "cut 1"
    lines = [
        name.replace("_", " ").upper(),
        f"{title}, size {pattern.size}",
        f"{count}, {panel.cloth}",
    ]
    return Piece(
        name=name,
        sewing=sewing,
        cutting=cutting,
        darts=tips,
        notches=notches,
        grain=_grain(cutting, tips),
        words=(*_title(cutting, lines), *_edge_words(panel, pattern, on_fold), *_fold_words(folds)),
        folds=tuple(folds),
    )


def _is_symmetrical(panel: Panel) -> bool:
    points = _sorted(outline(panel))
    other = _sorted(outline(panel) * np.array([-1.0, 1.0]))
    return bool(np.abs(points - other).max() < 1e-6)


def _half(points: Floats) -> Floats:
    """Return the part of a closed line where x is positive, cut at x = 0."""
    kept = []
    for a, b in zip(points, np.roll(points, -1, axis=0), strict=True):
        if a[0] >= 0:
            kept.append(a)
        if (a[0] < 0 < b[0]) or (b[0] < 0 < a[0]):
            kept.append(a + (b - a) * a[0] / (a[0] - b[0]))
    return np.array(kept)


def _half_line(points: Floats) -> Floats:
    return np.array([[0.0, points[0, 1]], [points[:, 0].max(), points[0, 1]]])


def _twin(panel: Panel, pattern: Pattern) -> str | None:
    """Return the name of the right panel that mirrors this left one."""
    if not panel.name.startswith("left_"):
        return None
    name = "right_" + panel.name.removeprefix("left_")
    for other in pattern.panels:
        if other.name == name:
            mine = outline(panel) * np.array([-1.0, 1.0])
            same = len(mine) == len(outline(other)) and bool(
                np.abs(_sorted(mine) - _sorted(outline(other))).max() < 1e-9
            )
            return name if same else None
    return None


def _sorted(points: Floats) -> Floats:
    rounded = points.round(9)
    ordered: Floats = rounded[np.lexsort((rounded[:, 1], rounded[:, 0]))]
    return ordered


def _title(cutting: Floats, lines: list[str]) -> tuple[Words, ...]:
    low, high = cutting.min(axis=0), cutting.max(axis=0)
    height = float(high[1] - low[1])
    middle = np.array([(low[0] + high[0]) / 2, low[1] + 0.48 * height])
    if height < BAND:  # all in one line, in its lower half
        at = np.array([middle[0], low[1] + 0.28 * height])
        return (Words("  |  ".join(lines), at, min(0.006, 0.13 * height)),)
    return tuple(
        Words(text, middle - np.array([0.0, 0.011 * row]), 0.009 if row == 0 else 0.006)
        for row, text in enumerate(lines)
    )


def _fold_words(folds: list[Floats]) -> list[Words]:
    words = []
    for fold in folds:
        upright = abs(fold[1, 0] - fold[0, 0]) < 1e-9
        if upright and abs(fold[1, 1] - fold[0, 1]) < 0.15:
            continue
        shift = (0.022, 0.0) if upright else (0.0, 0.002)
        text = "place on fold" if upright else "fold here"
        words.append(Words(text, fold.mean(axis=0) + np.array(shift), 0.004))
    return words


def _edge_words(panel: Panel, pattern: Pattern, on_fold: bool) -> tuple[Words, ...]:
    widths = allowances(panel, pattern)
    folded = {edge.name for pair in darts_of(panel, pattern) for edge in pair}
    words = []
    for edge in panel.edges:
        if edge.name in folded or length(edge.points) < 0.1:
            continue
        if edge.name.startswith("hem"):
            words.append(_beside(edge, "hem, turn up 2.5 cm"))
        elif widths[edge.name] == 0 and edge.name != "top":
            words.append(_beside(edge, "bind this edge"))
    return tuple(
        _on_half(word) if on_fold else word for word in words if not on_fold or word.at[0] > -0.03
    )


def _on_half(words: Words) -> Words:
    """Move words from the middle of the panel onto its half."""
    return replace(words, at=words.at + np.array([0.05, 0.0])) if abs(words.at[0]) < 0.03 else words


def _beside(edge: Edge, text: str) -> Words:
    before, after = split(edge.points, 0.5 * length(edge.points))
    along = after[1] - before[-2]
    normal = np.array([-along[1], along[0]]) / np.linalg.norm(along)
    size = 0.004
    inward = 0.006 + abs(normal[0]) * len(text) * size * 0.27  # half the words' width, if beside
    return Words(text, before[-1] + inward * normal, size)


def _notches(panel: Panel, pattern: Pattern) -> tuple[Floats, ...]:
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


def _grain(cutting: Floats, darts: tuple[Floats, ...]) -> Floats:
    """Return a line along the warp, inside the piece, left of its words and clear of its darts."""
    low, high = cutting.min(axis=0), cutting.max(axis=0)
    middle = (low[0] + high[0]) / 2
    x = middle - 0.30 * (high[0] - low[0]) if high[0] - low[0] < 0.3 else middle - 0.09
    if high[1] - low[1] < BAND:
        x = low[0] + 0.06 * (high[0] - low[0])
    for dart in darts:
        if dart[:, 0].min() - 0.01 < x < dart[:, 0].max() + 0.01:
            x = dart[:, 0].min() - 0.015
    bottom, top = _span(cutting, x, low[1], high[1])
    tall = top - bottom
    return np.array([[x, bottom + 0.15 * tall], [x, bottom + 0.75 * tall]])


def _span(points: Floats, x: float, low: float, high: float) -> tuple[float, float]:
    """Return the longest stretch of the vertical at `x` inside an outline."""
    a, b = points, np.roll(points, -1, axis=0)
    cut = (a[:, 0] > x) != (b[:, 0] > x)
    a, b = a[cut], b[cut]
    levels = np.sort(a[:, 1] + (x - a[:, 0]) / (b[:, 0] - a[:, 0]) * (b[:, 1] - a[:, 1]))
    if len(levels) < 2:
        return float(low), float(high)
    spans = levels[1::2] - levels[::2]
    longest = int(spans.argmax())
    return float(levels[2 * longest]), float(levels[2 * longest + 1])
