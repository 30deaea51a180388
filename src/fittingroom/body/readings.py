"""Every measurement of a mesh, with gradients: girths, breadths, depths, heights, lengths, volume.

All work on posed arrays: vertices `shape (vertex, 3)`, bone heads `shape (bone, 3)`, metres.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.body import anatomy
from fittingroom.body.anatomy import Anchor, on_bone, on_skin
from fittingroom.body.basis import load_basis
from fittingroom.body.girths import UP, GirthPlace, girth_places
from fittingroom.body.reading import Reading
from fittingroom.geometry.section import HullCut, cut_edges, hull_cut, hull_slope
from fittingroom.person.person import Sex

# breadth or depth of the trunk -> the girth at whose level it is taken, the axis it runs along
SPANS: Mapping[str, tuple[str, int]] = {
    "bust_depth": ("bust_girth", 2),
    "waist_breadth": ("navel_waist_girth", 0),
    "waist_depth": ("navel_waist_girth", 2),
    "hip_depth": ("hip_girth", 2),
}

HEIGHTS: Mapping[str, tuple[int, ...]] = {
    "back_neck_height": anatomy.NECK_BACK,
    "navel_height": anatomy.NAVEL,
    "bust_height": anatomy.NIPPLES,
    "shoulder_height": anatomy.ACROMION_LEFT,
}


def lay_tape(place: GirthPlace, vertices: Floats, heads: Floats) -> tuple[HullCut, Floats, Floats]:
    """Return the tape's loop with the origin and normal of its plane."""
    origin, normal = place.plane(vertices, heads)
    cut = hull_cut(vertices, place.edges, origin, normal)
    if cut is None:  # a plane through a landmark of the mesh always meets the mesh
        raise RuntimeError("a tape's plane misses the body")
    return cut, origin, normal


def read_girth(place: GirthPlace, vertices: Floats, heads: Floats) -> Reading:
    """Read a tape."""
    cut, origin, normal = lay_tape(place, vertices, heads)
    slope = hull_slope(cut, vertices, origin, normal)
    reading = Reading(cut.perimeter)
    reading.pull_vertices(cut.edges[:, 0], slope.first)
    reading.pull_vertices(cut.edges[:, 1], slope.second)
    reading.pull(place.origin, slope.origin)
    if place.axis is not None:
        start, end = place.axis
        length = np.linalg.norm(heads[end] - heads[start])
        turn = (slope.normal - (slope.normal @ normal) * normal) / length
        reading.pull_head(start, -turn)
        reading.pull_head(end, turn)
    return reading


def read_span(place: GirthPlace, axis: int, vertices: Floats, heads: Floats) -> Reading:
    """Read how far a level cut reaches along a world axis."""
    origin, normal = place.plane(vertices, heads)
    points, edges, shares = cut_edges(vertices, place.edges, origin, normal)
    far, near = int(points[:, axis].argmax()), int(points[:, axis].argmin())
    reading = Reading(float(points[far, axis] - points[near, axis]))
    for corner, sign in ((far, 1.0), (near, -1.0)):
        pull = sign * np.eye(3)[axis]
        a, b = edges[corner]
        along = vertices[b] - vertices[a]
        slide = (pull @ along) / (along @ normal)
        free = pull - slide * normal
        reading.pull_vertices(a, (1 - shares[corner]) * free)
        reading.pull_vertices(b, shares[corner] * free)
        reading.pull(place.origin, slide * normal)
    return reading


def read_height(numbers: Ints, vertices: Floats) -> Reading:
    """Read the mean height of vertices above the soles."""
    floor = int(vertices[:, 1].argmin())
    reading = Reading(float(vertices[numbers, 1].mean() - vertices[floor, 1]))
    reading.pull_vertices(numbers, np.tile(UP / len(numbers), (len(numbers), 1)))
    reading.pull_vertices(np.array([floor]), -UP)
    return reading


def read_path(anchors: tuple[Anchor, ...], vertices: Floats, heads: Floats) -> Reading:
    """Read the length of a path of straight pieces."""
    points = [anchor.at(vertices, heads) for anchor in anchors]
    reading = Reading(0.0)
    for k in range(len(points) - 1):
        step = points[k + 1] - points[k]
        length = float(np.linalg.norm(step))
        reading.value += length
        reading.pull(anchors[k], -step / length)
        reading.pull(anchors[k + 1], step / length)
    return reading


def read_foot(vertices: Floats) -> Reading:
    """Read the left foot: heel to longest toe along the foot's own axis, on the floor plane."""
    foot = _foot()
    flat = vertices[foot][:, [0, 2]]
    axis = flat[flat[:, 1].argmax()] - flat[flat[:, 1].argmin()]
    axis /= np.linalg.norm(axis)
    along = flat @ axis
    toe, heel = int(along.argmax()), int(along.argmin())
    reading = Reading(float(along[toe] - along[heel]))
    pull = np.array([axis[0], 0.0, axis[1]])
    reading.pull_vertices(foot[[toe, heel]], np.stack([pull, -pull]))
    return reading


@lru_cache(maxsize=1)
def _foot() -> Ints:
    left = load_basis().vertices[:, 0, 0] > 0
    return np.flatnonzero(anatomy.moved_by("foot", "toe") & left)


@lru_cache(maxsize=1)
def _acromia() -> tuple[Anchor, Anchor]:
    left = anatomy.ACROMION_LEFT
    return on_skin(*left), on_skin(*anatomy.mirrored(left))


def read(term: str, sex: Sex, vertices: Floats, heads: Floats) -> Reading:
    """Read one term of the mesh; every term of the contract but weight.

    Args:
        term: `bust_girth`, `height`, ...
        sex: decides where the natural waist lies.
        vertices: posed [m], shape (vertex, 3).
        heads: posed bone heads [m], shape (bone, 3).
    """
    places = girth_places(sex)
    if term in places:
        return read_girth(places[term], vertices, heads)
    if term in SPANS:
        girth, axis = SPANS[term]
        return read_span(places[girth], axis, vertices, heads)
    if term == "height":
        return read_height(np.array([vertices[:, 1].argmax()]), vertices)
    if term == "inside_leg_length":
        crotch = np.array(anatomy.CROTCH)
        return read_height(crotch[[vertices[crotch, 1].argmin()]], vertices)
    if term == "shoulder_breadth":
        return read_path(_acromia(), vertices, heads)
    if term == "arm_length":
        joints = (on_bone("lowerarm01_L", "wrist_L", 0.0), on_bone("lowerarm01_L", "wrist_L", 1.0))
        return read_path((_acromia()[0], *joints), vertices, heads)
    if term == "foot_length":
        return read_foot(vertices)
    return read_height(np.array(HEIGHTS[term]), vertices)


MEASURED = (
    "height", "bust_girth", "underbust_girth", "waist_girth", "navel_waist_girth", "hip_girth",
    "neck_girth", "upper_arm_girth", "wrist_girth", "thigh_girth", "knee_girth", "calf_girth",
    "ankle_girth", "shoulder_breadth", "arm_length", "inside_leg_length", "foot_length",
    "back_neck_height", "shoulder_height", "bust_height", "navel_height", "bust_depth",
    "waist_breadth", "waist_depth", "hip_depth",
)  # fmt: skip
"""Every term that `read` knows, in the order tables show them."""
