"""Body parts of vertices: `PARTS`."""

from __future__ import annotations

from functools import lru_cache
from typing import get_args

import numpy as np

from fittingroom.arrays import Ints, frozen
from fittingroom.body import anatomy
from fittingroom.body.basis import load_basis
from fittingroom.body.body import BodyPart

PARTS: tuple[BodyPart, ...] = get_args(BodyPart)
"""What `Body.parts` counts: head, torso, left arm, right arm, left leg, right leg."""

_STEMS = {
    "head": ("head", "neck02", "neck03", "eye"),
    "left_arm": ("upperarm", "lowerarm", "wrist", "finger", "metacarpal"),
    "left_leg": ("upperleg", "lowerleg", "foot", "toe"),
}


@lru_cache(maxsize=1)
def vertex_parts() -> Ints:
    """Return the part of each vertex of the model, shape (vertex,)."""
    left = load_basis().vertices[:, 0, 0] > 0
    parts = np.full(len(left), PARTS.index("torso"))
    parts[anatomy.moved_by(*_STEMS["head"])] = PARTS.index("head")
    for limb in ("arm", "leg"):
        mine = anatomy.moved_by(*_STEMS[f"left_{limb}"])
        parts[mine & left] = PARTS.index("left_arm" if limb == "arm" else "left_leg")
        parts[mine & ~left] = PARTS.index("right_arm" if limb == "arm" else "right_leg")
    return frozen(parts, np.int64)
