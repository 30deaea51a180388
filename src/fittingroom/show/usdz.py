"""USDZ: the dressed person for phone AR (ARKit Quick Look), at true scale."""

from __future__ import annotations

import re
from pathlib import Path

from fittingroom.show import _usd
from fittingroom.show.dressing import body_part, garment_parts
from fittingroom.show.look import Look
from fittingroom.show.outfit_look import OutfitLook
from fittingroom.show.outfit_saving import named_parts
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
    groups = {
        "body": (body_part(look.drape.body, skin_tone=skin_tone),),
        _name(look.garment.ref): garment_parts(look),
    }
    _usd.write_package(groups, path)
    return path


def outfit_to_usdz(
    worn: OutfitLook, path: Path, *, skin_tone: tuple[float, float, float] = SKIN_TONE
) -> Path:
    """Write an outfit as a USDZ file as `to_usdz` does, and return its path."""
    cloth = {_name(name): parts for name, parts in named_parts(worn).items()}
    groups = {"body": (body_part(worn.body, skin_tone=skin_tone),), **cloth}
    _usd.write_package(groups, path)
    return path


def _name(ref: str) -> str:
    name = re.sub(r"\W", "_", ref)
    return f"garment_{name}" if name[:1].isdigit() or name in ("body", "Materials") else name
