"""Where each pixel of the skin's texture lies on the body at rest, and brushes that paint there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from fittingroom.arrays import Floats, Ints, fingerprint
from fittingroom.body.body import Body

TEXTURE_PIXELS = 1024
# the eyeballs' place in the body model's texture layout: least and greatest (u, v)
EYE_CHART = ((0.75, 0.925), (0.825, 0.965))


@dataclass(frozen=True, slots=True)
class SkinMap:
    """Where each pixel of the texture lies on the body at rest.

    Args:
        place: [m], shape (row, column, 3).
        part: body part number, shape (row, column), -1 outside.
        eye: whether the pixel lies on an eyeball, shape (row, column).
    """

    place: Floats
    part: Ints
    eye: Ints


def skin_map(body: Body) -> SkinMap:
    """Return where each pixel of the body's texture lies."""
    triangles = body.mesh.triangles
    owner, share = _cover(_Layout(body.texture_coordinates))
    corners = triangles[owner]
    # single precision: a tenth of a micrometre, and a million pixels are painted in half the time
    rest = body.rest_vertices.astype(np.float32)
    place = np.einsum("ijk,ijkl->ijl", share.astype(np.float32), rest[corners])
    low, high = EYE_CHART
    row, column = np.mgrid[0:TEXTURE_PIXELS, 0:TEXTURE_PIXELS] / TEXTURE_PIXELS
    eye = (column > low[0]) & (column < high[0]) & (1.0 - row > low[1]) & (1.0 - row < high[1])
    nearest = np.take_along_axis(corners, share.argmax(2)[..., None], 2)[..., 0]
    return SkinMap(place, np.where(owner >= 0, body.parts[nearest], -1), eye)


class _Layout:
    """A texture layout that can be a key: equal content, equal key."""

    def __init__(self, corners: Floats) -> None:
        self.corners = np.ascontiguousarray(corners)
        self._key = fingerprint(corners)

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Layout) and self._key == other._key


@lru_cache(maxsize=2)
def _cover(layout: _Layout) -> tuple[Ints, Floats]:
    from fittingroom.show._kernels import cover

    owner, share = cover(layout.corners, TEXTURE_PIXELS, 3.0)
    return owner, np.clip(share, -1.0, 2.0)


def blob(place: Floats, centre: Floats, radius: float) -> Floats:
    """Return a soft ball round `centre` [m], 1 in its middle."""
    away = place - centre.astype(place.dtype)
    ball: Floats = np.exp(np.einsum("ijk,ijk->ij", away, away) * place.dtype.type(-(radius**-2)))
    return ball


def mixed(light: Floats, other: Floats, share: Floats) -> Floats:
    """Return `light` painted over with `other` where `share` is 1."""
    painted_over: Floats = light + (other.astype(light.dtype) - light) * share[..., None]
    return painted_over


def edge(distance: Floats, width: float) -> Floats:
    """Return 1 well inside (`distance` > 0), 0 well outside, eased over `width`."""
    step = np.clip(distance / width + 0.5, 0.0, 1.0)
    eased: Floats = step * step * (3.0 - 2.0 * step)
    return eased


def painted(ovals: tuple[tuple[float, float, float, float], ...]) -> Floats:
    """Return soft ovals of the texture, each (u, v, half width, half height)."""
    row, column = (np.mgrid[0:TEXTURE_PIXELS, 0:TEXTURE_PIXELS] + 0.5) / TEXTURE_PIXELS
    ovals_shown = np.zeros(row.shape)
    for u, v, wide, high in ovals:
        away = np.hypot((column - u) / wide, (1.0 - row - v) / high)
        ovals_shown = np.maximum(ovals_shown, edge(1.0 - away, 0.35))
    return ovals_shown
