"""Weaves and knits drawn from the paths of their yarns, by point paper and by loop."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from fittingroom.arrays import Floats

Drawing = Callable[[Floats, Floats], tuple[Floats, Floats]]


def _woven(over: Floats) -> Drawing:
    """Return a drawing of a weave from its point paper: `over[i, j]` is 1 where warp i is on top
    of weft j, else 0."""

    def draw(u: Floats, v: Floats) -> tuple[Floats, Floats]:
        warp = _crest(u) + 0.9 * _along(over, u, v)
        weft = _crest(v) + 0.9 * _along(1.0 - over.T, v, u)
        return np.maximum(warp, weft), (warp >= weft).astype(float)

    return draw


def _crest(across: Floats) -> Floats:
    """Return the round profile of a yarn, 1 on its axis and 0 at its edge."""
    offset = 2.0 * (across % 1.0) - 1.0
    profile: Floats = np.sqrt(np.maximum(0.0, 1.0 - offset**2))
    return profile


def _along(over: Floats, across: Floats, along: Floats) -> Floats:
    """Return a yarn's rise and fall, eased from crossing to crossing."""
    yarn = np.floor(across).astype(int) % over.shape[0]
    position = along - 0.5
    crossing = np.floor(position).astype(int)
    step = position - crossing
    step = step * step * (3.0 - 2.0 * step)
    here = over[yarn, crossing % over.shape[1]]
    there = over[yarn, (crossing + 1) % over.shape[1]]
    height: Floats = here + (there - here) * step
    return height


def _jersey(u: Floats, v: Floats) -> tuple[Floats, Floats]:
    """Draw the V-shaped legs of knit loops, each leaving through the loop below."""
    height = np.zeros_like(u)
    across = u % 1.0 - 0.5
    for course in (0.0, 1.0):
        along = v % 1.0 + course  # 0 at the loop's foot to 2 at its head
        centre = 0.09 + 0.19 * np.minimum(along, 1.35)
        width = 0.21
        profile = np.sqrt(np.maximum(0.0, 1.0 - ((np.abs(across) - centre) / width) ** 2))
        rise = np.sin(np.pi * np.clip((along + 0.25) / 1.9, 0.0, 1.0))
        height = np.maximum(height, profile * (0.35 + 0.65 * rise))
    return height, np.ones_like(u)


def _rib(u: Floats, v: Floats) -> tuple[Floats, Floats]:
    """Draw knit wales that stand out and purl wales that lie back, one by one."""
    loops, dyed = _jersey(u, v)
    wall = 0.5 + 0.5 * np.cos(np.pi * (u - 0.5))
    return 0.35 * loops + 1.1 * wall, dyed


def _twill_paper(repeat: int, under: int) -> Floats:
    paper = np.ones((repeat, repeat))
    for warp in range(repeat):
        for step in range(under):
            paper[warp, (warp + step) % repeat] = 0.0
    return paper


def _satin_paper() -> Floats:
    """Return the five-end warp satin with a step of two: no two bindings touch."""
    paper = np.ones((5, 5))
    paper[np.arange(5), (2 * np.arange(5)) % 5] = 0.0
    return paper


# by weave: (u, v) in yarns to height and to whether the dyed yarn is on top
DRAWINGS: dict[str, Drawing] = {
    "jersey": _jersey,
    "rib": _rib,
    "plain": _woven(np.array([[1.0, 0.0], [0.0, 1.0]])),
    "twill": _woven(_twill_paper(4, 1)),
    "satin": _woven(_satin_paper()),
}
