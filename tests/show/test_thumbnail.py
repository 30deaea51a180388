"""The wardrobe's pictures: one for every garment, light to load, of the garment alone."""

from __future__ import annotations

import io
from importlib import resources

import numpy as np
import pytest
from PIL import Image

from fittingroom.garment.catalogue import catalogue
from fittingroom.show.look import Look
from fittingroom.show.thumbnail import thumbnail

BYTES = 40_000  # [byte]: a shelf of them loads in a second on a slow phone


@pytest.mark.parametrize("ref", list(catalogue))
def test_every_garment_of_the_catalogue_has_one(ref: str) -> None:
    content = resources.files("fittingroom.show").joinpath(f"assets/thumbnails/{ref}.webp")
    with Image.open(io.BytesIO(content.read_bytes())) as picture:
        pixels = np.asarray(picture.convert("RGB")).astype(int)
    assert len(content.read_bytes()) <= BYTES
    assert pixels.shape == (800, 600, 3)
    assert off(pixels, np.array(catalogue[ref].appearance.colour) * 255) < 60


def off(pixels: np.ndarray, colour: np.ndarray) -> float:
    """How far the middle of the picture is from a colour's hue, brightness aside."""
    middle = pixels[300:500, 220:280].reshape(-1, 3).mean(0)
    return float(np.abs(middle / middle.max() - colour / colour.max()).max() * 255)


def test_the_garment_is_whole_in_the_picture_and_its_wearer_isnt_there(look: Look) -> None:
    with Image.open(io.BytesIO(thumbnail(look, samples=1))) as picture:
        pixels = np.asarray(picture.convert("RGB")).astype(int)
    blue = pixels[..., 2] - pixels[..., 0] > 30  # the tee, before a pale wall
    rows, columns = np.flatnonzero(blue.any(1)), np.flatnonzero(blue.any(0))
    assert 0.15 < blue.mean() < 0.6
    assert rows[0] > 30 and rows[-1] < 770 and columns[0] > 30 and columns[-1] < 570
    skin = (pixels[..., 0] - pixels[..., 2] > 45).mean()
    assert skin < 0.001
