"""Arms that rest on the sides instead of sinking into them.

A pose turns the joints of every body alike, but where a slim person's arm hangs free, that of a
heavy person lies on the side: skinning alone leaves it centimetres inside the trunk, with no room
for anything worn.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from scipy.spatial.transform import Rotation

from fittingroom.arrays import Floats, Ints, frozen
from fittingroom.body.body import Body, BodyPart, Pose
from fittingroom.body.parts import PARTS
from fittingroom.body.poses import ARM_SHARES
from fittingroom.body.posing import bone_heads, move, pose_body
from fittingroom.geometry.distance import MeshDistance
from fittingroom.geometry.mesh import TriangleMesh

_TRUNK: tuple[BodyPart, ...] = ("torso", "left_leg", "right_leg")
_ARMS: dict[str, BodyPart] = {"L": "left_arm", "R": "right_arm"}
_CREASE = 0.05  # [m] from the armhole, where arm and trunk are one skin and always touch
_ROUNDS = 10
_LEAST = np.radians(0.25)  # a smaller lift isn't worth another pose
_MOST = np.radians(45.0)  # a lift that made no room by then never will


def rest_arms(body: Body, *, room: float = 0.0) -> Body:
    """Lift arms that sink into trunk or legs sideways until they lie on them.

    Collarbone, shoulder and upper arm share the lift as they do in every pose. Where no arm sinks
    in, it is the body given.

    Args:
        body: in any pose.
        room: that arms leave to trunk and legs, but for the armpit's crease [m].

    Example:
        >>> from fittingroom.body.making import make_body
        >>> from fittingroom.body.poses import STANDING
        >>> from fittingroom.person.reading import read_person
        >>> heavy = make_body(read_person({"sex": "male", "height_cm": 170, "weight_kg": 110}))
        >>> standing = pose_body(heavy, STANDING)
        >>> rested = rest_arms(standing)
        >>> bool(rested.landmarks["wrist_left"][0] > standing.landmarks["wrist_left"][0] + 0.05)
        True
    """
    trunk, rim = _trunk(body)
    surface = MeshDistance(TriangleMesh(body.mesh.vertices, trunk))
    at_rim = np.asarray(rim[trunk].any(axis=1))
    pose, motions, skin = body.pose, body.posed_from_rest, body.mesh.vertices
    for side, part in _ARMS.items():
        arm = np.flatnonzero(body.parts == PARTS.index(part))
        shoulder = body.skeleton.names.index(f"upperarm01_{side}")
        lift = 0.0
        for _ in range(_ROUNDS):
            missing = room - _gaps(skin, arm, surface, at_rim, skin[rim])
            lever = np.linalg.norm(skin[arm] - bone_heads(body.skeleton, motions)[shoulder], axis=1)
            more = float((missing / lever).max())
            if more < _LEAST or lift + more > _MOST:
                break
            lift, pose = lift + more, lifted(pose, side, more)
            motions, skin = move(body, pose)
            surface = surface.moved(TriangleMesh(skin, trunk))
    return body if pose is body.pose else pose_body(body, pose)


def lifted(pose: Pose, side: str, angle: float) -> Pose:
    """Return a pose with one arm lifted sideways, before it is swung forward or back.

    Args:
        pose: any.
        side: "L" or "R".
        angle: [rad].
    """
    outward = angle if side == "L" else -angle
    turns = dict(pose.rotations)
    for stem, share in ARM_SHARES.items():
        bone = f"{stem}_{side}"
        before = Rotation.from_rotvec(np.array(turns.get(bone, np.zeros(3))))
        turns[bone] = frozen((before * Rotation.from_rotvec([0, 0, share * outward])).as_rotvec())
    return Pose(pose.name, turns)


def _trunk(body: Body) -> tuple[Ints, NDArray[np.bool_]]:
    """Triangles of trunk and legs, and which vertices lie where they end, shape (vertex,)."""
    own = np.isin(body.parts, [PARTS.index(part) for part in _TRUNK])
    inside = own[body.mesh.triangles]
    rim = np.zeros(len(own), bool)
    rim[body.mesh.triangles[~inside.all(axis=1)]] = True
    triangles: Ints = body.mesh.triangles[inside.all(axis=1)]
    return triangles, rim & own


def _gaps(
    skin: Floats, arm: Ints, surface: MeshDistance, at_rim: NDArray[np.bool_], armhole: Floats
) -> Floats:
    """Distance of an arm's vertices to trunk and legs, negative inside [m], shape (arm vertex,).

    Infinite in the crease, and where the surface ends: which side of it is inside isn't known.
    """
    gap, _, triangle = surface.signed(skin[arm])
    crease = cKDTree(armhole).query(skin[arm])[0] < _CREASE
    return np.asarray(np.where(crease | at_rim[triangle], np.inf, gap))
