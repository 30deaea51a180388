"""The pose in which a garment is easy to put on, and the way back from it.

Arms that hang leave no room for a sleeve to be wrapped round them. So the arms are lifted sideways
and the legs spread a little, the garment is closed round the body there, and body and cloth are
carried back together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.body.body import Body

_ARM_DROP = np.radians(12.0)  # dressing arms point this far below the horizon
_LEG_SPREAD = np.radians(9.0)  # and the legs this far outward of the vertical
_CHAINS = {
    "left_arm": ("upperarm01", "wrist", "L"),
    "right_arm": ("upperarm01", "wrist", "R"),
    "left_leg": ("upperleg01", "foot", "L"),
    "right_leg": ("upperleg01", "foot", "R"),
}


@dataclass(frozen=True, slots=True)
class Limb:
    """A limb that turns about its joint for dressing.

    Args:
        joint: shoulder or hip [m], shape (3,).
        end: wrist or ankle in the body's own pose [m], shape (3,).
        turn: rotation vector from the body's own pose to dressing [rad], shape (3,).
        weight: share of each body vertex that follows, shape (vertex,).
    """

    joint: Floats
    end: Floats
    turn: Floats
    weight: Floats


def limbs(body: Body) -> dict[str, Limb]:
    """Find arms and legs and how they turn for dressing."""
    heads = (
        np.einsum("bij,bj->bi", body.posed_from_rest[:, :3, :3], body.skeleton.heads)
        + body.posed_from_rest[:, :3, 3]
    )
    found = {}
    for part, (first, last, side) in _CHAINS.items():
        root, tip = _bone(body, first, side), _bone(body, last, side)
        below = _descendants(body, root)
        weight = np.where(np.isin(body.skin_bones, list(below)), body.skin_weights, 0.0).sum(axis=1)
        reach = heads[tip] - heads[root]
        found[part] = Limb(heads[root], heads[tip], _turn(reach, _goal(part)), weight)
    return found


def turned(
    points: Floats, weights: Mapping[str, Floats], by: Mapping[str, Limb], share: float
) -> Floats:
    """Turn points with the limbs they follow.

    Args:
        points: [m], shape (point, 3).
        weights: limb name to how much each point follows it, shape (point,).
        by: the limbs.
        share: of each limb's turn towards dressing; negative on the way back.
    """
    moved = points.copy()
    for name, limb in by.items():
        rotation = rotation_matrix(share * limb.turn)
        there = (points - limb.joint) @ rotation.T + limb.joint
        moved += weights[name][:, None] * (there - points)
    return moved


def rotation_matrix(vector: Floats) -> Floats:
    """Return the matrix of a rotation vector [rad] (Rodrigues)."""
    angle = float(np.linalg.norm(vector))
    if angle < 1e-12:
        return np.eye(3)
    x, y, z = vector / angle
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.asarray(np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross)


def _goal(part: str) -> Floats:
    side = 1.0 if part.startswith("left") else -1.0
    if part.endswith("arm"):
        return np.array([side * np.cos(_ARM_DROP), -np.sin(_ARM_DROP), 0.0])
    return np.array([side * np.sin(_LEG_SPREAD), -np.cos(_LEG_SPREAD), 0.0])


def _turn(reach: Floats, goal: Floats) -> Floats:
    """Shortest rotation vector from one direction to another."""
    reach = reach / np.linalg.norm(reach)
    axis = np.cross(reach, goal)
    sine = float(np.linalg.norm(axis))
    return np.asarray(axis / max(sine, 1e-12) * np.arctan2(sine, float(reach @ goal)))


def _bone(body: Body, stem: str, side: str) -> int:
    for number, name in enumerate(body.skeleton.names):
        if name.startswith(stem) and name.endswith(side):
            return number
    raise LookupError(f"the skeleton has no bone '{stem}' on side {side}")


def _descendants(body: Body, root: int) -> set[int]:
    below = {root}
    for number, parent in enumerate(body.skeleton.parents.tolist()):
        if parent in below:
            below.add(number)
    return below
