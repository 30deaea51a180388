"""A moving look as one GLB file: the skeleton turns, the garment's own movement is morph targets.

Viewers apply morph targets before the skin. So each target holds how far a vertex lies from where
its bones alone would take it, told in the pose the mesh is stored in: between two targets the cloth
goes with the bones, and its wrong side, edges and normals turn along.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.body.body import Body
from fittingroom.drape.following import between_poses
from fittingroom.drape.moving import MovingFrame
from fittingroom.errors import InvalidInput
from fittingroom.show._glb import GlbWriter, JsonObject, floats
from fittingroom.show.gltf import GENERATOR, Colour, Influences, _body, _closed, _garment
from fittingroom.show.gltf_skeleton import add_skeleton, local_transforms
from fittingroom.show.look import Look
from fittingroom.show.skin import SKIN_TONE
from fittingroom.show.skinning import cloth_influences

_STILL = 1e-7  # a joint that turns by less than this has no track


def moving_to_glb(
    look: Look, frames: Sequence[MovingFrame], *, name: str, skin_tone: Colour = SKIN_TONE
) -> bytes:
    """Return a moving look as a GLB file with one animation.

    Args:
        look: who wears what; the first frame is its drape.
        frames: of `moving_frames`, the first at 0 s; fewer make a smaller file.
        name: of the animation.
        skin_tone: sRGB, 0 to 1.

    Raises:
        InvalidInput: fewer than two frames.
    """
    if len(frames) < 2:
        raise InvalidInput(
            "a movement needs at least two frames", field="frames", value=len(frames)
        )
    writer, body = GlbWriter(GENERATOR), look.drape.body
    skin = add_skeleton(writer, body)
    influences = cloth_influences(look.drape)
    targets = [_beside_bones(look, frame, influences) for frame in frames[1:]]
    nodes = [
        _body(writer, body, skin, skin_tone),
        _garment(writer, look, skin, influences, targets),
    ]
    _animate(writer, body, frames, nodes[1], name)
    return _closed(writer, nodes)


def _beside_bones(look: Look, frame: MovingFrame, influences: Influences) -> Floats:
    """How far a frame's vertices lie from where four bones take them, in the stored pose [m]."""
    drape, (bones, weights) = look.drape, influences
    motions = between_poses(drape.body.posed_from_rest, frame.posed_from_rest)
    blended = np.einsum("vi,vijk->vjk", weights, motions[bones])
    turned = frame.vertices - blended[:, :3, 3]
    stored = np.linalg.solve(blended[:, :3, :3], turned[:, :, None])[:, :, 0]
    return np.asarray(stored - drape.vertices)


def _animate(
    writer: GlbWriter, body: Body, frames: Sequence[MovingFrame], garment: int, name: str
) -> None:
    times = np.array([frame.time for frame in frames], np.float32)
    clock = writer.array(times, bounds=True)
    samplers: list[JsonObject] = []
    channels: list[JsonObject] = []

    def track(node: int, path: str, output: int) -> None:
        samplers.append({"input": clock, "interpolation": "LINEAR", "output": output})
        channels.append({"sampler": len(samplers) - 1, "target": {"node": node, "path": path}})

    places, turns = map(
        np.array, zip(*(local_transforms(f.posed_from_rest, body) for f in frames), strict=True)
    )
    for bone in range(len(body.skeleton.names)):
        near = _shortest(turns[:, bone])
        if np.abs(near - near[0]).max() > _STILL:
            track(bone, "rotation", writer.array(floats(near)))
        if body.skeleton.parents[bone] < 0:
            track(bone, "translation", writer.array(floats(places[:, bone])))
    shares = np.eye(len(frames))[:, 1:]  # the first frame is the mesh itself
    track(garment, "weights", writer.array(floats(shares.ravel())))
    writer.add("animations", {"name": name, "samplers": samplers, "channels": channels})


def _shortest(quaternions: Floats) -> Floats:
    """Return the same turns, each written with the sign nearer to the one before."""
    signs = np.where(np.einsum("ti,ti->t", quaternions[1:], quaternions[:-1]) < 0.0, -1.0, 1.0)
    return np.asarray(quaternions * np.concatenate([[1.0], np.cumprod(signs)])[:, None])
