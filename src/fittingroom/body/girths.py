"""Where each girth's tape lies: the plane it is in and the part of the mesh it goes around.

Torso tapes are level; limb and neck tapes lie across their bone's own axis.
Source: ISO 8559-1:2017 for the places; the share along a bone is where that place falls on the
model. The natural waist is midway between the lowest rib and the iliac crest; the model has
neither, so its level between navel and nipples is the survey's (ANSUR II: mean over 4,866 people of
((tenth rib + iliocristale)/2 - omphalion) / (chest - omphalion) by sex, sd 0.08).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.body import anatomy
from fittingroom.body.anatomy import Anchor, between, on_bone, on_skin
from fittingroom.body.basis import load_basis
from fittingroom.geometry.mesh import edges as mesh_edges
from fittingroom.person.person import Sex

NATURAL_WAIST_SHARE: Mapping[Sex, float] = {"male": 0.146, "female": 0.241}
"""Height of the natural waist above the navel, as a share of the nipples' height above it."""

THIGH_LEVELS = (0.35, 0.45, 0.6)
"""Levels between the top of the thigh and the knee, as shares along the bone, that shape it."""

BELOW_HIP = (0.03, 0.06)
"""How far under the hip tape the thighs may not spread beyond it [m]."""

UP = np.array([0.0, 1.0, 0.0])


@dataclass(frozen=True, slots=True)
class GirthPlace:
    """Where a tape lies.

    Args:
        edges: mesh edges it may touch, shape (edge, 2).
        origin: a point of its plane.
        axis: two joints (bone numbers) its plane is square to; None where the tape is level.
        below: how far under `origin` a level tape lies [m].
    """

    edges: Ints
    origin: Anchor
    axis: tuple[int, int] | None = None
    below: float = 0.0

    def plane(self, vertices: Floats, heads: Floats) -> tuple[Floats, Floats]:
        """Return origin and unit normal of the plane [m]."""
        origin = self.origin.at(vertices, heads)
        if self.axis is None:
            return origin - self.below * UP, UP
        along = heads[self.axis[1]] - heads[self.axis[0]]
        return origin, along / np.linalg.norm(along)


@lru_cache(maxsize=2)
def girth_places(sex: Sex) -> Mapping[str, GirthPlace]:
    """Return where every girth of this sex is taken, by term; a leading `_`: for the look only."""
    torso, left_arm, left_leg, lower_leg, neck = _regions()
    bust = on_skin(*anatomy.NIPPLES)
    navel = on_skin(*anatomy.NAVEL)
    seat = on_skin(*anatomy.SEAT_LEFT, *anatomy.mirrored(anatomy.SEAT_LEFT))
    waist = between(navel, bust, NATURAL_WAIST_SHARE[sex])
    upper, lower = ("upperleg01_L", "lowerleg01_L"), ("lowerleg01_L", "foot_L")
    return {
        "bust_girth": GirthPlace(torso, bust),
        "underbust_girth": GirthPlace(torso, on_skin(*anatomy.UNDERBUST)),
        "waist_girth": GirthPlace(torso, waist),
        "navel_waist_girth": GirthPlace(torso, navel),
        "hip_girth": GirthPlace(torso, seat),
        **{f"_below_hip_{k}": GirthPlace(torso, seat, below=b) for k, b in enumerate(BELOW_HIP)},
        "neck_girth": _across(neck, "neck01", "head", 0.3),
        "upper_arm_girth": _across(left_arm, "upperarm01_L", "lowerarm01_L", 0.5),
        "wrist_girth": _across(left_arm, "lowerarm01_L", "wrist_L", 0.96),
        "thigh_girth": GirthPlace(
            left_leg,
            on_skin(*anatomy.INNER_THIGH_LEFT),
            (anatomy.bone(upper[0]), anatomy.bone(upper[1])),
        ),
        **{f"_thigh_{k}": _across(left_leg, *upper, share) for k, share in enumerate(THIGH_LEVELS)},
        "knee_girth": _across(left_leg, *upper, 0.9),
        "calf_girth": _across(lower_leg, *lower, 0.31),
        "ankle_girth": _across(lower_leg, *lower, 0.86),
    }


def _across(edges: Ints, start: str, end: str, share: float) -> GirthPlace:
    axis = (anatomy.bone(start), anatomy.bone(end))
    return GirthPlace(edges, on_bone(start, end, share), axis)


@lru_cache(maxsize=1)
def _regions() -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Return the edges of torso, left arm, left leg, left lower leg and neck."""
    basis = load_basis()
    rest = basis.vertices[:, :, 0]
    everywhere = mesh_edges(basis.triangles)
    left = rest[:, 0] > -1e-6
    limbs = ("shoulder01", "upperarm", "lowerarm", "wrist", "finger", "metacarpal")
    torso = ~anatomy.moved_by(*limbs)
    arm = anatomy.moved_by("upperarm", "lowerarm", "wrist", "shoulder01") & left
    leg = torso & left
    lower_leg = anatomy.moved_by("lowerleg", "foot", "upperleg02") & left
    neck = torso & (rest[:, 1] > rest[anatomy.NECK_REGION_FLOOR, 1])
    return tuple(  # type: ignore[return-value]
        everywhere[region[everywhere].all(axis=1)] for region in (torso, arm, leg, lower_leg, neck)
    )
