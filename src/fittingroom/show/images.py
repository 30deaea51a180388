"""Pictures as arrays, and colour between screen (sRGB) and light (linear)."""

from __future__ import annotations

import io
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from fittingroom.arrays import Floats

SHOULDER = 0.70  # linear light below it is shown as it is
Pixels = NDArray[np.uint8]


def linear_from_srgb(value: Any) -> Floats:
    """Return light intensity for screen values 0 to 1.

    Source: IEC 61966-2-1.
    """
    screen = np.asarray(value, float)
    return np.where(screen <= 0.04045, screen / 12.92, ((screen + 0.055) / 1.055) ** 2.4)


def srgb_from_linear(value: Any) -> Floats:
    """Return screen values 0 to 1 for light intensity, clipped.

    Source: IEC 61966-2-1.
    """
    light = np.clip(np.asarray(value, float), 0.0, 1.0)
    curved: Floats = 1.055 * light ** (1 / 2.4) - 0.055
    return np.where(light <= 0.0031308, light * 12.92, curved)


def developed(light: Floats) -> Floats:
    """Return light whose brightest parts are rolled off softly, as film does, below 1.

    Args:
        light: linear picture, 1 being the brightest the screen shows, shape (…, 3).
    """
    brightest = np.maximum(light.max(-1, keepdims=True), 1e-9)
    room = 1.0 - SHOULDER
    rolled = SHOULDER + room * (1.0 - np.exp(-(brightest - SHOULDER) / room))
    soft: Floats = light * np.where(brightest > SHOULDER, rolled / brightest, 1.0)
    return soft


def pixels_from_linear(light: Floats) -> Pixels:
    """Return 8-bit sRGB pixels of a linear picture, shape (row, column, 3)."""
    return np.rint(srgb_from_linear(light) * 255).astype(np.uint8)


def encoded(pixels: Pixels, kind: Literal["png", "jpeg"] = "png") -> bytes:
    """Return the file bytes of a picture."""
    buffer = io.BytesIO()
    image = Image.fromarray(pixels)
    if kind == "png":
        image.save(buffer, "PNG", optimize=False, compress_level=7)
    else:
        image.save(buffer, "JPEG", quality=88, subsampling=0)
    return buffer.getvalue()
