"""Where on a person a zone's note hangs."""

from __future__ import annotations

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.body.measuring import tape
from fittingroom.drape.drape import Drape
from fittingroom.fit.zones import Zone, zones_of

_AT_HEM = 0.03  # [m] so near its lowest point a hem is looked at

Point = tuple[float, float, float]


def note_places(drape: Drape, style: str) -> dict[str, Point]:
    """Return a point for each zone of a style, on the front or the left of the person [m].

    Girths: where the body's tape is farthest in front, for the arm farthest out. Lengths: where
    they end, on the garment, or on the shoulder.
    """
    return {zone.name: _rounded(_place(drape, zone)) for zone in zones_of(style)}


def _place(drape: Drape, zone: Zone) -> Floats:
    if zone.name == "shoulder":
        return drape.body.landmarks["shoulder_left"]
    if zone.name == "sleeve_length":
        return _cuff(drape)
    if zone.measured == "length":
        return _hem(drape)
    loop = tape(drape.body, zone.term).loop
    side = 0 if zone.name == "upper_arm" else 2
    return np.asarray(loop[loop[:, side].argmax()])


def _cuff(drape: Drape) -> Floats:
    wraps = [panel.placement.wraps for panel in drape.pattern.panels]
    sleeve = np.isin(drape.panel, [at for at, part in enumerate(wraps) if part == "left_arm"])
    ends = drape.vertices[np.unique(drape.triangles[sleeve])]
    far = np.linalg.norm(ends - drape.body.landmarks["shoulder_left"], axis=1)
    return np.asarray(ends[far.argmax()] if len(ends) else drape.body.landmarks["elbow_left"])


def _hem(drape: Drape) -> Floats:
    left = drape.vertices[drape.vertices[:, 0] >= 0.0]
    low = left[left[:, 1] < left[:, 1].min() + _AT_HEM]
    return np.asarray(low[low[:, 2].argmax()])


def _rounded(point: Floats) -> Point:
    x, y, z = (round(float(value), 4) for value in point)
    return x, y, z
