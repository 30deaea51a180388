"""Movements as key poses: a walk on the spot, a turn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from fittingroom.arrays import frozen
from fittingroom.body.body import Pose
from fittingroom.body.poses import STANDING, WALKING, between
from fittingroom.errors import InvalidInput

_STEP = 0.55  # [s] of a stride: 110 steps a minute, an unhurried walk
_QUARTER = 0.7  # [s] of a quarter turn


@dataclass(frozen=True, slots=True)
class Motion:
    """A movement that starts in any pose.

    Args:
        name: "walk", "turn", …
        keys: when each key pose is reached after the start [s], rising from more than 0.
    """

    name: str
    keys: tuple[tuple[float, Pose], ...]

    def __post_init__(self) -> None:
        times = [0.0, *(time for time, _ in self.keys)]
        if not self.keys or any(after <= before for before, after in pairwise(times)):
            raise InvalidInput(
                f"the key poses of '{self.name}' must come one after the other, after 0 s",
                field="keys",
                value=times,
            )

    @property
    def duration(self) -> float:
        """When the last key pose is reached [s]."""
        return self.keys[-1][0]


def pose_at(motion: Motion, start: Pose, time: float) -> Pose:
    """Return the pose at a time of a motion, at rest in every key pose for a moment.

    Args:
        motion: the movement.
        start: the pose at 0 s.
        time: [s]; the last key pose stays.
    """
    before, first = 0.0, start
    for after, second in motion.keys:
        if time <= after:
            share = (max(time, 0.0) - before) / (after - before)
            return between(first, second, float(share * share * (3.0 - 2.0 * share)))
        before, first = after, second
    return first


def mirrored(pose: Pose) -> Pose:
    """Return a pose with left and right exchanged."""
    other = {"L": "R", "R": "L"}
    turns = {}
    for name, (x, y, z) in pose.rotations.items():
        stem, _, side = name.rpartition("_")
        turns[f"{stem}_{other[side]}" if side in other else name] = frozen([x, -y, -z])
    return Pose(f"{pose.name}, mirrored", turns)


def turned(pose: Pose, degrees: float) -> Pose:
    """Return a pose turned about the vertical, to the person's left."""
    turn = frozen([0.0, np.radians((degrees + 180.0) % 360.0 - 180.0), 0.0])
    return Pose(f"{pose.name}, turned {degrees:g}°", {**pose.rotations, "root": turn})


_STRIDES = (WALKING, mirrored(WALKING))
WALK = Motion("walk", tuple((_STEP * (n + 1), _STRIDES[n % 2]) for n in range(5)))
TURN = Motion(
    "turn",
    ((0.5, STANDING), *((0.5 + _QUARTER * n, turned(STANDING, 90.0 * n)) for n in (1, 2, 3, 4))),
)
MOTIONS: Mapping[str, Motion] = {motion.name: motion for motion in (WALK, TURN)}
"""Every movement by name."""
