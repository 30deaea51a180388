"""A draped garment that follows any pose at once: skin weights and corrections from examples.

The simulation takes a garment into a few example poses; how far it then lies from where its bones
alone would put it is kept, in the drape's pose. Another pose blends those corrections by how near
it is to each example. Nothing is solved, so a browser can do the same at every picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np

from fittingroom.arrays import Floats, Ints, frozen
from fittingroom.body.body import Pose, Skeleton
from fittingroom.body.motions import Motion, mirrored, pose_at
from fittingroom.body.poses import (
    A_WIDE,
    ARMS_UP,
    HANDS_ON_HIPS,
    REST,
    SITTING,
    STANDING,
    T_POSE,
    WALKING,
)
from fittingroom.body.posing import move
from fittingroom.body.skinning import bone_rotations
from fittingroom.drape.drape import Drape
from fittingroom.drape.following import between_poses, cloth_weights, moved_skin, strongest_of
from fittingroom.drape.moving import moving_frames
from fittingroom.drape.nearest_skin import NearestSkin, kept_out, nearest_skin
from fittingroom.drape.pushing import pushed_out
from fittingroom.errors import DrapeDiverged
from fittingroom.garment.fabric import Fabric
from fittingroom.garment.pattern import Cloth
from fittingroom.geometry.distance import MeshDistance
from fittingroom.geometry.mesh import TriangleMesh
from fittingroom.progress import Progress, Work

PATHS: tuple[tuple[Pose, ...], ...] = (
    (REST,),
    (A_WIDE,),
    (T_POSE, ARMS_UP),
    (HANDS_ON_HIPS,),
    (STANDING, WALKING),
    (STANDING, mirrored(WALKING)),
    (STANDING, SITTING),
)
"""Ways from the drape's pose through the common range of motion."""
MARGIN = 0.001  # [m] vertices of a corrected garment keep from the skin
_LEG = 0.8  # [s] from one pose of a path to the next


@dataclass(frozen=True, slots=True)
class SkinnedGarment:
    """What it takes to put a garment into any pose.

    Args:
        drape: the garment as it was simulated.
        bones: that move each vertex, strongest first, shape (vertex, 4).
        weights: their shares, rows sum to 1, shape (vertex, 4).
        poses: the example poses; the drape's own comes before them and needs no correction.
        offsets: from where the bones put a vertex, in the drape's pose [m],
            shape (pose, vertex, 3).
        near: where each vertex looks for skin that it must stay outside of.
    """

    drape: Drape
    bones: Ints
    weights: Floats
    poses: tuple[Pose, ...]
    offsets: Floats
    near: NearestSkin


def skin_garment_steps(
    drape: Drape,
    fabrics: Mapping[Cloth, Fabric],
    *,
    paths: Sequence[Sequence[Pose]] = PATHS,
) -> Work[SkinnedGarment]:
    """Simulate a garment along paths of poses and keep the corrections, telling how far it is.

    Examples are the poses of the paths and those halfway to each.

    Args:
        drape: the garment.
        fabrics: by the cloth of the panels.
        paths: each from the drape's pose on; more of them follow more poses well.
    """
    body = drape.body
    bones, weights = strongest_of(cloth_weights(body, drape.vertices, drape.triangles))
    surface = MeshDistance(body.mesh)
    seen = [surface.signed(drape.vertices)[2]]
    offsets: dict[str, Floats] = {}
    examples: dict[str, Pose] = {}
    for number, path in enumerate(paths):
        yield Progress(f"skin: {path[-1].name}", number / len(paths))
        for pose, simulated in _simulated(drape, fabrics, path):
            if pose.name in examples:
                continue
            motions, skin = move(body, pose)
            blended = _blended(drape, bones, weights, motions)
            # where the simulation failed, the bones' own answer, brought out of the body
            start = _moved(blended, drape.vertices) if simulated is None else simulated
            there = surface.moved(TriangleMesh(skin, body.mesh.triangles))
            found = pushed_out(start, drape.triangles, there, MARGIN)
            seen.append(there.signed(found)[2])
            examples[pose.name] = pose
            offsets[pose.name] = _stored(blended, found) - drape.vertices
    margin = frozen(np.clip(drape.gap, 0.0, MARGIN))
    return SkinnedGarment(
        drape,
        frozen(bones, np.int64),
        frozen(weights),
        tuple(examples.values()),
        frozen(list(offsets.values())),
        nearest_skin(body.mesh.triangles, body.rest_vertices, seen, margin),
    )


def pose_shares(skinned: SkinnedGarment, pose: Pose) -> Floats:
    """Return how much of each example's correction a pose takes, 0 to 1, shape (pose,).

    Shares come from a linear radial basis over the angles between joints, the drape's own pose
    among the examples: exact in every example, linear on the way to one, never below 0.
    """
    skeleton, known = skinned.drape.body.skeleton, (skinned.drape.body.pose, *skinned.poses)
    turns = np.array([_turns(skeleton, each) for each in known])
    near = _apart(turns[:, None], turns[None])
    count = len(known)
    system = np.block([[near, np.ones((count, 1))], [np.ones((1, count)), np.zeros((1, 1))]])
    to_pose = np.append(_apart(turns, _turns(skeleton, pose)[None]), 1.0)
    shares = np.linalg.lstsq(system, to_pose, rcond=None)[0][:count]
    shares = np.maximum(shares, 0.0)
    return np.asarray(shares[1:] / shares.sum())


def posed_garment(skinned: SkinnedGarment, pose: Pose, *, outside: bool = False) -> Floats:
    """Return a garment's vertices in a pose [m], shape (vertex, 3).

    Args:
        skinned: the garment.
        pose: of its body.
        outside: also push what still lies in the posed body out of it by its exact distance,
            neighbours along; takes ten times as long.
    """
    drape = skinned.drape
    motions, skin = moved_skin(drape.body, pose)
    corrected = drape.vertices + np.tensordot(pose_shares(skinned, pose), skinned.offsets, 1)
    placed = _moved(_blended(drape, skinned.bones, skinned.weights, motions), corrected)
    placed = kept_out(placed, skinned.near, skin, drape.body.mesh.triangles)
    if not outside:
        return placed
    surface = MeshDistance(TriangleMesh(skin, drape.body.mesh.triangles))
    return pushed_out(placed, drape.triangles, surface, MARGIN)


def _simulated(
    drape: Drape, fabrics: Mapping[Cloth, Fabric], path: Sequence[Pose]
) -> Iterator[tuple[Pose, Floats | None]]:
    """Each example of a path and the simulated garment in it, None from where that fails."""
    motion = Motion("path", tuple((_LEG * (n + 1), pose) for n, pose in enumerate(path)))
    halves = [_LEG / 2 * (n + 1) for n in range(2 * len(path))]
    found: list[Floats] = []
    with suppress(DrapeDiverged):
        for frame in moving_frames(drape, fabrics, motion):
            if frame.time > halves[len(found)] - 1e-6:
                found.append(frame.vertices)
    for at, vertices in zip_longest(halves, found):
        pose = pose_at(motion, drape.body.pose, at)
        on_key = [key for time, key in motion.keys if abs(time - at) < 1e-6]
        yield (on_key[0] if on_key else pose), vertices


def _blended(drape: Drape, bones: Ints, weights: Floats, motions: Floats) -> Floats:
    """Motion of each vertex from the drape's pose, shape (vertex, 3, 4)."""
    from_drape = between_poses(drape.body.posed_from_rest, motions)[:, :3]
    return np.asarray(np.einsum("vi,vijk->vjk", weights, from_drape[bones]))


def _moved(blended: Floats, points: Floats) -> Floats:
    return np.asarray(np.einsum("vij,vj->vi", blended[:, :, :3], points) + blended[:, :, 3])


def _stored(blended: Floats, points: Floats) -> Floats:
    """Undo `_moved`."""
    back = points - blended[:, :, 3]
    return np.asarray(np.linalg.solve(blended[:, :, :3], back[:, :, None])[:, :, 0])


def _turns(skeleton: Skeleton, pose: Pose) -> Floats:
    """Each bone's own rotation, shape (bone, 3, 3), without the body's turn as a whole."""
    joints = {name: turn for name, turn in pose.rotations.items() if name != "root"}
    return bone_rotations(joints, skeleton.names, skeleton.parents)[0]


def _apart(one: Floats, other: Floats) -> Floats:
    """How far poses are apart: root of the sum of squared joint angles [rad]."""
    trace = np.einsum("...bij,...bij->...b", one, other)
    angle = np.arccos(np.clip((trace - 1.0) / 2.0, -1.0, 1.0))
    return np.asarray(np.sqrt(np.sum(angle**2, axis=-1)))
