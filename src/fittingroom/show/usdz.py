"""USDZ: the dressed person for phone AR (ARKit Quick Look), at true scale."""

from __future__ import annotations

import re
from pathlib import Path

from fittingroom.show import _usd
from fittingroom.show.dressing import body_part, garment_parts
from fittingroom.show.look import Look
from fittingroom.show.skin import SKIN_TONE


def to_usdz(look: Look, path: Path, *, skin_tone: tuple[float, float, float] = SKIN_TONE) -> Path:
    """Write a look as a USDZ file and return its path.

    Metres, Y up, floor at 0, the person faces +Z, in the pose of the drape; textures inside.

    Args:
        look: who wears what.
        path: the file, ending in `.usdz`.
        skin_tone: sRGB, 0 to 1.

    Raises:
        MissingDependency: OpenUSD isn't installed.
    """
    name = re.sub(r"\W", "_", look.garment.ref)
    if name[:1].isdigit() or name in ("body", "Materials"):
        name = f"garment_{name}"
    groups = {
        "body": (body_part(look.drape.body, skin_tone=skin_tone),),
        name: garment_parts(look),
    }
    _usd.write_package(groups, path)
    return path
