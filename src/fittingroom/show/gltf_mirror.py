"""A look for a mirror: one GLB file whose garment can follow any pose of its skeleton.

The garment's morph targets are the corrections of a `SkinnedGarment`; the mesh's `extras` name the
example pose of each, so that a viewer can weigh them by how near the live pose is.
"""

from __future__ import annotations

import numpy as np

from fittingroom.drape.skinned import SkinnedGarment
from fittingroom.errors import InvalidInput
from fittingroom.show._glb import GlbWriter, JsonObject
from fittingroom.show.gltf import GENERATOR, Attributes, Colour, _body, _closed, _garment
from fittingroom.show.gltf_skeleton import add_skeleton
from fittingroom.show.look import Look
from fittingroom.show.skin import SKIN_TONE

_NONE = 65_535  # where a vertex has fewer seeds; bodies have half as many triangles


def mirror_to_glb(look: Look, skinned: SkinnedGarment, *, skin_tone: Colour = SKIN_TONE) -> bytes:
    """Return a look that follows poses as a GLB file.

    The garment's mesh carries `extras.targetNames` and `extras.poses`: for the drape's own pose
    (which has no target) and then each target, joint name to rotation vector [rad] about the
    world's axes at rest, as in `Pose`. Weigh targets as `pose_shares` does. The attribute
    `_SKIN_SEEDS` names up to four triangles of the mesh `body` (65535: none) from which a viewer
    walks to the skin nearest to the vertex, to push it out as `kept_out` does, to the smaller of
    `_EASE` and 1 mm.

    Args:
        look: who wears what.
        skinned: its garment.
        skin_tone: sRGB, 0 to 1.

    Raises:
        InvalidInput: the garment is another drape's.
    """
    if skinned.drape is not look.drape:
        raise InvalidInput("the skinned garment was made of another drape", field="skinned")
    writer, body = GlbWriter(GENERATOR), look.drape.body
    skin = add_skeleton(writer, body)
    influences = skinned.bones, skinned.weights
    nodes = [
        _body(writer, body, skin, skin_tone),
        _garment(writer, look, skin, influences, list(skinned.offsets), more=_seeds(skinned)),
    ]
    mesh = writer.document["meshes"][writer.document["nodes"][nodes[1]]["mesh"]]
    mesh["extras"] = _poses(skinned)
    return _closed(writer, nodes)


def _seeds(skinned: SkinnedGarment) -> Attributes:
    seeds = skinned.near.seeds
    return {"_SKIN_SEEDS": np.where(seeds < 0, _NONE, seeds).astype(np.uint16)}


def _poses(skinned: SkinnedGarment) -> JsonObject:
    known = (skinned.drape.body.pose, *skinned.poses)
    return {
        "targetNames": [pose.name for pose in skinned.poses],
        "poses": [{bone: turn.tolist() for bone, turn in pose.rotations.items()} for pose in known],
    }
