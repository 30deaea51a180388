"""The poses, as joint rotations away from the model's rest (arms 42° from vertical, elbows bent).

Rest arms of every body hang within a degree or two of the same angle, so one set of rotations
serves all. The left side is written down; the right mirrors it.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from fittingroom.arrays import Floats, frozen
from fittingroom.body.body import Pose

# bone of the left side -> rotation vector [degrees] about the world's axes at rest
_A30 = {
    "clavicle_L": (0, 0, -2),
    "shoulder01_L": (0, 0, -3),
    "upperarm01_L": (0, 0, -7),
    "lowerarm01_L": (22, 0, 0),
    "upperleg01_L": (0, 0, -4),
    "foot_L": (0, 0, 4),
}
_A35 = _A30 | {"clavicle_L": (0, 0, -1), "shoulder01_L": (0, 0, -2), "upperarm01_L": (0, 0, -4)}


def _both_sides(left: Mapping[str, tuple[float, float, float]]) -> dict[str, Floats]:
    """Return radians for both sides from degrees of the left one."""
    turns = {}
    for name, degrees in left.items():
        x, y, z = np.radians(degrees)
        turns[name] = frozen([x, y, z])
        if name.endswith("_L"):
            turns[f"{name[:-2]}_R"] = frozen([x, -y, -z])
    return turns


REST = Pose("rest", {})
A_POSE = Pose("a", _both_sides(_A30))
A_WIDE = Pose("a-wide", _both_sides(_A35))

POSES: Mapping[str, Pose] = {pose.name: pose for pose in (REST, A_POSE, A_WIDE)}

WIDE_ABOVE_BMI = 35.0  # [kg/m²] beyond it, arms at 30° would sink into the trunk


def drape_pose(bmi: float) -> Pose:
    """Return the pose in which a body of this mass index [kg/m²] is measured and dressed."""
    return A_WIDE if bmi > WIDE_ABOVE_BMI else A_POSE
