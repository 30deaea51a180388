"""`moving_glb_steps`: a look that walks or turns, as a 3D file."""

from __future__ import annotations

from fittingroom.body.motions import MOTIONS
from fittingroom.drape.moving import MovingFrame, MovingOptions, moving_frames
from fittingroom.errors import UnknownName
from fittingroom.progress import Progress, Work
from fittingroom.show.gltf_moving import moving_to_glb
from fittingroom.show.look import Look

STORED_EVERY = 2  # frames: 15 a second; viewers blend between


def moving_glb_steps(look: Look, name: str) -> Work[tuple[bytes, list[MovingFrame]]]:
    """Let a look move; the work's result is the GLB file and every frame.

    Args:
        look: who wears what, at the start.
        name: of a movement.

    Raises:
        UnknownName: no such movement.
    """
    if name not in MOTIONS:
        raise UnknownName("movement", name, MOTIONS)
    motion, frames = MOTIONS[name], []
    for frame in moving_frames(look.drape, look.garment.fabrics, motion, options=MovingOptions()):
        frames.append(frame)
        yield Progress(f"move: {name}", min(1.0, frame.time / motion.duration))
    yield Progress("write the 3D file", 0.0)
    stored = [*frames[::STORED_EVERY], *(frames[-1:] if (len(frames) - 1) % STORED_EVERY else [])]
    return moving_to_glb(look, stored, name=name), frames
