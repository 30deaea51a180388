"""Grain out, detail kept: light is shared between neighbouring pixels of one surface.

The renderer's few light paths leave grain in the light, not in the surfaces, which are known
exactly. So the picture is divided by the surfaces' own colour, the light is averaged over
neighbours with the same part, normal and place, and multiplied back.
Source: Dammertz et al., "Edge-Avoiding A-Trous Wavelet Transform", High Performance Graphics 2010.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fittingroom.arrays import Floats, Ints
from fittingroom.show.images import linear_from_srgb
from fittingroom.show.part import Part
from fittingroom.show.studio import Camera
from fittingroom.show.surface import joined

BACKDROP_REACH, CLOTH_REACH = 0.4, 0.03  # [m]
# relative difference of light taken for grain, pass by pass: one pixel's own light says nothing (it
# may be black by chance), so the first passes ask only where the neighbours lie
ANY = 1e6
BACKDROP_TOLERANCE = (ANY, ANY, 0.16, 0.12, 0.09)
CLOTH_TOLERANCE = (ANY, 0.16, 0.12, 0.09, 0.07)
PASSES = len(CLOTH_TOLERANCE)
FINE = 3  # finer pixels along a pixel's side: where surfaces meet
LEAST_COLOUR = 0.02  # darker surfaces aren't divided by: their grain can't be seen
UNEVEN_WAVES, UNEVEN_SPAN = 24, (0.25, 3.0)  # dye's unevenness: waves and their length [tile]


@dataclass(frozen=True, slots=True)
class Guide:
    """What each finer pixel shows, and each pixel in its middle.

    Args:
        kind: which surface: 0 the backdrop, 1 the skin, …, shape (fine row, fine column).
        colour: linear, shape (fine row, fine column, 3).
        normal: shape (fine row, fine column, 3).
        place: [m], shape (row, column, 3).
    """

    kind: Ints
    colour: Floats
    normal: Floats
    place: Floats

    @property
    def shown(self) -> Ints:
        """The surface in the middle of each pixel, shape (row, column)."""
        return self.kind[FINE // 2 :: FINE, FINE // 2 :: FINE]


def see(parts: tuple[Part, ...], camera: Camera, backdrop: float) -> Guide:
    """Return what a camera sees of parts; the backdrop is taken for one wall behind."""
    from fittingroom.show._kernels import rasterise

    whole = joined(tuple(part.surface for part in parts))
    x, y, depth = camera.project(whole.positions)
    width, height = camera.width * FINE, camera.height * FINE
    owner, share = rasterise(x * FINE, y * FINE, depth, whole.triangles, width, height)
    hit = np.nonzero(owner >= 0)
    corners, weight = whole.triangles[owner[hit]], share[hit][:, None, :]
    counts = [len(part.surface.triangles) for part in parts]
    piece = np.repeat(np.arange(len(parts)), counts)[owner[hit]]
    kind = np.zeros(owner.shape, np.int64)
    kind[hit] = np.array([part.material.kind for part in parts])[piece]
    normal = np.tile([0.0, 0.0, 1.0], (*owner.shape, 1))
    facing = (weight @ whole.normals[corners])[:, 0]
    normal[hit] = facing / np.maximum(np.linalg.norm(facing, axis=1, keepdims=True), 1e-9)
    column, row = np.meshgrid(np.arange(width), np.arange(height))
    place = np.dstack([column, row, np.zeros_like(row)]) * camera.metres_per_pixel / FINE
    place[hit] = (weight @ whole.positions[corners])[:, 0]
    colour = np.full((*owner.shape, 3), backdrop)
    colour[hit] = _colours(parts, piece, (weight @ whole.uv[corners])[:, 0])
    middle = slice(FINE // 2, None, FINE)
    return Guide(kind, np.maximum(colour, LEAST_COLOUR), normal, place[middle, middle])


def denoised(light: Floats, guide: Guide) -> Floats:
    """Return the picture without grain.

    Args:
        light: linear picture, shape (row, column, 3).
        guide: what each pixel shows.
    """
    from fittingroom.show._kernels import compose, smooth

    middle = slice(FINE // 2, None, FINE)
    kind, normal = np.ascontiguousarray(guide.shown), guide.normal[middle, middle].copy()
    mixed = (_blocks(guide.kind) != kind[..., None]).any(2).astype(np.int64)
    shone = light / _blocks(guide.colour).mean(2)
    cloths = int(guide.kind.max())
    reach = np.array([BACKDROP_REACH] + [CLOTH_REACH] * cloths)
    for level in range(PASSES):
        tolerance = np.array([BACKDROP_TOLERANCE[level]] + [CLOTH_TOLERANCE[level]] * cloths)
        shone = smooth(shone, normal, guide.place, kind, mixed, 2**level, reach, tolerance)
    clean: Floats = compose(
        shone, light, kind, mixed, guide.kind, guide.normal, normal, guide.colour, FINE
    )
    return clean


def _blocks(fine: NDArray[Any]) -> NDArray[Any]:
    """Return the finer pixels of each pixel, shape (row, column, finer pixel, …)."""
    rows, columns = fine.shape[0] // FINE, fine.shape[1] // FINE
    split = fine.reshape(rows, FINE, columns, FINE, *fine.shape[2:]).swapaxes(1, 2)
    blocks: NDArray[Any] = split.reshape(rows, columns, FINE * FINE, *fine.shape[2:])
    return blocks


def _colours(parts: tuple[Part, ...], piece: Ints, uv: Floats) -> Floats:
    colours = np.zeros((len(piece), 3))
    for number, part in enumerate(parts):
        here = piece == number
        picture, material = linear_from_srgb(part.material.colour / 255.0), part.material
        if not material.varies:  # repeats finer than a pixel: only the mean is seen
            mean: Floats = picture.mean((0, 1))
            colours[here] = mean * _uneven(uv[here], material.unevenness)[:, None]
            continue
        rows, columns = picture.shape[:2]
        column = np.clip((uv[here, 0] * columns).astype(int), 0, columns - 1)
        row = np.clip(((1.0 - uv[here, 1]) * rows).astype(int), 0, rows - 1)
        colours[here] = picture[row, column]
    return colours


def _uneven(uv: Floats, strength: float) -> Floats:
    """Return the unevenness of yarn and dye, coarser than a tile's repeat, round 1."""
    if strength == 0.0:
        return np.ones(len(uv))
    generator = np.random.default_rng(5)
    angle = generator.normal(0.0, 0.45, UNEVEN_WAVES)  # yarns run along v: streaks do too
    length = np.geomspace(*UNEVEN_SPAN, UNEVEN_WAVES)
    waves = np.stack([np.cos(angle), 0.35 * np.sin(angle)]) * 2.0 * np.pi / length
    phase = generator.uniform(0.0, 2.0 * np.pi, UNEVEN_WAVES)
    summed: Floats = np.sin(uv @ waves + phase).sum(1) / np.sqrt(UNEVEN_WAVES / 2)
    return np.clip(1.0 + strength * summed, 0.5, 1.5)
