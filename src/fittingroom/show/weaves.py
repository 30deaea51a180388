"""Cloth close up: tileable pictures of knits and weaves, true to scale.

A tile lies in the pattern plane: its v runs along the warp (for knits: the wales), its u along the
weft (the courses). Every weave is drawn from its yarns' paths, so that colour, height and normals
agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.errors import UnknownName
from fittingroom.show.images import Pixels, linear_from_srgb, pixels_from_linear
from fittingroom.show.yarns import DRAWINGS

TILE_PIXELS = 512


@dataclass(frozen=True, slots=True)
class Weave:
    """How one kind of cloth is built and how it takes light.

    Args:
        pitch: distance of neighbouring yarns or loops along u and v [m].
        repeat: yarns or loops in one tile along u and v.
        relief: height of the surface from valley to crest [m].
        roughness: of the surface as a whole, 0 mirror to 1 matt.
        sheen: share of light that loose fibres scatter at the rim, 0 to 1.
        specular: strength of the gloss, 0 to 1.
        anisotropy: how far the gloss is stretched across the floats, 0 to 1.
        shade: how dark the valleys are against the crests.
        unevenness: of yarn and dye over centimetres, as a share of the light.
        undyed: share of the filling yarn's colour that is not dyed (denim's white weft).
        source: where the pitches come from.
    """

    pitch: tuple[float, float]
    repeat: tuple[int, int]
    relief: float
    roughness: float
    sheen: float
    specular: float
    anisotropy: float
    shade: float
    unevenness: float
    undyed: float
    source: str

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of one tile [m]."""
        return self.pitch[0] * self.repeat[0], self.pitch[1] * self.repeat[1]


@dataclass(frozen=True, slots=True)
class Tile:
    """One repeat of a cloth, origin top left, u to the right, v up.

    Args:
        colour: sRGB, shape (row, column, 3).
        normal: tangent space, red u, green v, blue outward, shape (row, column, 3).
        size: width and height [m].
    """

    colour: Pixels
    normal: Pixels
    size: tuple[float, float]


# Sources: wales and courses of 18-20 tex single jersey (Spencer, "Knitting Technology", 3rd ed.,
# ch. 5: 12-16 wales/cm, 16-20 courses/cm); 1x1 rib of collars about half as many wales on view;
# poplin 40 x 25 threads/cm, denim 26 x 18 threads/cm, satin 60 x 40 threads/cm (Watson, "Textile
# Design and Colour", tables of sett). Reliefs are a third to a half of a yarn's diameter.
WEAVES: dict[str, Weave] = {
    "jersey": Weave(
        pitch=(0.7e-3, 0.55e-3),
        repeat=(32, 40),
        relief=0.16e-3,
        roughness=0.92,
        sheen=0.35,
        specular=0.15,
        anisotropy=0.0,
        shade=0.42,
        unevenness=0.012,
        undyed=0.0,
        source="Spencer",
    ),
    "rib": Weave(
        pitch=(0.9e-3, 0.6e-3),
        repeat=(24, 36),
        relief=0.45e-3,
        roughness=0.92,
        sheen=0.35,
        specular=0.15,
        anisotropy=0.0,
        shade=0.55,
        unevenness=0.014,
        undyed=0.0,
        source="Spencer",
    ),
    "plain": Weave(
        pitch=(0.25e-3, 0.4e-3),
        repeat=(64, 40),
        relief=0.06e-3,
        roughness=0.78,
        sheen=0.15,
        specular=0.25,
        anisotropy=0.0,
        shade=0.25,
        unevenness=0.015,
        undyed=0.0,
        source="Watson",
    ),
    "twill": Weave(
        pitch=(0.385e-3, 0.55e-3),
        repeat=(40, 28),
        relief=0.16e-3,
        roughness=0.85,
        sheen=0.2,
        specular=0.2,
        anisotropy=0.0,
        shade=0.45,
        unevenness=0.014,
        undyed=0.45,
        source="Watson",
    ),
    "satin": Weave(
        pitch=(0.166e-3, 0.25e-3),
        repeat=(70, 45),
        relief=0.02e-3,
        roughness=0.52,
        sheen=0.05,
        specular=0.42,
        anisotropy=0.7,
        shade=0.12,
        unevenness=0.008,
        undyed=0.0,
        source="Watson",
    ),
}


def weave(name: str) -> Weave:
    """Return the weave called `name`.

    Raises:
        UnknownName: no such weave.
    """
    if name not in WEAVES:
        raise UnknownName("weave", name, WEAVES)
    return WEAVES[name]


def tile(name: str, colour: tuple[float, float, float]) -> Tile:
    """Return one repeat of the cloth `name` dyed in `colour` (sRGB, 0 to 1).

    The mean of the tile's light is the light of `colour`: from afar the cloth has the colour that
    the shop stated.
    """
    kind = weave(name)
    height, dyed, tone = _drawn(name)
    light = linear_from_srgb(colour)
    white = linear_from_srgb((0.86, 0.85, 0.80))
    share = (kind.undyed * (1.0 - dyed))[..., None]
    yarn = light * (1.0 - share) + white * share
    shaded = yarn * ((1.0 - kind.shade * (1.0 - height)) * tone)[..., None]
    shaded *= light / np.maximum(shaded.mean((0, 1)), 1e-6)
    return Tile(pixels_from_linear(shaded), _normals(height, kind), kind.size)


@cache
def _drawn(name: str) -> tuple[Floats, Floats, Floats]:
    """Return height 0 to 1, whether the dyed yarn is on top, and tone round 1 of every pixel."""
    kind = WEAVES[name]
    rows, columns = np.mgrid[0:TILE_PIXELS, 0:TILE_PIXELS]
    u = (columns + 0.5) / TILE_PIXELS * kind.repeat[0]
    v = (TILE_PIXELS - rows - 0.5) / TILE_PIXELS * kind.repeat[1]
    height, dyed = DRAWINGS[name](u, v)
    height = (height - height.min()) / np.ptp(height)
    return height, dyed, _tone(kind, u, v)


def _tone(kind: Weave, u: Floats, v: Floats) -> Floats:
    """Return the uneven thickness of yarns as lightness round 1; the same numbers on every run."""
    generator = np.random.default_rng(7)
    along = generator.normal(1.0, 0.012, kind.repeat[0])[u.astype(int) % kind.repeat[0]]
    across = generator.normal(1.0, 0.010, kind.repeat[1])[v.astype(int) % kind.repeat[1]]
    fibre = generator.normal(1.0, 0.035, u.shape)
    tone: Floats = along * across * fibre
    return tone


def _normals(height: Floats, kind: Weave) -> Pixels:
    """Return the normal map of a height picture (0 to 1) that repeats at its borders."""
    metres = height * kind.relief
    step_u, step_v = (side / TILE_PIXELS for side in kind.size)
    slope_u = (np.roll(metres, -1, 1) - np.roll(metres, 1, 1)) / (2 * step_u)
    slope_v = (np.roll(metres, 1, 0) - np.roll(metres, -1, 0)) / (2 * step_v)
    normal = np.dstack([-slope_u, -slope_v, np.ones_like(metres)])
    normal /= np.linalg.norm(normal, axis=2, keepdims=True)
    return np.rint((normal * 0.5 + 0.5) * 255).astype(np.uint8)
