"""`pose_body`: the same body in another pose, its feet on the floor."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from fittingroom.arrays import Floats, frozen
from fittingroom.body.body import Body, Pose, Skeleton
from fittingroom.body.landmarks import find_landmarks
from fittingroom.body.skinning import bone_rotations, bone_shifts, skin
from fittingroom.geometry.mesh import TriangleMesh


def pose_body(body: Body, pose: Pose) -> Body:
    """Return `body` in `pose`; no rotation at all gives the rest pose exactly.

    Args:
        body: in any pose.
        pose: joint rotations; see `body.poses` for the ready ones.

    Raises:
        UnknownName: a rotation of a bone the body doesn't have.

    Example:
        >>> from fittingroom.body.making import make_body
        >>> from fittingroom.body.poses import REST
        >>> from fittingroom.person.reading import read_person
        >>> body = make_body(read_person({"sex": "female", "height_cm": 168}))
        >>> rest = pose_body(body, REST)
        >>> bool((rest.mesh.vertices == rest.rest_vertices).all())
        True
    """
    motions, vertices = move(body, pose)
    heads = bone_heads(body.skeleton, motions)
    return replace(
        body,
        pose=pose,
        mesh=TriangleMesh(vertices, body.mesh.triangles),
        posed_from_rest=frozen(motions),
        landmarks=find_landmarks(body.sex, vertices, heads),
    )


def move(body: Body, pose: Pose) -> tuple[Floats, Floats]:
    """Return motions `shape (bone, 4, 4)` and vertices `shape (vertex, 3)` [m] of a pose."""
    motions = bone_motions(body.skeleton, pose)
    if not any(np.any(turn) for turn in pose.rotations.values()):
        return motions, body.rest_vertices
    vertices = skin(
        body.rest_vertices[:, :, None],
        motions[:, :3, :3],
        motions[:, :3, 3:],
        body.skin_bones,
        body.skin_weights,
    )[:, :, 0]
    return stand(motions, vertices)


def bone_motions(skeleton: Skeleton, pose: Pose) -> Floats:
    """Return the motion of each bone from rest, not yet put on the floor, shape (bone, 4, 4).

    Raises:
        UnknownName: a rotation of a bone the body doesn't have.
    """
    _, total = bone_rotations(pose.rotations, skeleton.names, skeleton.parents)
    shifts = bone_shifts(total, skeleton.parents, skeleton.heads[:, :, None])
    motions = np.tile(np.eye(4), (len(skeleton.names), 1, 1))
    motions[:, :3, :3], motions[:, :3, 3] = total, shifts[:, :, 0]
    return motions


def stand(motions: Floats, vertices: Floats) -> tuple[Floats, Floats]:
    """Return motions and vertices moved up or down until the lowest vertex is on the floor."""
    lift = vertices[:, 1].min()
    motions[:, 1, 3] -= lift
    vertices[:, 1] -= lift
    return motions, vertices


def bone_heads(skeleton: Skeleton, motions: Floats) -> Floats:
    """Return where joints are in a pose [m], shape (bone, 3)."""
    moved: Floats = np.einsum("bxy,by->bx", motions[:, :3, :3], skeleton.heads)
    return moved + motions[:, :3, 3]
