"""Lay the panels round the body in the dressing pose, before they are sewn.

Every part of the body that panels wrap gets a cylinder: the convex line round all of that part
(and nothing else), wide enough for the cloth. A panel lies on it without stretch; where panels of
one cylinder are sewn side to side, they slide and stretch along it until those seams meet, so no
cloth is pulled through the body. Seams across cylinders (armhole, shoulder, neck) are closed
through the air afterwards, by the solver.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.body.body import BodyPart
from fittingroom.drape.contour import Contour, contour_round
from fittingroom.drape.dressing import Limb
from fittingroom.drape.layering import button_pairs, lay_pleats, layer_lifts
from fittingroom.drape.meshing import ClothMesh
from fittingroom.errors import PatternError
from fittingroom.garment.pattern import Pattern, Wraps

_CLEARANCE = {"arm": 0.02, "leg": 0.015, "trunk": 0.02, "neck": 0.012}  # [m]
_UPRIGHT = ("trunk", "left_leg", "right_leg")  # groups whose heights meet, whatever they wrap
_LEAST_POINTS = 12  # of the body, to draw a line round
_OVER_FEET = 0.13  # [m] ankles, with the feet still turned outward
_BUNCHED = 0.4  # of a garment's length, from its top, keeps its height when it reaches the feet
_MIDDLE_GAP = 0.004  # [m] trouser legs stay this far from the body's middle plane
_SIDE_TO_SIDE = 0.3  # seams whose sides run the same way (mean cosine) close on the cylinder
_PULL, _HOLD = 50.0, 1e-3  # weights of seams that meet and of staying put
_ACROSS = 0.7  # a seam that joins points this share of their panel's width apart closes a ring


@dataclass(frozen=True, slots=True)
class Stage:
    """The body in the dressing pose.

    Args:
        vertices: [m], shape (vertex, 3).
        parts: part of each vertex, shape (vertex,).
        landmarks: named points [m].
        limbs: arms and legs, as they are in the body's own pose.
        turns: where each limb's end is in the dressing pose [m].
    """

    vertices: Floats
    parts: Ints
    landmarks: Mapping[str, Floats]
    limbs: Mapping[str, Limb]
    ends: Mapping[str, Floats]


@dataclass(frozen=True, slots=True)
class _Frame:
    """Origin and axes (left, up, front as rows) of a part."""

    origin: Floats
    axes: Floats

    def local(self, points: Floats) -> Floats:
        return np.asarray((points - self.origin) @ self.axes.T)

    def world(self, local: Floats) -> Floats:
        return np.asarray(local @ self.axes + self.origin)


def place(mesh: ClothMesh, pattern: Pattern, stage: Stage) -> Floats:
    """Find where every point of the panels begins [m], shape (point, 3).

    Raises:
        PatternError: a panel hangs on a landmark the body does not have.
    """
    across, out = lay_pleats(mesh, pattern)
    out += layer_lifts(mesh, pattern)
    groups = np.array([_group(panel.placement.wraps) for panel in pattern.panels])
    group = groups[mesh.point_panel]
    frames = {str(name): _frame(stage, str(name)) for name in np.unique(groups)}
    facing = _facing(mesh, pattern)
    height = _lifts(pattern, stage, frames, groups)[mesh.point_panel] + mesh.points[:, 1]
    upright = np.flatnonzero(np.isin(group, _UPRIGHT))
    height[upright] = _off_the_ground(_meet(mesh, upright, facing, height[upright], np.inf))
    places = np.zeros((len(mesh.points), 3))
    for name, frame in frames.items():
        numbers = np.flatnonzero(group == name)
        if name not in _UPRIGHT:
            height[numbers] = _meet(mesh, numbers, facing, height[numbers], np.inf)
        width = _ring_width(mesh, numbers, across[numbers], height[numbers])
        contour = _contour(stage, name, frame, height[numbers], width)
        start = [contour.arc_of(panel.placement.angle) for panel in pattern.panels]
        arc = np.array(start)[mesh.point_panel[numbers]] + across[numbers]
        arc = _meet(mesh, numbers, facing, arc, contour.perimeter)
        flat = contour.at(arc) + out[numbers, None] * contour.outward(arc)
        places[numbers] = frame.world(np.column_stack([flat[:, 0], height[numbers], flat[:, 1]]))
    return places


def _off_the_ground(height: Floats) -> Floats:
    """Push the lower part of what would reach the feet together, clear of them.

    Legs too long then fall on the feet in folds. Laid over the feet they would have to be pulled
    off toes and heels, which a coarse mesh catches on.
    """
    low, pivot = float(height.min(initial=np.inf)), float(height.max(initial=0.0))
    pivot -= _BUNCHED * (pivot - low)
    if low > _OVER_FEET or pivot < _OVER_FEET:
        return height
    squeezed = pivot - (pivot - height) * (pivot - _OVER_FEET) / (pivot - low)
    return np.where(height < pivot, squeezed, height)


def _group(wraps: Wraps) -> str:
    return "trunk" if wraps in ("torso", "legs") else wraps


def _lifts(pattern: Pattern, stage: Stage, frames: Mapping[str, _Frame], groups: Any) -> Floats:
    """Height of each panel's y = 0 line in its group's frame [m], shape (panel,)."""
    lifts = np.zeros(len(pattern.panels))
    for number, panel in enumerate(pattern.panels):
        hang = panel.placement.hang_on
        if hang not in stage.landmarks:
            raise PatternError(
                f"panel '{panel.name}' hangs on '{hang}', which the body doesn't "
                f"have: it has {', '.join(sorted(stage.landmarks))}",
                field="hang_on",
                value=hang,
            )
        landmark = frames[str(groups[number])].local(stage.landmarks[hang])
        lifts[number] = landmark[1] - panel.placement.hang_point[1]
    return lifts


def _frame(stage: Stage, group: str) -> _Frame:
    """Axes of a part: an arm's up runs to the shoulder, everything else's is the world's."""
    if not group.endswith("arm"):
        return _Frame(np.zeros(3), np.eye(3))
    joint = stage.limbs[group].joint
    up = joint - stage.ends[group]
    up = up / np.linalg.norm(up)
    front = np.array([0.0, 0.0, 1.0]) - up[2] * up
    front /= np.linalg.norm(front)
    return _Frame(joint, np.vstack([np.cross(up, front), up, front]))


def _ring_width(mesh: ClothMesh, numbers: Ints, x: Floats, height: Floats) -> float:
    """Greatest width of all panels of a group together at one height [m]."""
    panel = mesh.point_panel[numbers]
    levels = np.arange(height.min(), height.max(), 1.5 * mesh.spacing)
    widest = 0.0
    for low, high in zip(levels, levels + 1.5 * mesh.spacing, strict=True):
        here = (height >= low) & (height < high)
        widest = max(widest, sum(float(np.ptp(x[here & (panel == p)])) for p in set(panel[here])))
    return widest


def _contour(stage: Stage, group: str, frame: _Frame, height: Floats, width: float) -> Contour:
    """The convex line round the part over the heights the panels cover."""
    local = frame.local(stage.vertices)
    kind = group.split("_")[-1]
    parts = {
        "trunk": ("torso", "left_leg", "right_leg"),
        "neck": ("torso", "head"),
        "leg": ("torso", group),
        "arm": (group,),
    }[kind]
    numbers = [get_args(BodyPart).index(part) for part in parts]
    chosen = np.isin(stage.parts, numbers)
    margin = 0.03
    chosen &= (local[:, 1] > height.min() - margin) & (local[:, 1] < height.max() + margin)
    if kind == "neck":
        # the ring lies on the shoulders' slope: only what is near the neck counts
        chosen &= np.abs(local[:, 0]) < 0.09
    if np.count_nonzero(chosen) < _LEAST_POINTS:
        raise PatternError(
            f"panels round '{group}' hang where the body has nothing to wrap", field="placement"
        )
    contour = contour_round(local[chosen][:, [0, 2]], _CLEARANCE[kind])
    if kind == "leg":
        side = 1.0 if group == "left_leg" else -1.0
        contour = contour.cut_at(side * _MIDDLE_GAP, keep_left=side > 0)
    return contour.grown_to(width)


@dataclass(frozen=True, slots=True)
class _Facing:
    """Pairs of points that shall meet, or lie as far apart in the plane as `apart`.

    Args:
        pairs: points, shape (pair, 2).
        apart: first less second, across and up [m], shape (pair, 2).
    """

    pairs: Ints
    apart: Floats


def _facing(mesh: ClothMesh, pattern: Pattern) -> _Facing:
    """What seams and buttons shall bring together."""
    sewn = _facing_pairs(mesh)
    buttoned, apart = button_pairs(mesh, pattern)
    return _Facing(np.vstack([sewn, buttoned]), np.vstack([np.zeros(sewn.shape), apart]))


def _facing_pairs(mesh: ClothMesh) -> Ints:
    """Pairs of points sewn by seams whose two sides run the same way, shape (pair, 2).

    A side seam's do, a dart's and a waist's; a shoulder's do not: it closes over the top.
    """
    kept = [np.zeros((0, 2), np.int64)]
    for seam in range(int(mesh.sewn_by.max()) + 1 if len(mesh.sewn_by) else 0):
        pairs = mesh.sewn[mesh.sewn_by == seam]
        pairs = pairs[pairs[:, 0] != pairs[:, 1]]
        # a pleat's layers are joined to one another too, and run to and fro
        between = mesh.point_panel[pairs[:, 0]] != mesh.point_panel[pairs[:, 1]]
        shown = pairs[between] if between.any() else pairs
        one, other = (np.diff(mesh.points[shown[:, side]], axis=0) for side in (0, 1))
        lengths = np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1)
        alike = np.einsum("ij,ij->", one, other) > _SIDE_TO_SIDE * lengths.sum()
        if len(pairs) == 1 or alike:
            kept.append(pairs)
    return np.vstack(kept)


def _meet(mesh: ClothMesh, numbers: Ints, facing: _Facing, along: Floats, period: float) -> Floats:
    """Slide points along one coordinate until what faces meets, spreading the stretch.

    Args:
        mesh: the panels.
        numbers: the points that may slide.
        facing: what shall meet.
        along: their coordinate [m], shape (number,).
        period: length after which the coordinate is back where it was, infinite for a height [m].
    """
    import scipy.sparse as sp
    from scipy.sparse.linalg import spsolve

    index = np.full(len(mesh.points), -1)
    index[numbers] = np.arange(len(numbers))
    pairs = index[facing.pairs]
    here = (pairs >= 0).all(axis=1)
    if not here.any():
        return along
    pairs, apart = pairs[here], facing.apart[here, 0 if np.isfinite(period) else 1]
    triangles = index[mesh.point_triangles]
    triangles = triangles[(triangles >= 0).all(axis=1)]
    ends = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])

    def differences(both: Ints) -> Any:
        rows, ones = np.arange(len(both)), np.ones(len(both))
        entries = (np.r_[ones, -ones], (np.r_[rows, rows], both.T.ravel()))
        return sp.csr_matrix(entries, (len(both), len(numbers)))

    slope, jump = differences(ends), differences(pairs)
    gap = jump @ along - apart
    if np.isfinite(period):
        gap -= period * _turns(mesh, numbers[pairs], gap, period)
    matrix = slope.T @ slope + _PULL * jump.T @ jump + _HOLD * sp.eye(len(numbers))
    return np.asarray(along + spsolve(matrix.tocsc(), -_PULL * (jump.T @ gap)))


def _turns(mesh: ClothMesh, pairs: Ints, gap: Floats, period: float) -> Floats:
    """How many times round the contour each pair is apart, shape (pair,).

    The nearest whole number, but where one panel is sewn to itself across its whole width (a
    sleeve) it goes round at least once. Tight on a heavy arm it covers less than half the way, and
    by the nearer way it would close above the arm instead of round it.
    """
    turns = np.round(gap / period)
    panel = mesh.point_panel
    for number in np.flatnonzero((turns == 0) & (panel[pairs[:, 0]] == panel[pairs[:, 1]])):
        one, other = mesh.points[pairs[number]]
        level = np.abs(mesh.points[:, 1] - (one[1] + other[1]) / 2) < mesh.spacing
        width = np.ptp(mesh.points[level & (panel == panel[pairs[number, 0]]), 0])
        if abs(one[0] - other[0]) > _ACROSS * width:
            turns[number] = np.sign(gap[number])
    return np.asarray(turns)
