"""Flesh that gives way where skin would lie inside other skin: the crease of the armpit.

Skinning folds the skin of arm and trunk through one another there. Inside such a fold no distance
to the body can be told rightly, and nothing worn finds room.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.body.body import Body
from fittingroom.body.parts import PARTS
from fittingroom.geometry.mesh import TriangleMesh, edges, vertex_normals
from fittingroom.geometry.winding import Winding

_CREASES = ("armpit_left", "armpit_right")
_REACH = 0.09  # [m] from the armpit, farther than folds were found (6 cm)
_DEEP = 0.001  # [m] folds shallower than this do no harm
_STEP = 0.002  # [m] of a round
_ROUNDS = 8
_SMOOTHINGS = 2  # passes that let the skin round about come along


def give_way(body: Body, *, room: float) -> Body:
    """Press skin of the armpits inward where it lies inside other skin.

    Where none lies deeper than 1 mm, it is the body given. What gives way belongs to the pose:
    bones and rest shape stay as they are.

    Args:
        body: in any pose.
        room: that skin leaves to the skin it faces, as far as it can [m].
    """
    skin, zone = body.mesh.vertices.copy(), _zone(body)
    around: Ints = body.mesh.triangles[np.isin(body.mesh.triangles, zone).any(axis=1)]
    winding, sides = Winding(body.mesh), edges(around)
    normals = vertex_normals(skin, around)[zone]
    # so far below its own skin a point is enclosed once, where skin is folded over it twice
    if not (winding.at(skin[zone] - _DEEP * normals, skin) > 1.5).any():
        return body
    for _ in range(_ROUNDS):
        tight = winding.at(skin[zone] + room * normals, skin) > 0.5
        if not tight.any():
            break
        share = np.zeros(len(skin))
        share[zone] = tight
        for _ in range(_SMOOTHINGS):
            share = _spread(share, sides)
        skin[zone] -= _STEP * share[zone, None] * normals
        normals = vertex_normals(skin, around)[zone]
    return replace(body, mesh=TriangleMesh(skin, body.mesh.triangles))


def _zone(body: Body) -> Ints:
    """Numbers of the vertices round the armpits."""
    near = np.zeros(len(body.parts), bool)
    for name in _CREASES:
        near |= np.linalg.norm(body.mesh.vertices - body.landmarks[name], axis=1) < _REACH
    return np.flatnonzero(near & (body.parts != PARTS.index("head")))


def _spread(share: Floats, sides: Ints) -> Floats:
    """Let every vertex have at least the mean of its neighbours."""
    total, count = np.zeros_like(share), np.zeros_like(share)
    for here, there in (sides.T, sides.T[::-1]):
        np.add.at(total, here, share[there])
        np.add.at(count, here, 1.0)
    return np.maximum(share, total / np.maximum(count, 1.0))
