"""The nouns of this stage: `Skeleton`, `Pose`, `Body`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from fittingroom.arrays import Floats, Ints
from fittingroom.geometry.mesh import TriangleMesh
from fittingroom.person.person import Sex

BodyPart = Literal["head", "torso", "left_arm", "right_arm", "left_leg", "right_leg"]


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Bones of one body at rest, parents before children.

    Args:
        names: bone names, letters, digits and `_` only (three.js strips dots).
        parents: number of each bone's parent, -1 for the root, shape (bone,).
        heads: rest position of each bone's joint [m], shape (bone, 3).
    """

    names: tuple[str, ...]
    parents: Ints
    heads: Floats


@dataclass(frozen=True, slots=True)
class Pose:
    """Joint rotations that keep the rest shape: none at all gives the rest pose.

    Args:
        name: "a", "t", "standing", …
        rotations: bone name to rotation vector [rad] about the world's axes at rest, shape (3,).
    """

    name: str
    rotations: Mapping[str, Floats]


@dataclass(frozen=True, slots=True)
class Body:
    """One person's body in one pose.

    Args:
        sex: as told.
        shape: the body model's parameters by name; with `pose` they make the body again.
        pose: the pose `mesh` is in.
        mesh: the posed surface, watertight, soles at y = 0.
        rest_vertices: the same surface at rest (bind pose) [m], shape (vertex, 3).
        skeleton: the bones at rest.
        posed_from_rest: rigid motion of each bone, shape (bone, 4, 4).
        skin_bones: bones that move each vertex, shape (vertex, influence).
        skin_weights: their shares, rows sum to 1, shape (vertex, influence).
        texture_coordinates: (u, v) per triangle corner, v up, shape (triangle, 3, 2).
        parts: body part of each vertex, indexes into `body.parts.PARTS`, shape (vertex,).
        landmarks: named points on or in the posed body [m], each shape (3,).
    """

    sex: Sex
    shape: Mapping[str, float]
    pose: Pose
    mesh: TriangleMesh
    rest_vertices: Floats
    skeleton: Skeleton
    posed_from_rest: Floats
    skin_bones: Ints
    skin_weights: Floats
    texture_coordinates: Floats
    parts: Ints
    landmarks: Mapping[str, Floats]
