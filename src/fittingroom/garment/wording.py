"""The words on a piece of a paper pattern: name, size, how many to cut, what edges become."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.garment.allowance import allowances, darts_of
from fittingroom.garment.drafting import length, split
from fittingroom.garment.pattern import Edge, Panel, Pattern

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


def title_words(cutting: Floats, lines: list[str]) -> tuple[Words, ...]:
    """Return the heading lines in the middle of a piece, in one line on a band."""
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


def fold_words(folds: list[Floats]) -> list[Words]:
    """Return what to do at fold lines."""
    words = []
    for fold in folds:
        upright = abs(fold[1, 0] - fold[0, 0]) < 1e-9
        if upright and abs(fold[1, 1] - fold[0, 1]) < 0.15:
            continue
        shift = (0.022, 0.0) if upright else (0.0, 0.002)
        text = "place on fold" if upright else "fold here"
        words.append(Words(text, fold.mean(axis=0) + np.array(shift), 0.004))
    return words


def edge_words(panel: Panel, pattern: Pattern, on_fold: bool) -> tuple[Words, ...]:
    """Return what to do at edges that aren't sewn: hems and bound edges."""
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
