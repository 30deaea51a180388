"""Skin, underwear and a plain face, painted into the body's texture from the body at rest.

The texture follows the body model's own layout; every pixel knows its place on the body at rest,
so that what is painted follows anatomy, not the layout.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from fittingroom.arrays import Floats, fingerprint
from fittingroom.body.body import Body
from fittingroom.show.face import EYE_SPACING, painted_face
from fittingroom.show.images import Pixels, linear_from_srgb, pixels_from_linear
from fittingroom.show.skin_map import blob, skin_map
from fittingroom.show.underwear import UNDERWEAR, bra_top, briefs, elastic

SKIN_TONE = (0.80, 0.62, 0.53)  # sRGB, a middle tone of the Monk scale (4 to 5)
_KEPT = 8  # pictures, 3 MB each
# melanin aside, blood near the surface: how light changes where skin is thin and well supplied
FLUSH = np.array([1.04, 0.80, 0.74])


def skin_texture(body: Body, tone: tuple[float, float, float] = SKIN_TONE) -> Pixels:
    """Return the body's colour picture, sRGB, shape (row, column, 3).

    The last few are kept: a shopper tries on one garment after the other.

    Args:
        body: whose skin.
        tone: sRGB of the skin, 0 to 1.
    """
    return _painted(_Rest(body), tone)


class _Rest:
    """A body at rest, as a key: equal content, equal key, whatever the pose."""

    def __init__(self, body: Body) -> None:
        self.body = body
        content = (body.rest_vertices, body.skeleton.heads, body.texture_coordinates)
        self._key = (body.sex, *(fingerprint(numbers) for numbers in content))

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Rest) and self._key == other._key


@lru_cache(maxsize=_KEPT)
def _painted(rest: _Rest, tone: tuple[float, float, float]) -> Pixels:
    body = rest.body
    where = skin_map(body)
    joint = dict(zip(body.skeleton.names, body.skeleton.heads, strict=True))
    light = _mottle(where.place)[..., None] * linear_from_srgb(tone).astype(np.float32)
    light *= 1.0 + _flush(where.place, joint)[..., None] * (FLUSH - 1.0).astype(np.float32)
    light = painted_face(light, where, joint)
    dressed = briefs(where, joint, body.sex)
    if body.sex == "female":
        dressed = np.maximum(dressed, bra_top(where, body, joint))
    cotton = linear_from_srgb(UNDERWEAR) * (1.0 - 0.18 * elastic(dressed))[..., None]
    cover = np.clip(dressed / 0.0016 + 0.5, 0.0, 1.0)[..., None]
    painted = pixels_from_linear(light * (1.0 - cover) + cotton * cover)
    painted.flags.writeable = False
    return painted


def _mottle(place: Floats) -> Floats:
    """Return the unevenness of skin: patches of 1 cm and 5 cm, round 1."""
    generator = np.random.default_rng(11)
    mottle = np.ones(place.shape[:2], dtype=place.dtype)
    for size, strength in ((0.05, 0.020), (0.018, 0.014), (0.006, 0.010)):
        for _ in range(5):
            direction = generator.normal(size=3)
            direction *= 2.0 * np.pi / size / np.linalg.norm(direction)
            phase = place @ direction.astype(place.dtype) + place.dtype.type(
                generator.uniform(0, 6.28)
            )
            mottle += place.dtype.type(strength / 2) * np.sin(phase)
    return mottle


def _flush(place: Floats, joint: dict[str, Floats]) -> Floats:
    """Return how much blood shows, 0 to 1: knees, elbows, knuckles, feet, cheeks, nose, ears."""
    scale = joint["eye_L"][0] / EYE_SPACING
    forward, back = np.array([0.0, 0.0, 0.05]), np.array([0.0, 0.0, -0.04])
    spots = []
    for side in ("L", "R"):
        sign = 1.0 if side == "L" else -1.0
        spots += [
            (joint[f"lowerleg01_{side}"] + forward, 0.055, 0.55),
            (joint[f"lowerarm01_{side}"] + back, 0.04, 0.55),
            (joint[f"finger3_1_{side}"], 0.06, 0.40),
            (joint[f"finger3_3_{side}"], 0.05, 0.45),
            (joint[f"foot_{side}"] + 3.0 * forward, 0.07, 0.45),
            (joint[f"eye_{side}"] + scale * np.array([sign * 0.010, -0.042, 0.012]), 0.022, 0.42),
            (joint[f"eye_{side}"] + scale * np.array([sign * 0.045, -0.025, -0.09]), 0.03, 0.40),
        ]
    middle = 0.5 * (joint["eye_L"] + joint["eye_R"])
    spots.append((middle + scale * np.array([0.0, -0.042, 0.045]), 0.016, 0.35))
    flush = np.zeros(place.shape[:2], dtype=place.dtype)
    for centre, radius, strength in spots:
        flush = np.maximum(flush, strength * blob(place, centre, radius))
    return flush
