"""The poses, as joint rotations away from the model's rest (arms 42° from vertical, elbows bent).

Rest arms of every body hang within a degree or two of the same angle, so one set of rotations
serves all. Sides are written as if they were the left one; the right mirrors it.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.spatial.transform import Rotation

from fittingroom.arrays import Floats, frozen
from fittingroom.body.body import Pose
from fittingroom.errors import InvalidInput

Side = Mapping[str, Rotation]

# direction of the left forearm at rest, mean of the model
_FOREARM = np.array([0.512, -0.518, 0.685])
ARM_SHARES: Mapping[str, float] = {"clavicle": 0.13, "shoulder01": 0.22, "upperarm01": 0.65}
"""What each joint gives to the lowering of an arm."""
_STRAIGHT_ELBOW = Rotation.from_rotvec([30.8, 27.6, -2.1], degrees=True)


def _turn(axes: str, *degrees: float) -> Rotation:
    """Return turns about the world's axes, one after the other."""
    return Rotation.from_euler(axes, degrees, degrees=True)


def _arm(lower: float, forward: float = 0.0) -> dict[str, Rotation]:
    """Lower an arm (raise, where negative) and swing it forward [degrees].

    The lowering is shared by collarbone, shoulder and upper arm: all on the upper arm squares the
    shoulder and pulls the acromion's surroundings apart by 22 to 38 mm.
    """
    turns = {bone: _turn("z", -share * lower) for bone, share in ARM_SHARES.items()}
    return turns | {"upperarm01": _turn("zx", -ARM_SHARES["upperarm01"] * lower, -forward)}


def _forearm(before: Rotation, toward: tuple[float, float, float]) -> Rotation:
    """Return the elbow's turn that points the forearm `toward`, given what turned the upper arm."""
    aim = before.inv().apply(np.array(toward) / np.linalg.norm(toward))
    axis = np.cross(_FOREARM, aim)
    angle = np.arctan2(np.linalg.norm(axis), _FOREARM @ aim)
    return Rotation.from_rotvec(axis / np.linalg.norm(axis) * angle)


def _leg(
    forward: float, knee: float, apart: float = -4.0, foot: float = 0.0
) -> dict[str, Rotation]:
    """Swing a leg forward, bend its knee, spread it, lift its toes [degrees]."""
    return {
        "upperleg01": _turn("zx", apart, -forward),
        "lowerleg01": _turn("x", knee),
        "foot": _turn("xz", -foot, -apart),
    }


def _pose(name: str, left: Side, right: Side | None = None) -> Pose:
    """Return a pose of both sides; the same on the right where it isn't given."""
    turns: dict[str, Floats] = {}
    for bone, turn in left.items():
        turns[f"{bone}_L"] = frozen(turn.as_rotvec())
    for bone, turn in (left if right is None else right).items():
        x, y, z = turn.as_rotvec()
        turns[f"{bone}_R"] = frozen([x, -y, -z])
    return Pose(name, turns)


_EASY_ELBOW = {"lowerarm01": _turn("x", 22)}  # leaves a bend of 20 to 25°
_STANDING_LEG = _leg(forward=0, knee=0)
_BACK = _turn("y", 28)

REST = Pose("rest", {})
A_POSE = _pose("a", _arm(12) | _EASY_ELBOW | _STANDING_LEG)
A_WIDE = _pose("a-wide", _arm(7) | _EASY_ELBOW | _STANDING_LEG)
T_POSE = _pose("t", _arm(-48) | {"lowerarm01": _STRAIGHT_ELBOW} | _STANDING_LEG)
STANDING = _pose("standing", _arm(28) | _EASY_ELBOW | _STANDING_LEG)
HANDS_ON_HIPS = _pose(
    "hands-on-hips",
    {
        "upperarm01": _BACK,
        "lowerarm01": _forearm(_BACK, (-0.42, -0.50, 0.66)),
        "wrist": _turn("z", -20),
    }
    | _STANDING_LEG,
)
WALKING = _pose(
    "walking",
    left=_arm(26, -18) | _EASY_ELBOW | _leg(forward=24, knee=4, foot=8),
    right=_arm(26, 20) | {"lowerarm01": _turn("x", 10)} | _leg(forward=-14, knee=26, foot=-8),
)
SITTING = _pose(
    "sitting",
    _arm(24, 22) | {"lowerarm01": _turn("x", -12)} | _leg(forward=84, knee=82, apart=-2),
)
ARMS_UP = _pose("arms-up", _arm(-112) | {"lowerarm01": _STRAIGHT_ELBOW} | _STANDING_LEG)

POSES: Mapping[str, Pose] = {
    pose.name: pose
    for pose in (
        REST, A_POSE, A_WIDE, T_POSE, STANDING, HANDS_ON_HIPS, WALKING, SITTING, ARMS_UP,
    )
}  # fmt: skip
"""Every pose by name."""

WIDE_ABOVE_BMI = 35.0  # [kg/m²] beyond it, arms at 30° would sink into the trunk


def between(first: Pose, second: Pose, share: float) -> Pose:
    """Return the pose `share` of the way from one to another, every joint on its shortest arc.

    Args:
        first: at share 0.
        second: at share 1.
        share: 0 to 1.

    Raises:
        InvalidInput: a share outside 0 to 1.

    Example:
        >>> between(REST, T_POSE, 1.0).rotations.keys() == T_POSE.rotations.keys()
        True
    """
    if not 0.0 <= share <= 1.0:
        raise InvalidInput(
            f"a pose between two others lies 0 to 1 of the way, not {share}",
            field="share", value=share, allowed="0 to 1",
        )  # fmt: skip
    names = sorted(first.rotations.keys() | second.rotations.keys())
    start, end = (
        Rotation.from_rotvec(
            np.array([pose.rotations.get(name, np.zeros(3)) for name in names]).reshape(-1, 3)
        )
        for pose in (first, second)
    )
    along = Rotation.from_rotvec(share * (start.inv() * end).as_rotvec())
    turns = dict(zip(names, map(frozen, (start * along).as_rotvec()), strict=True))
    return Pose(f"{first.name}>{second.name}@{share:g}", turns)
