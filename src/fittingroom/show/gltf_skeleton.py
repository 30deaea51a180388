"""The humanoid skeleton of a body as glTF joints that stand in the pose of the body."""

from __future__ import annotations

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.body.body import Body
from fittingroom.show._glb import GlbWriter, JsonObject, floats


def add_skeleton(writer: GlbWriter, body: Body) -> int:
    """Add the joints as nodes 0, 1, … and return the skin's number."""
    skeleton, count = body.skeleton, len(body.skeleton.names)
    world = body.posed_from_rest @ _translations(skeleton.heads)
    for bone, name in enumerate(skeleton.names):
        writer.add("nodes", {"name": name} | _transform(world, int(skeleton.parents[bone]), bone))
    for bone, parent in enumerate(skeleton.parents.tolist()):
        if parent >= 0:
            writer.document["nodes"][parent].setdefault("children", []).append(bone)
    # glTF wants columns first, and an exact last row
    inverse = np.linalg.inv(world).transpose(0, 2, 1)
    inverse[:, :3, 3], inverse[:, 3, 3] = 0.0, 1.0
    matrices = writer.array(floats(inverse.reshape(count, 16)))
    root = int(np.flatnonzero(skeleton.parents < 0)[0])
    return writer.add(
        "skins",
        {
            "name": "humanoid",
            "joints": list(range(count)),
            "skeleton": root,
            "inverseBindMatrices": matrices,
        },
    )


def local_transforms(posed_from_rest: Floats, body: Body) -> tuple[Floats, Floats]:
    """Return each joint's translation from its parent and its rotation in a pose.

    Args:
        posed_from_rest: rigid motion of each bone, shape (bone, 4, 4).
        body: whose skeleton it is.

    Returns:
        Translations [m], shape (bone, 3); quaternions xyzw, shape (bone, 4).
    """
    skeleton = body.skeleton
    world = posed_from_rest @ _translations(skeleton.heads)
    local = np.array(
        [
            world[bone] if parent < 0 else np.linalg.inv(world[parent]) @ world[bone]
            for bone, parent in enumerate(skeleton.parents.tolist())
        ]
    )
    return local[:, :3, 3], np.array([_quaternion(each[:3, :3]) for each in local])


def _translations(offsets: Floats) -> Floats:
    matrices = np.tile(np.eye(4), (len(offsets), 1, 1))
    matrices[:, :3, 3] = offsets
    return matrices


def _transform(world: Floats, parent: int, bone: int) -> JsonObject:
    local = world[bone] if parent < 0 else np.linalg.inv(world[parent]) @ world[bone]
    transform: JsonObject = {"translation": local[:3, 3].tolist()}
    quaternion = _quaternion(local[:3, :3])
    if abs(quaternion[3]) < 1.0 - 1e-12:
        transform["rotation"] = quaternion.tolist()
    return transform


def _quaternion(rotation: Floats) -> Floats:
    from scipy.spatial.transform import Rotation

    quaternion: Floats = Rotation.from_matrix(rotation).as_quat(canonical=True)
    return quaternion / np.linalg.norm(quaternion)
