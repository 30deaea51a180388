"""A piece of a paper pattern: lines to cut, sew and fold along, notches, grain, words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.garment.allowance import cutting_line, darts_of, is_band
from fittingroom.garment.drafting import edge_of, outline
from fittingroom.garment.notching import notches_of
from fittingroom.garment.pattern import Panel, Pattern
from fittingroom.garment.wording import BAND, Words, edge_words, fold_words, title_words


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
    notches = notches_of(panel, pattern)
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
        words=(
            *title_words(cutting, lines),
            *edge_words(panel, pattern, on_fold),
            *fold_words(folds),
        ),
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
