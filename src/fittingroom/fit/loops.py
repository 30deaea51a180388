"""Lines across a worn garment: how long the cloth is there, as worn and as cut."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fittingroom.arrays import Floats, Ints
from fittingroom.drape.drape import Drape


@dataclass(frozen=True, slots=True)
class ClothLoop:
    """The cloth that a line crosses.

    Args:
        worn: its length on the body [m].
        cut: the length of the same cloth in the pattern, unstretched [m].
        around: whether it closes on itself.
        points: where it runs [m], shape (segment, 2, 3).
        ends: where it breaks off, none if it closes [m], shape (end, 3).
        vertices: vertices of the triangles that were crossed.
    """

    worn: float
    cut: float
    around: bool
    points: Floats
    ends: Floats
    vertices: Ints

    @property
    def strain(self) -> float:
        """Stretch of the cloth along the loop, 0 at rest."""
        return self.worn / self.cut - 1.0 if self.cut > 0 else 0.0


NOTHING = ClothLoop(
    0.0, 0.0, False, np.zeros((0, 2, 3)), np.zeros((0, 3)), np.zeros(0, dtype=np.int64)
)


def plane_loop(drape: Drape, origin: Floats, normal: Floats, among: NDArray[np.bool_]) -> ClothLoop:
    """Cross the worn garment with a plane, as a tape measure would lie.

    Args:
        drape: the worn garment.
        origin: a point of the plane [m], shape (3,).
        normal: its unit normal, shape (3,).
        among: which triangles may be crossed, shape (triangle,).
    """
    height = (drape.vertices - origin) @ normal
    return _loop(drape, height[drape.triangles[among]], among)


def grain_loop(drape: Drape, level: float, among: NDArray[np.bool_]) -> ClothLoop:
    """Follow the cloth across the grain, at pattern height `level` [m] of the panels `among`."""
    return _loop(drape, drape.pattern_points[among][..., 1] - level, among)


def _loop(drape: Drape, height: Floats, among: NDArray[np.bool_]) -> ClothLoop:
    """Measure where `height` (per triangle corner) changes its sign."""
    above = height > 0
    crossed = above.any(axis=1) & ~above.all(axis=1)
    if not crossed.any():
        return NOTHING
    height, above = height[crossed], above[crossed]
    triangles = drape.triangles[among][crossed]
    lone = np.where(above.sum(axis=1) == 1, above.argmax(axis=1), (~above).argmax(axis=1))
    rows = np.arange(len(triangles))
    worn, cut = drape.vertices[triangles], drape.pattern_points[among][crossed]
    ends: list[tuple[Floats, Floats]] = []
    edges: list[Ints] = []
    for step in (1, 2):
        other = (lone + step) % 3
        share = (height[rows, lone] / (height[rows, lone] - height[rows, other]))[:, None]
        ends.append(
            tuple(p[rows, lone] + share * (p[rows, other] - p[rows, lone]) for p in (worn, cut))
        )
        pair = np.stack([triangles[rows, lone], triangles[rows, other]], axis=1)
        edges.append(np.sort(pair, axis=1))
    points = np.stack([end[0] for end in ends], axis=1)
    _, which, uses = np.unique(
        np.concatenate(edges), axis=0, return_inverse=True, return_counts=True
    )
    loose = uses[which.ravel()] == 1
    return ClothLoop(
        worn=float(np.linalg.norm(points[:, 0] - points[:, 1], axis=1).sum()),
        cut=float(np.linalg.norm(ends[0][1] - ends[1][1], axis=1).sum()),
        around=not loose.any(),
        points=points,
        ends=points.transpose(1, 0, 2).reshape(-1, 3)[loose],
        vertices=np.unique(triangles),
    )
