"""A basis in one pose: `PosedBasis`. Posed vertices are as linear in the rows as rest ones."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from fittingroom.arrays import Floats
from fittingroom.body.basis import load_basis
from fittingroom.body.body import Pose
from fittingroom.body.poses import A_POSE, A_WIDE
from fittingroom.body.skinning import bone_rotations, bone_shifts, skin


@dataclass(frozen=True, slots=True)
class PosedBasis:
    """Rows of posed vertices and bone heads.

    Args:
        pose: the pose.
        vertices: [m], shape (vertex, 3, row).
        heads: [m], shape (bone, 3, row).
    """

    pose: Pose
    vertices: NDArray[np.float32]
    heads: NDArray[np.float32]

    def at(self, row: Floats) -> tuple[Floats, Floats]:
        """Return vertices `shape (vertex, 3)` and heads `shape (bone, 3)` of coefficients [m]."""
        few = row.astype(np.float32)
        return (self.vertices @ few).astype(np.float64), (self.heads @ few).astype(np.float64)


def pose_basis(pose: Pose) -> PosedBasis:
    """Pose every row (0.3 s)."""
    basis = load_basis()
    _, total = bone_rotations(pose.rotations, basis.bones, basis.parents)
    shifts = bone_shifts(total, basis.parents, basis.heads.astype(np.float64))
    heads: Floats = np.matmul(total, basis.heads.astype(np.float64)) + shifts
    vertices = skin(basis.vertices, total, shifts, basis.skin_bones, basis.skin_weights)
    return PosedBasis(pose, vertices, np.asarray(heads, np.float32))


@lru_cache(maxsize=2)
def drape_basis(wide: bool) -> PosedBasis:
    """Return the basis in the drape pose, arms at 35° where `wide`, else at 30°."""
    return pose_basis(A_WIDE if wide else A_POSE)
