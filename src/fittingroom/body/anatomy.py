"""Where things are on the model's mesh: vertex numbers and bone joints.

Numbers belong to Anny 0.6.2's mesh ("anny" topology); a test holds each against the body it names.
Left is the person's own, +X.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.body.basis import load_basis

NAVEL = (4104,)
UNDERBUST = (4054,)
NECK_BACK = (857,)
ACROMION_LEFT = (8260,)
INNER_THIGH_LEFT = (12958,)
SEAT_LEFT = (10821, 10822)
CROTCH = (4356, 6415, 4358, 4354, 4360)
NIPPLES_LEFT = tuple(range(8434, 8450))
NIPPLES = (*range(1778, 1794), *NIPPLES_LEFT)
NECK_FRONT = (1524,)
NECK_SIDE_LEFT = (7523,)
ARMPIT_LEFT = (8321,)
NECK_REGION_FLOOR = 3944  # back of the spine at the armpits: what lies higher may be neck


@dataclass(frozen=True, slots=True)
class Anchor:
    """A point that is a weighted mean of vertices and bone heads.

    Args:
        vertices: vertex numbers.
        vertex_weights: their weights.
        heads: bone numbers.
        head_weights: their weights; all weights sum to 1.
    """

    vertices: tuple[int, ...] = ()
    vertex_weights: tuple[float, ...] = ()
    heads: tuple[int, ...] = ()
    head_weights: tuple[float, ...] = ()

    def at(self, vertices: Floats, heads: Floats) -> Floats:
        """Return where the point is [m], shape (3,)."""
        point = np.zeros(3)
        if self.vertices:
            point += np.array(self.vertex_weights) @ vertices[list(self.vertices)]
        if self.heads:
            point += np.array(self.head_weights) @ heads[list(self.heads)]
        return point


def on_skin(*numbers: int) -> Anchor:
    """Return the mean of vertices."""
    return Anchor(vertices=numbers, vertex_weights=(1 / len(numbers),) * len(numbers))


def on_bone(start: str, end: str, share: float) -> Anchor:
    """Return the point between two joints, `share` of the way."""
    return Anchor(heads=(bone(start), bone(end)), head_weights=(1 - share, share))


def between(first: Anchor, second: Anchor, share: float) -> Anchor:
    """Return the point between two anchors, `share` of the way."""
    return Anchor(
        first.vertices + second.vertices,
        tuple((1 - share) * w for w in first.vertex_weights)
        + tuple(share * w for w in second.vertex_weights),
        first.heads + second.heads,
        tuple((1 - share) * w for w in first.head_weights)
        + tuple(share * w for w in second.head_weights),
    )


def mirrored(numbers: tuple[int, ...]) -> tuple[int, ...]:
    """Return the twins of vertices on the other side."""
    return tuple(int(n) for n in load_basis().mirror[list(numbers)])


def bone(name: str) -> int:
    """Return a bone's number."""
    return load_basis().bones.index(name)


@lru_cache(maxsize=1)
def dominant_bones() -> Ints:
    """Return for each vertex the bone that moves it most, shape (vertex,)."""
    basis = load_basis()
    most = basis.skin_weights.argmax(axis=1)
    return np.asarray(basis.skin_bones[np.arange(len(most)), most])


def moved_by(*stems: str) -> Ints:
    """Return which vertices a bone whose name holds one of `stems` moves most, as booleans."""
    wanted = np.array([any(stem in name for stem in stems) for name in load_basis().bones])
    return np.asarray(wanted[dominant_bones()])
