"""Named points on and in a posed body, for cutting, placing and drawing."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from fittingroom.arrays import Floats, frozen
from fittingroom.body import anatomy
from fittingroom.body.girths import girth_places
from fittingroom.body.readings import lay_tape
from fittingroom.person.person import Sex

_ON_SKIN = {
    "neck_back": anatomy.NECK_BACK,
    "neck_front": anatomy.NECK_FRONT,
    "navel": anatomy.NAVEL,
}
_ON_LEFT_SKIN = {
    "neck": anatomy.NECK_SIDE_LEFT,
    "shoulder": anatomy.ACROMION_LEFT,
    "bust": anatomy.NIPPLES_LEFT,
    "armpit": anatomy.ARMPIT_LEFT,
}
_JOINTS = {"elbow": "lowerarm01", "wrist": "wrist", "knee": "lowerleg01", "ankle": "foot"}
_TAPE_CENTRES = {"underbust": "underbust_girth", "waist": "waist_girth", "hip": "hip_girth"}


def find_landmarks(sex: Sex, vertices: Floats, heads: Floats) -> Mapping[str, Floats]:
    """Return every landmark [m], each shape (3,).

    Neck, shoulder, bust, armpit, navel, crown and crotch lie on the skin; elbow, wrist, knee and
    ankle are joints; underbust, waist (natural) and hip are the middle of their tape.

    Args:
        sex: decides where the natural waist lies.
        vertices: posed [m], shape (vertex, 3).
        heads: posed bone heads [m], shape (bone, 3).
    """
    points = {"crown": vertices[vertices[:, 1].argmax()]}
    points |= {name: vertices[list(at)].mean(axis=0) for name, at in _ON_SKIN.items()}
    for name, at in _ON_LEFT_SKIN.items():
        points[f"{name}_left"] = vertices[list(at)].mean(axis=0)
        points[f"{name}_right"] = vertices[list(anatomy.mirrored(at))].mean(axis=0)
    places = girth_places(sex)
    for name, term in _TAPE_CENTRES.items():
        loop = lay_tape(places[term], vertices, heads)[0].points
        points[name] = 0.5 * (loop.min(axis=0) + loop.max(axis=0))
    crotch = np.array(anatomy.CROTCH)
    points["crotch"] = vertices[crotch[vertices[crotch, 1].argmin()]]
    for name, joint in _JOINTS.items():
        points[f"{name}_left"] = heads[anatomy.bone(f"{joint}_L")]
        points[f"{name}_right"] = heads[anatomy.bone(f"{joint}_R")]
    return {name: frozen(point) for name, point in points.items()}
