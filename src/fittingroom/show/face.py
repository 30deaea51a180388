"""A plain face: lips, brows, eyes, nails and cropped hair, painted on the body at rest."""

from __future__ import annotations

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.show.images import linear_from_srgb
from fittingroom.show.skin_map import SkinMap, edge, mixed, painted

HAIR = (0.17, 0.125, 0.10)  # sRGB, cropped short
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


def painted_face(light: Floats, where: SkinMap, joint: dict[str, Floats]) -> Floats:
    """Paint lips, brows, eyes and cropped hair."""
    scale = joint["eye_L"][0] / EYE_SPACING
    middle = 0.5 * (joint["eye_L"] + joint["eye_R"])
    local = (where.place - middle) / scale
    x, y, z = np.abs(local[..., 0]), local[..., 1], local[..., 2]
    head = where.part == 0
    hair = linear_from_srgb(HAIR)
    light = mixed(light, light * np.array([0.74, 0.45, 0.43]), painted(LIPS))
    light = mixed(light, light * np.array([1.10, 0.95, 0.92]), painted(NAILS))
    light = mixed(light, hair, 0.80 * _brows(x, y, z) * head)
    light = mixed(light, hair, 0.93 * _scalp(local, joint, middle, scale) * head)
    return _eyes(light, where, joint, scale)


def _brows(x: Floats, y: Floats, z: Floats) -> Floats:
    along = (x - 0.012) / 0.040
    arch = 0.0195 + 0.0075 * np.sin(np.clip(along, 0, 1) * 2.3) - 0.002 * along
    thick = 0.0036 * (1.05 - 0.65 * np.clip(along, 0.0, 1.0))
    ends = edge(x - 0.012, 0.006) * edge(0.052 - x, 0.008)
    return edge(thick - np.abs(y - arch), 0.0028) * ends * (z > -0.03)


def _scalp(local: Floats, joint: dict[str, Floats], middle: Floats, scale: float) -> Floats:
    """Return where hair grows: above a line that falls from the forehead behind the ears."""
    centre = (joint["head"] - middle) / scale
    turn = np.arctan2(np.abs(local[..., 0]), local[..., 2] - centre[2] - 0.01)
    stops = np.array([0.0, 0.55, 0.95, 1.25, 1.55, 1.85, 2.3, np.pi])
    heights = np.array([0.066, 0.066, 0.050, 0.012, 0.005, -0.035, -0.058, -0.062])
    line = np.interp(turn, stops, heights)
    ragged = 0.0008 * np.sin(turn * 61.0 + 40.0 * local[..., 1])
    grows = edge(local[..., 1] - line + ragged, 0.014)
    (middle_y, middle_z), (high, deep) = EAR_MIDDLE, EAR_REACH
    oval = np.hypot((local[..., 1] - middle_y) / high, (local[..., 2] - middle_z) / deep)
    ear = edge(np.abs(local[..., 0]) - EAR_OUT, 0.004) * edge(1.0 - oval, 0.3)
    bald: Floats = grows * (1.0 - ear)
    return bald


def _eyes(light: Floats, where: SkinMap, joint: dict[str, Floats], scale: float) -> Floats:
    for side in ("L", "R"):
        offset = (where.place - joint[f"eye_{side}"]) / scale
        near = np.linalg.norm(offset, axis=-1) < 0.022
        on_eye = (where.eye & near).astype(float)
        off_axis = np.hypot(offset[..., 0], offset[..., 1])
        light = mixed(light, linear_from_srgb((0.66, 0.63, 0.61)), on_eye)
        light = mixed(
            light, linear_from_srgb((0.30, 0.20, 0.13)), on_eye * edge(0.0066 - off_axis, 0.0012)
        )
        light = mixed(
            light, linear_from_srgb((0.03, 0.03, 0.03)), on_eye * edge(0.0026 - off_axis, 0.0008)
        )
    return light
