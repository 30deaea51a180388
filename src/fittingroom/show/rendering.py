"""`render`: a physically based picture of a look."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from fittingroom.arrays import Floats
from fittingroom.errors import UnknownName
from fittingroom.show import _mitsuba, studio
from fittingroom.show.denoising import denoised, see
from fittingroom.show.dressing import body_part, garment_parts
from fittingroom.show.images import Pixels, developed, encoded, pixels_from_linear
from fittingroom.show.look import Look
from fittingroom.show.part import Part
from fittingroom.show.skin import SKIN_TONE
from fittingroom.show.surface import Surface
from fittingroom.show.writing import write_whole

View = Literal["front", "side", "back"]
# how far the person is turned away from the camera [rad]; "side" shows the left side
TURNS: dict[View, float] = {"front": 0.0, "side": -0.5 * np.pi, "back": np.pi}
BAND_ROWS = 48  # [pixel] of the windows in which the person gets more light paths
VIEWS: tuple[View, ...] = tuple(TURNS)


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """How a picture is made.

    Args:
        width: [pixel].
        height: [pixel].
        samples: light paths per pixel of the person; more take longer and leave less grain.
        backdrop_samples: light paths per pixel everywhere.
        seed: of the light paths: the same seed gives the same picture.
        skin_tone: sRGB, 0 to 1.
    """

    width: int = 576
    height: int = 768
    samples: int = 12
    backdrop_samples: int = 4
    seed: int = 1
    skin_tone: tuple[float, float, float] = SKIN_TONE


def render(look: Look, view: View = "front", *, options: RenderOptions | None = None) -> Pixels:
    """Return a picture of a look, sRGB, shape (row, column, 3).

    Args:
        look: who wears what.
        view: the side of the person that is seen.
        options: size and quality.

    Raises:
        UnknownName: a view that doesn't exist.
        MissingDependency: the renderer isn't installed.

    Example:
        >>> import fittingroom as fr
        >>> person = fr.read_person({"sex": "female", "height_cm": 168, "weight_kg": 62})
        >>> look = fr.try_on(person, fr.catalogue["classic-tee"], size="M")
        >>> render(look, "back", options=RenderOptions(width=96, height=128, samples=2)).shape
        (128, 96, 3)
    """
    if view not in TURNS:
        raise UnknownName("view", view, TURNS)
    chosen = options or RenderOptions()
    return picture_of(dressed(look, skin_tone=chosen.skin_tone), view, chosen)


def dressed(look: Look, *, skin_tone: tuple[float, float, float] = SKIN_TONE) -> tuple[Part, ...]:
    """Return body and garment as parts, once for all pictures of a look."""
    return (body_part(look.drape.body, skin_tone=skin_tone), *garment_parts(look))


def picture_of(
    parts: tuple[Part, ...], view: View, options: RenderOptions, *, foot_room: float = 0.0
) -> Pixels:
    """Return the picture of a look's parts, the body first, from one side."""
    height = float(parts[0].surface.positions[:, 1].max())
    light = photograph(parts, height, TURNS[view], options, foot_room=foot_room)
    return pixels_from_linear(developed(light))


def photograph(
    parts: tuple[Part, ...],
    height: float,
    turn: float,
    options: RenderOptions,
    *,
    foot_room: float = 0.0,
) -> Floats:
    """Return the linear picture of parts in the studio, shape (row, column, 3).

    Args:
        parts: what stands there.
        height: of the person [m].
        turn: how far everything is turned about the vertical [rad].
        options: size and quality.
        foot_room: share of the person's height that is left free below the feet.
    """
    turned = tuple(replace(part, surface=_turned(part.surface, turn)) for part in parts)
    size = (options.width, options.height)
    camera = studio.portrait(height, size, foot_room=foot_room)
    shapes = {part.material.name: _mitsuba.mesh(part.surface, bsdf(part)) for part in turned}
    loaded = _mitsuba.load(studio.scene(shapes))
    few = _mitsuba.picture(
        loaded, _mitsuba.camera(camera), samples=options.backdrop_samples, seed=options.seed
    )
    guide = see(turned, camera, studio.BACKDROP_LIGHT)
    for seed, window in enumerate(_windows(guide.shown > 0), start=options.seed + 1):
        left, top, width, rows = window
        area = (slice(top, top + rows), slice(left, left + width))
        more = _mitsuba.picture(
            loaded, _mitsuba.camera(camera, window), samples=options.samples, seed=seed
        )
        share = options.samples / (options.samples + options.backdrop_samples)
        few[area] += (more - few[area]) * share
    return denoised(few, guide)


def _windows(shown: NDArray[np.bool_]) -> list[tuple[int, int, int, int]]:
    """Return boxes (left, top, width, height) that cover the person, band by band."""
    boxes = []
    for top in range(0, len(shown), BAND_ROWS):
        columns = np.flatnonzero(shown[top : top + BAND_ROWS].any(0))
        if len(columns):
            left = max(int(columns[0]) - 3, 0)
            right = min(int(columns[-1]) + 4, shown.shape[1])
            boxes.append((left, top, right - left, min(BAND_ROWS, len(shown) - top)))
    return boxes


def save_pictures(
    look: Look, folder: Path, *, options: RenderOptions | None = None
) -> dict[View, Path]:
    """Write front.png, side.png and back.png into `folder` and return them by view."""
    chosen = options or RenderOptions()
    parts = dressed(look, skin_tone=chosen.skin_tone)
    return {
        view: write_whole(folder / f"{view}.png", encoded(picture_of(parts, view, chosen)))
        for view in VIEWS
    }


def bsdf(part: Part) -> dict[str, Any]:
    """Return how a part takes light, as the renderer wants it."""
    material = part.material
    bsdf = {
        "type": "principled",
        "base_color": _mitsuba.texture(material.colour),
        "roughness": material.roughness,
        "specular": material.specular,
        "sheen": material.sheen,
        "anisotropic": material.anisotropy,
        "flatness": material.softness,
    }
    return {"type": "twosided", "bsdf": bsdf}


def _turned(surface: Surface, angle: float) -> Surface:
    cos, sin = np.cos(angle), np.sin(angle)
    turn = np.array([[cos, 0.0, sin], [0.0, 1.0, 0.0], [-sin, 0.0, cos]])
    return replace(surface, positions=surface.positions @ turn.T, normals=surface.normals @ turn.T)
