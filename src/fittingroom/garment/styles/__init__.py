"""The styles: each drafts one kind of garment; all go through the same door."""

from __future__ import annotations

from fittingroom.errors import UnknownName
from fittingroom.garment.style import Style
from fittingroom.garment.styles.dress import DRESS
from fittingroom.garment.styles.skirt import SKIRT
from fittingroom.garment.styles.tee import TEE
from fittingroom.garment.styles.trousers import TROUSERS

STYLES: dict[str, Style] = {style.name: style for style in (TEE, SKIRT, DRESS, TROUSERS)}


def style_of(name: str) -> Style:
    """Return a style by name.

    Raises:
        UnknownName: no such style.
    """
    if name not in STYLES:
        raise UnknownName("style", name, STYLES)
    return STYLES[name]
