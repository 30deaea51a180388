"""Joint rotations to bone motions to posed vertices: linear blend skinning.

For a fixed pose everything here is linear in vertices and bone heads together. So a whole basis can
be posed once, and a body fitted directly in the pose in which it is measured.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from fittingroom.arrays import Floats, Ints
from fittingroom.errors import UnknownName

AnyFloat = TypeVar("AnyFloat", np.float32, np.float64)


def bone_rotations(
    rotations: Mapping[str, Floats], bones: tuple[str, ...], parents: Ints
) -> tuple[Floats, Floats]:
    """Return each bone's own and total rotation, shapes (bone, 3, 3).

    Args:
        rotations: bone name to rotation vector [rad] about the world's axes at rest.
        bones: bone names, parents first.
        parents: shape (bone,).

    Raises:
        UnknownName: a rotation of a bone that isn't there.
    """
    unknown = sorted(set(rotations) - set(bones))
    if unknown:
        raise UnknownName("bone", unknown[0], bones)
    own = np.tile(np.eye(3), (len(bones), 1, 1))
    if rotations:
        turned = [bones.index(name) for name in rotations]
        own[turned] = Rotation.from_rotvec(np.array(list(rotations.values()))).as_matrix()
    total = own.copy()
    for bone, parent in enumerate(parents):
        if parent >= 0:
            total[bone] = total[parent] @ own[bone]
    return own, total


def bone_shifts(total: Floats, parents: Ints, heads: Floats) -> Floats:
    """Return the translation of each bone's motion `x -> total x + shift`.

    Args:
        total: total rotations, shape (bone, 3, 3).
        parents: shape (bone,).
        heads: rest heads, one or many columns, shape (bone, 3, row).

    Returns:
        Shape (bone, 3, row).
    """
    shifts = np.zeros_like(heads)
    for bone, parent in enumerate(parents):
        before = heads[bone] if parent < 0 else total[parent] @ heads[bone] + shifts[parent]
        shifts[bone] = before - total[bone] @ heads[bone]
    return shifts


def skin(
    vertices: NDArray[AnyFloat],
    total: Floats,
    shifts: Floats,
    skin_bones: Ints,
    skin_weights: Floats,
) -> NDArray[AnyFloat]:
    """Move vertices with their bones.

    Args:
        vertices: one or many columns, shape (vertex, 3, row).
        total: total rotations, shape (bone, 3, 3).
        shifts: translations, shape (bone, 3, row).
        skin_bones: shape (vertex, influence).
        skin_weights: shape (vertex, influence).
    """
    turn = np.einsum("vi,vixy->vxy", skin_weights, total[skin_bones]).astype(vertices.dtype)
    moved: NDArray[AnyFloat] = np.matmul(turn, vertices)
    for influence in range(skin_bones.shape[1]):
        weight = skin_weights[:, influence]
        some = np.flatnonzero(weight)
        moved[some] += weight[some, None, None].astype(vertices.dtype) * shifts[
            skin_bones[some, influence]
        ].astype(vertices.dtype)
    return moved
