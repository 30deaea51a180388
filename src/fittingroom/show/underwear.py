"""Underwear painted on the body at rest: briefs or trunks, and a bra top."""

from __future__ import annotations

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.body.body import Body
from fittingroom.show.skin_map import SkinMap, edge

UNDERWEAR = (0.70, 0.68, 0.66)  # sRGB


def briefs(where: SkinMap, joint: dict[str, Floats], sex: str) -> Floats:
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


def bra_top(where: SkinMap, body: Body, joint: dict[str, Floats]) -> Floats:
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


def elastic(distance: Floats) -> Floats:
    """Return the elastic's shade just inside an edge, 0 to 1."""
    return edge(0.0022 - np.abs(distance - 0.011), 0.002) + 0.5 * edge(0.004 - distance, 0.004)
