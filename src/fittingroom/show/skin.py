"""Skin, underwear and a plain face, painted into the body's texture from the body at rest.

The texture follows the body model's own layout; every pixel knows its place on the body at rest,
so that what is painted follows anatomy, not the layout.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from fittingroom.arrays import Floats, Ints, fingerprint
from fittingroom.body.body import Body
from fittingroom.show.images import Pixels, linear_from_srgb, pixels_from_linear

TEXTURE_PIXELS = 1024
SKIN_TONE = (0.80, 0.62, 0.53)  # sRGB, a middle tone of the Monk scale (4 to 5)
UNDERWEAR = (0.70, 0.68, 0.66)  # sRGB
HAIR = (0.17, 0.125, 0.10)  # sRGB, cropped short
# melanin aside, blood near the surface: how light changes where skin is thin and well supplied
FLUSH = np.array([1.04, 0.80, 0.74])
# the eyeballs' place in the body model's texture layout: least and greatest (u, v)
EYE_CHART = ((0.75, 0.925), (0.825, 0.965))
# lips and the nails that fingers show, in the texture layout: (u, v, half width, half height);
# traced from the body model's own masks (MakeHuman, CC0)
LIPS = ((0.9097, 0.4829, 0.0152, 0.0205),)
NAILS = (
    (0.5369, 0.0571, 0.0037, 0.0039),
    (0.5872, 0.0569, 0.0037, 0.0037),
    (0.4136, 0.0457, 0.0034, 0.0032),
    (0.7114, 0.0449, 0.0034, 0.0034),
    (0.5010, 0.0181, 0.0030, 0.0039),
    (0.6233, 0.0174, 0.0032, 0.0042),
    (0.4453, 0.0156, 0.0029, 0.0034),
    (0.6792, 0.0149, 0.0034, 0.0037),
    (0.4080, 0.0818, 0.0022, 0.0022),
    (0.7168, 0.0816, 0.0020, 0.0025),
    (0.1092, 0.0203, 0.0032, 0.0032),
    (0.2805, 0.0203, 0.0032, 0.0032),
)
# [m] from between the eyes: ears stick out further than EAR_OUT inside an oval of (y, z)
EAR_OUT, EAR_MIDDLE, EAR_REACH = 0.0735, (-0.014, -0.088), (0.034, 0.025)
EYE_SPACING = 0.031  # [m] from the middle to an eye on the face that the sizes below belong to


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


def skin_texture(body: Body, tone: tuple[float, float, float] = SKIN_TONE) -> Pixels:
    """Return the body's colour picture, sRGB, shape (row, column, 3).

    Args:
        body: whose skin.
        tone: sRGB of the skin, 0 to 1.
    """
    where = _map(body)
    joint = dict(zip(body.skeleton.names, body.skeleton.heads, strict=True))
    light = np.ones_like(where.place) * linear_from_srgb(tone)
    light = light * _mottle(where.place)[..., None]
    light = light * (1.0 + _flush(where.place, joint)[..., None] * (FLUSH - 1.0))
    light = _face(light, where, joint)
    dressed = _briefs(where, joint, body.sex)
    if body.sex == "female":
        dressed = np.maximum(dressed, _bandeau(where, body, joint))
    cotton = linear_from_srgb(UNDERWEAR) * (1.0 - 0.18 * _hem_line(dressed))[..., None]
    cover = np.clip(dressed / 0.0016 + 0.5, 0.0, 1.0)[..., None]
    return pixels_from_linear(light * (1.0 - cover) + cotton * cover)


def _map(body: Body) -> SkinMap:
    triangles = body.mesh.triangles
    owner, share = _cover(_Layout(body.texture_coordinates))
    corners = triangles[owner]
    place = np.einsum("ijk,ijkl->ijl", share, body.rest_vertices[corners])
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


def _blob(place: Floats, centre: Floats, radius: float) -> Floats:
    blob: Floats = np.exp(-np.sum((place - centre) ** 2, axis=-1) / radius**2)
    return blob


def _mottle(place: Floats) -> Floats:
    """Return the unevenness of skin: patches of 1 cm and 5 cm, round 1."""
    generator = np.random.default_rng(11)
    mottle = np.ones(place.shape[:2])
    for size, strength in ((0.05, 0.020), (0.018, 0.014), (0.006, 0.010)):
        for _ in range(5):
            direction = generator.normal(size=3)
            direction *= 2.0 * np.pi / size / np.linalg.norm(direction)
            mottle += strength / 2 * np.sin(place @ direction + generator.uniform(0, 6.28))
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
    flush = np.zeros(place.shape[:2])
    for centre, radius, strength in spots:
        flush = np.maximum(flush, strength * _blob(place, centre, radius))
    return flush


def _face(light: Floats, where: SkinMap, joint: dict[str, Floats]) -> Floats:
    """Paint lips, brows, eyes and cropped hair."""
    scale = joint["eye_L"][0] / EYE_SPACING
    middle = 0.5 * (joint["eye_L"] + joint["eye_R"])
    local = (where.place - middle) / scale
    x, y, z = np.abs(local[..., 0]), local[..., 1], local[..., 2]
    head = where.part == 0
    hair = linear_from_srgb(HAIR)
    light = _mixed(light, light * np.array([0.74, 0.45, 0.43]), _painted(LIPS))
    light = _mixed(light, light * np.array([1.10, 0.95, 0.92]), _painted(NAILS))
    light = _mixed(light, hair, 0.80 * _brows(x, y, z) * head)
    light = _mixed(light, hair, 0.93 * _scalp(local, joint, middle, scale) * head)
    return _eyes(light, where, joint, scale)


def _mixed(light: Floats, other: Floats, share: Floats) -> Floats:
    mixed: Floats = light + (other - light) * share[..., None]
    return mixed


def _edge(distance: Floats, width: float) -> Floats:
    """Return 1 well inside (`distance` > 0), 0 well outside, eased over `width`."""
    step = np.clip(distance / width + 0.5, 0.0, 1.0)
    eased: Floats = step * step * (3.0 - 2.0 * step)
    return eased


def _painted(ovals: tuple[tuple[float, float, float, float], ...]) -> Floats:
    """Return soft ovals of the texture, each (u, v, half width, half height)."""
    row, column = (np.mgrid[0:TEXTURE_PIXELS, 0:TEXTURE_PIXELS] + 0.5) / TEXTURE_PIXELS
    painted = np.zeros(row.shape)
    for u, v, wide, high in ovals:
        away = np.hypot((column - u) / wide, (1.0 - row - v) / high)
        painted = np.maximum(painted, _edge(1.0 - away, 0.35))
    return painted


def _brows(x: Floats, y: Floats, z: Floats) -> Floats:
    along = (x - 0.012) / 0.040
    arch = 0.0195 + 0.0075 * np.sin(np.clip(along, 0, 1) * 2.3) - 0.002 * along
    thick = 0.0036 * (1.05 - 0.65 * np.clip(along, 0.0, 1.0))
    ends = _edge(x - 0.012, 0.006) * _edge(0.052 - x, 0.008)
    return _edge(thick - np.abs(y - arch), 0.0028) * ends * (z > -0.03)


def _scalp(local: Floats, joint: dict[str, Floats], middle: Floats, scale: float) -> Floats:
    """Return where hair grows: above a line that falls from the forehead behind the ears."""
    centre = (joint["head"] - middle) / scale
    turn = np.arctan2(np.abs(local[..., 0]), local[..., 2] - centre[2] - 0.01)
    stops = np.array([0.0, 0.55, 0.95, 1.25, 1.55, 1.85, 2.3, np.pi])
    heights = np.array([0.066, 0.066, 0.050, 0.012, 0.005, -0.035, -0.058, -0.062])
    line = np.interp(turn, stops, heights)
    ragged = 0.0008 * np.sin(turn * 61.0 + 40.0 * local[..., 1])
    grows = _edge(local[..., 1] - line + ragged, 0.014)
    (middle_y, middle_z), (high, deep) = EAR_MIDDLE, EAR_REACH
    oval = np.hypot((local[..., 1] - middle_y) / high, (local[..., 2] - middle_z) / deep)
    ear = _edge(np.abs(local[..., 0]) - EAR_OUT, 0.004) * _edge(1.0 - oval, 0.3)
    bald: Floats = grows * (1.0 - ear)
    return bald


def _eyes(light: Floats, where: SkinMap, joint: dict[str, Floats], scale: float) -> Floats:
    for side in ("L", "R"):
        offset = (where.place - joint[f"eye_{side}"]) / scale
        near = np.linalg.norm(offset, axis=-1) < 0.022
        on_eye = (where.eye & near).astype(float)
        off_axis = np.hypot(offset[..., 0], offset[..., 1])
        light = _mixed(light, linear_from_srgb((0.66, 0.63, 0.61)), on_eye)
        light = _mixed(
            light, linear_from_srgb((0.30, 0.20, 0.13)), on_eye * _edge(0.0066 - off_axis, 0.0012)
        )
        light = _mixed(
            light, linear_from_srgb((0.03, 0.03, 0.03)), on_eye * _edge(0.0026 - off_axis, 0.0008)
        )
    return light


def _briefs(where: SkinMap, joint: dict[str, Floats], sex: str) -> Floats:
    """Return the signed distance into the briefs [m], about; negative outside."""
    hip = joint["upperleg01_L"]
    scale = hip[0] / 0.105
    x, y, z = np.abs(where.place[..., 0]), where.place[..., 1] - hip[1], where.place[..., 2]
    if sex == "male":
        low = np.full_like(y, -0.16)
    else:
        front, back = -0.105 + 0.75 * (x - 0.02), -0.13 + 0.5 * (x - 0.02)
        forward = np.clip((z - hip[2]) / 0.12 + 0.5, 0.0, 1.0)
        low = np.clip(forward * front + (1.0 - forward) * back, -0.16, 0.035)
    high = 0.085 * scale
    lower_body = (where.part == 1) | (where.part >= 4)
    distance = np.minimum(high - y, y - low)
    return np.where(lower_body, distance, -1.0)


def _bandeau(where: SkinMap, body: Body, joint: dict[str, Floats]) -> Floats:
    """Return the signed distance into a plain bra top [m], about; negative outside."""
    rest = body.rest_vertices
    low, high = joint["upperleg01_L"][1] + 0.22, joint["neck01"][1] - 0.12
    torso = (body.parts == 1) & (rest[:, 1] > low) & (rest[:, 1] < high)
    torso &= np.abs(rest[:, 0]) < 0.16
    bust = rest[torso][np.argmax(rest[torso, 2])]
    x, y = np.abs(where.place[..., 0]), where.place[..., 1] - bust[1]
    top = 0.072 - 0.10 * np.clip(0.07 - x, 0.0, 0.07) + 0.02 * np.clip(x - 0.10, -0.1, 0.0)
    distance = np.minimum(top - y, y + 0.085)
    strap = np.minimum(0.009 - np.abs(x - 0.085 + 0.05 * np.clip(y - 0.07, 0, 0.2)), y - 0.02)
    distance = np.maximum(distance, strap)
    return np.where(where.part == 1, distance, -1.0)


def _hem_line(distance: Floats) -> Floats:
    """Return the elastic's shade just inside an edge, 0 to 1."""
    return _edge(0.0022 - np.abs(distance - 0.011), 0.002) + 0.5 * _edge(0.004 - distance, 0.004)
