"""The noun for several garments: `OutfitLook`, what is seen of a person wearing an outfit."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fittingroom.body.body import Body
from fittingroom.drape.outfit import Outfit
from fittingroom.show.look import Look


@dataclass(frozen=True, slots=True)
class OutfitLook:
    """A person wearing garments over one another.

    Args:
        outfit: the 3D model.
        looks: each garment with its own fit and advice, from the skin outwards.
    """

    outfit: Outfit
    looks: tuple[Look, ...]

    @property
    def body(self) -> Body:
        """The body under all garments."""
        return self.outfit.body

    def save(self, path: str | Path) -> Path:
        """Write the outfit as .glb or .png, as the name ends.

        Raises:
            InvalidInput: another ending.
        """
        from fittingroom.show.outfit_saving import save_outfit

        return save_outfit(self, Path(path))
