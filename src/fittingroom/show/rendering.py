"""`render`: a physically based picture of a look."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np

from fittingroom.errors import UnknownName
from fittingroom.show import _mitsuba, studio
from fittingroom.show.dressing import body_part, garment_parts
from fittingroom.show.images import Pixels, encoded, pixels_from_linear
from fittingroom.show.look import Look
from fittingroom.show.part import Material, Part
from fittingroom.show.surface import Surface
from fittingroom.show.writing import write_whole

View = Literal["front", "side", "back"]
# how far the person is turned away from the camera [rad]; "side" shows the left side
TURNS: dict[View, float] = {"front": 0.0, "side": -0.5 * np.pi, "back": np.pi}
VIEWS: tuple[View, ...] = tuple(TURNS)


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """How a picture is made.

    Args:
        width: [pixel].
        height: [pixel].
        samples: light paths per pixel; more take longer and leave less grain.
        seed: of the light paths: the same seed gives the same picture.
    """

    width: int = 576
    height: int = 768
    samples: int = 48
    seed: int = 1


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
        >>> picture = render(look, "back")
    """
    if view not in TURNS:
        raise UnknownName("view", view, TURNS)
    chosen = options or RenderOptions()
    turn = TURNS[view]
    shapes = _shapes((body_part(look.drape.body), *garment_parts(look)), turn)
    height = float(look.drape.body.mesh.vertices[:, 1].max())
    scene = studio.scene(shapes, height, (chosen.width, chosen.height))
    light = _mitsuba.picture(scene, samples=chosen.samples, seed=chosen.seed)
    return pixels_from_linear(light)


def save_pictures(
    look: Look, folder: Path, *, options: RenderOptions | None = None
) -> dict[View, Path]:
    """Write front.png, side.png and back.png into `folder` and return them by view."""
    return {
        view: write_whole(folder / f"{view}.png", encoded(render(look, view, options=options)))
        for view in VIEWS
    }


def _shapes(parts: tuple[Part, ...], turn: float) -> dict[str, Any]:
    return {
        part.material.name: _mitsuba.mesh(_turned(part.surface, turn), _bsdf(part.material))
        for part in parts
    }


def _bsdf(material: Material) -> dict[str, Any]:
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
