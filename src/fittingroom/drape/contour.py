"""A closed convex line round a part of the body, walked by arc length."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fittingroom.arrays import Floats

_CORNERS = 24  # of the circle that inflates a hull
_NEAR = 1e-4  # [m] either side of a place, its direction is read


@dataclass(frozen=True, slots=True)
class Contour:
    """A closed convex line, walked with rising angle (0 in front, +π/2 to the left).

    Args:
        corners: (left, front) places, first not repeated [m], shape (corner, 2).
        along: arc length at each corner and at the end [m], shape (corner + 1,).
    """

    corners: Floats
    along: Floats

    @property
    def perimeter(self) -> float:
        """Length once round [m]."""
        return float(self.along[-1])

    def at(self, arc: Floats) -> Floats:
        """Return the (left, front) places at arc lengths [m], shape (point, 2)."""
        closed = np.vstack([self.corners, self.corners[:1]])
        inside = np.mod(arc, self.perimeter)
        return np.column_stack([np.interp(inside, self.along, closed[:, k]) for k in (0, 1)])

    def outward(self, arc: Floats) -> Floats:
        """Return the directions out of the line at arc lengths [m], shape (point, 2)."""
        step = self.at(arc + _NEAR) - self.at(arc - _NEAR)
        out = np.column_stack([-step[:, 1], step[:, 0]])
        return np.asarray(out / np.linalg.norm(out, axis=1, keepdims=True))

    def arc_of(self, angle: float) -> float:
        """Return the arc length at which the line is met from its middle at `angle` [rad]."""
        dense = np.linspace(0.0, self.perimeter, 2000, endpoint=False)
        away = self.at(dense) - self.middle
        off = np.arctan2(away[:, 0], away[:, 1]) - angle
        return float(dense[np.abs(np.angle(np.exp(1j * off))).argmin()])

    @property
    def middle(self) -> Floats:
        """Middle of the box round the line [m], shape (2,)."""
        return np.asarray((self.corners.min(axis=0) + self.corners.max(axis=0)) / 2)

    def grown_to(self, perimeter: float) -> Contour:
        """Return this line, scaled about its middle if it is shorter than `perimeter` [m]."""
        scale = max(1.0, perimeter / self.perimeter)
        return _contour(self.middle + scale * (self.corners - self.middle))

    def cut_at(self, left: float, *, keep_left: bool) -> Contour:
        """Return the convex line round the part of the inside left (or right) of a plane."""
        sign = 1.0 if keep_left else -1.0
        kept: list[Floats] = []
        for here, there in zip(self.corners, np.roll(self.corners, -1, axis=0), strict=True):
            a, b = sign * (here[0] - left), sign * (there[0] - left)
            if a >= 0:
                kept.append(here)
            if a * b < 0:
                kept.append(here + a / (a - b) * (there - here))
        return _contour(np.array(kept))


def contour_round(points: Floats, clearance: float) -> Contour:
    """Draw the convex line that keeps `clearance` [m] from (left, front) points."""
    from scipy.spatial import ConvexHull

    turn = np.arange(_CORNERS) * 2 * np.pi / _CORNERS
    circle = clearance * np.column_stack([np.cos(turn), np.sin(turn)])
    hull = points[ConvexHull(points).vertices]
    grown = (hull[:, None] + circle).reshape(-1, 2)
    return _contour(grown[ConvexHull(grown).vertices])


def _contour(corners: Floats) -> Contour:
    """Order corners by rising angle and measure along them."""
    middle = (corners.min(axis=0) + corners.max(axis=0)) / 2
    away = corners - middle
    ordered = corners[np.argsort(np.arctan2(away[:, 0], away[:, 1]), kind="stable")]
    steps = np.linalg.norm(np.roll(ordered, -1, axis=0) - ordered, axis=1)
    return Contour(ordered, np.concatenate([[0.0], np.cumsum(steps)]))
