"""Grain out, detail kept: light is shared between neighbouring pixels of one surface.

The renderer's few light paths leave grain in the light, not in the surfaces, which are known
exactly. So the picture is divided by the surfaces' own colour, the light is averaged over
neighbours with the same part, normal and place, and multiplied back.
Source: Dammertz et al., "Edge-Avoiding A-Trous Wavelet Transform", High Performance Graphics 2010.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.show.images import linear_from_srgb
from fittingroom.show.part import Part
from fittingroom.show.studio import Camera
from fittingroom.show.surface import joined

BACKDROP_REACH, CLOTH_REACH = 0.6, 0.03  # [m]
BACKDROP_TOLERANCE, CLOTH_TOLERANCE = 0.5, 0.22
PASSES = 4
LEAST_COLOUR = 0.02  # darker surfaces aren't divided by: their grain can't be seen


@dataclass(frozen=True, slots=True)
class Guide:
    """What each pixel shows.

    Args:
        piece: number of the part plus one, 0 for the backdrop, shape (row, column).
        normal: shape (row, column, 3).
        place: [m], shape (row, column, 3).
        colour: linear, shape (row, column, 3).
    """

    piece: Ints
    normal: Floats
    place: Floats
    colour: Floats


def see(parts: tuple[Part, ...], camera: Camera, backdrop: float) -> Guide:
    """Return what each pixel's centre shows; the backdrop is taken for one wall behind."""
    from fittingroom.show._kernels import rasterise

    whole = joined(tuple(part.surface for part in parts))
    x, y, depth = camera.project(whole.positions)
    owner, share = rasterise(x, y, depth, whole.triangles, camera.width, camera.height)
    counts = [len(part.surface.triangles) for part in parts]
    piece = np.where(owner >= 0, np.repeat(np.arange(len(parts)) + 1, counts)[owner], 0)
    corners = whole.triangles[owner]
    normal = np.einsum("ijk,ijkl->ijl", share, whole.normals[corners])
    normal /= np.maximum(np.linalg.norm(normal, axis=2, keepdims=True), 1e-9)
    place = np.einsum("ijk,ijkl->ijl", share, whole.positions[corners])
    uv = np.einsum("ijk,ijkl->ijl", share, whole.uv[corners])
    column, row = np.meshgrid(np.arange(camera.width), np.arange(camera.height))
    wall = np.dstack([column, row, np.zeros_like(row)]) * camera.metres_per_pixel
    empty = piece == 0
    return Guide(
        piece,
        np.where(empty[..., None], [0.0, 0.0, 1.0], normal),
        np.where(empty[..., None], wall, place),
        _colours(parts, piece, uv, backdrop),
    )


def denoised(light: Floats, guide: Guide, part_count: int) -> Floats:
    """Return the picture without grain.

    Args:
        light: linear picture, shape (row, column, 3).
        guide: what each pixel shows.
        part_count: how many parts there are besides the backdrop.
    """
    from fittingroom.show._kernels import smooth

    mixed = _mixed(guide.piece)
    reach = np.array([BACKDROP_REACH] + [CLOTH_REACH] * part_count)
    tolerance = np.array([BACKDROP_TOLERANCE] + [CLOTH_TOLERANCE] * part_count)
    shone = light / guide.colour
    for level in range(PASSES):
        # light that is smooth already is told apart more finely
        shone = smooth(
            shone,
            guide.normal,
            guide.place,
            guide.piece,
            mixed,
            2**level,
            reach,
            tolerance * 0.75**level,
        )
    clean: Floats = np.where(mixed[..., None] == 1, light, shone * guide.colour)
    return clean


def _mixed(piece: Ints) -> Ints:
    """Return 1 where a pixel or one beside it shows another part."""
    mixed = np.zeros_like(piece)
    for axis in (0, 1):
        for shift in (1, -1):
            mixed |= (np.roll(piece, shift, axis) != piece).astype(np.int64)
    return mixed


def _colours(parts: tuple[Part, ...], piece: Ints, uv: Floats, backdrop: float) -> Floats:
    colours = np.full((*piece.shape, 3), backdrop)
    for number, part in enumerate(parts, start=1):
        here = piece == number
        picture = linear_from_srgb(part.material.colour / 255.0)
        if not part.material.varies:  # repeats finer than a pixel: only the mean is seen
            colours[here] = picture.mean((0, 1))
            continue
        rows, columns = picture.shape[:2]
        column = np.clip((uv[here, 0] * columns).astype(int), 0, columns - 1)
        row = np.clip(((1.0 - uv[here, 1]) * rows).astype(int), 0, rows - 1)
        colours[here] = picture[row, column]
    return np.maximum(colours, LEAST_COLOUR)
