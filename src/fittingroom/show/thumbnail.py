"""`thumbnail`: a garment as a shop shows it, worn by nobody, before a pale wall."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
from PIL import Image

from fittingroom.arrays import Floats
from fittingroom.show import _mitsuba
from fittingroom.show.denoising import denoised, see
from fittingroom.show.dressing import garment_parts
from fittingroom.show.images import Pixels, developed, pixels_from_linear
from fittingroom.show.look import Look
from fittingroom.show.part import Part
from fittingroom.show.rendering import bsdf
from fittingroom.show.studio import CAMERA_AWAY, WALL_COLOUR, Camera, wall_scene
from fittingroom.show.surface import moved

SIZE = (600, 800)  # [pixel]
FREE = 0.09  # share of the picture's width or height left free around the garment, each side
LEAST_WIDTH = 0.62  # [m] of the picture: a small garment isn't blown up beyond all others
SAMPLES = 48  # light paths per pixel: a catalogue is photographed once
QUALITY = 86  # of the WebP: below it, plain walls show bands


def thumbnail(look: Look, *, samples: int = SAMPLES, seed: int = 1) -> bytes:
    """Return the look's garment as a WebP picture of 600 by 800 pixels.

    Args:
        look: the garment, worn by somebody of its size; the wearer isn't seen.
        samples: light paths per pixel; more take longer and leave less grain.
        seed: of the light paths: the same seed gives the same picture.

    Raises:
        MissingDependency: the renderer isn't installed.
    """
    buffer = io.BytesIO()
    picture = garment_picture(garment_parts(look), samples=samples, seed=seed)
    Image.fromarray(picture).save(buffer, "WEBP", quality=QUALITY, method=6)
    return buffer.getvalue()


def garment_picture(parts: tuple[Part, ...], *, samples: int, seed: int) -> Pixels:
    """Return the picture of a garment's parts, the camera as near as it fills the picture."""
    points = np.concatenate([part.surface.positions for part in parts])
    low, high = points.min(0), points.max(0)
    centre = 0.5 * (low + high)
    centred = tuple(
        replace(
            part,
            surface=moved(part.surface, np.broadcast_to(-centre, part.surface.positions.shape)),
        )
        for part in parts
    )
    shapes = {part.material.name: _mitsuba.mesh(part.surface, bsdf(part)) for part in centred}
    loaded = _mitsuba.load(wall_scene(shapes, behind=float(centre[2] - low[2])))
    camera = _camera(high - low)
    light = _mitsuba.picture(loaded, _mitsuba.camera(camera), samples=samples, seed=seed)
    clean = denoised(light, see(centred, camera, float(np.mean(WALL_COLOUR))))
    return pixels_from_linear(developed(clean))


def _camera(extent: Floats) -> Camera:
    """Return the camera before the origin that shows a garment of `extent` [m] whole."""
    width, height = SIZE
    shown = 1.0 - 2.0 * FREE
    wide = max(float(extent[0]) / shown, float(extent[1]) / shown * width / height, LEAST_WIDTH)
    away = CAMERA_AWAY - 0.5 * float(extent[2])  # the garment's front is what must fit
    angle = 2.0 * float(np.arctan(0.5 * wide * height / width / away))
    return Camera((0.0, 0.0, CAMERA_AWAY), angle, width, height)
