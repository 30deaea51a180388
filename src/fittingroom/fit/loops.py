"""Where a plane cuts a worn garment: the cloth's length there, as worn and as cut."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fittingroom.arrays import Floats
from fittingroom.drape.drape import Drape


@dataclass(frozen=True, slots=True)
class ClothLoop:
    """The cloth that a plane meets.

    Args:
        worn: its length on the body [m].
        cut: the length of the same cloth in the pattern, unstretched [m].
        around: whether it closes round the body.
        vertices: vertices of the triangles that were cut.
    """

    worn: float
    cut: float
    around: bool
    vertices: NDArray[np.int64]

    @property
    def strain(self) -> float:
        """Stretch of the cloth along the loop, 0 at rest."""
        return self.worn / self.cut - 1.0 if self.cut > 0 else 0.0


def cloth_loop(drape: Drape, origin: Floats, normal: Floats, among: NDArray[np.bool_]) -> ClothLoop:
    """Cut the triangles `among` with a plane.

    Args:
        drape: the worn garment.
        origin: a point of the plane [m], shape (3,).
        normal: its unit normal, shape (3,).
        among: which triangles may be cut, shape (triangle,).
    """
    triangles = drape.triangles[among]
    height = (drape.vertices - origin) @ normal
    above = height[triangles] > 0
    crossed = above.any(axis=1) & ~above.all(axis=1)
    triangles, pattern = triangles[crossed], drape.pattern_points[among][crossed]
    if not len(triangles):
        return ClothLoop(0.0, 0.0, False, np.zeros(0, dtype=np.int64))
    first, second, keys = _crossings(height, triangles)
    rows = np.arange(len(triangles))
    worn = _length(drape.vertices[triangles], first, second, rows)
    cut = _length(pattern, first, second, rows)
    _, uses = np.unique(keys.reshape(-1, 2), axis=0, return_counts=True)
    return ClothLoop(worn, cut, bool((uses == 2).all()), np.unique(triangles))


def _crossings(
    height: Floats, triangles: NDArray[np.int64]
) -> tuple[tuple[Floats, ...], tuple[Floats, ...], NDArray[np.int64]]:
    """Find the two edges of each triangle that the plane crosses.

    Returns:
        for either crossing (from corner, to corner, share along the edge), and the vertex pairs of
        the crossed edges, shape (triangle, 2, 2).
    """
    above = height[triangles] > 0
    lone = np.where(above.sum(axis=1) == 1, above.argmax(axis=1), (~above).argmax(axis=1))
    rows = np.arange(len(triangles))
    sides, keys = [], []
    for step in (1, 2):
        other = (lone + step) % 3
        a, b = triangles[rows, lone], triangles[rows, other]
        share = height[a] / (height[a] - height[b])
        sides.append((lone, other, share))
        keys.append(np.sort(np.stack([a, b], axis=1), axis=1))
    return sides[0], sides[1], np.stack(keys, axis=1)


def _length(
    corners: Floats,
    first: tuple[Floats, ...],
    second: tuple[Floats, ...],
    rows: NDArray[np.int64],
) -> float:
    ends = []
    for start, stop, share in (first, second):
        a, b = corners[rows, start], corners[rows, stop]
        ends.append(a + share[:, None] * (b - a))
    return float(np.linalg.norm(ends[0] - ends[1], axis=1).sum())
