"""`finished_lengths`: what a quality checker would read off the sewn garment."""

from __future__ import annotations

from fittingroom.garment.pattern import Pattern
from fittingroom.garment.styles import style_of


def finished_lengths(pattern: Pattern) -> dict[str, float]:
    """Return the garment's finished measures [m], from the cut geometry alone.

    No chart or design value is read: panels are found by name and measured between their corners,
    along their edges and across at levels (`garment.tape`). `cut` documents the terms.

    Raises:
        UnknownName: the pattern's style isn't one of ours.
    """
    return dict(style_of(pattern.style).measure(pattern))
