"""`Part` and `Material`: one piece of what is seen and how it takes light, for every output."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from fittingroom.show.images import Pixels
from fittingroom.show.surface import Surface


@dataclass(frozen=True, slots=True)
class Material:
    """How a surface takes light.

    Args:
        name: unique in a look.
        colour: picture that repeats over the texture coordinates, sRGB, shape (row, column, 3).
        normal: tangent space normals over the same coordinates, None where smooth.
        roughness: 0 mirror to 1 matt.
        specular: strength of the gloss, 0 to 1.
        sheen: share of light that loose fibres scatter at the rim, 0 to 1.
        anisotropy: how far the gloss is stretched across u, 0 to 1.
        softness: how much light travels under the surface before it leaves, 0 to 1.
        varies: whether its colour changes over more than a few millimetres; from afar the others
            show one colour.
        unevenness: how far its colour changes over centimetres, as a share.
        kind: surfaces of one kind lie in one light: 1 skin, 2 right side of cloth, 3 wrong side.
    """

    name: str
    colour: Pixels
    normal: Pixels | None = None
    roughness: float = 0.8
    specular: float = 0.3
    sheen: float = 0.0
    anisotropy: float = 0.0
    softness: float = 0.0
    varies: bool = False
    unevenness: float = 0.0
    kind: int = 2


@dataclass(frozen=True, slots=True)
class Part:
    """A surface and its material."""

    surface: Surface
    material: Material


def plain_colour(colour: ArrayLike) -> Pixels:
    """Return the smallest picture of one colour (sRGB 0 to 1)."""
    pixel = np.rint(np.clip(np.asarray(colour, float), 0.0, 1.0) * 255).astype(np.uint8)
    return np.tile(pixel, (4, 4, 1))
