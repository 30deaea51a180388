"""Which of the body model's parameters we use.

Seven phenotypes and 57 local changes, left and right tied. Anny has 254 changes; these are its own
measuring changes and those that move what a tape sees, or the look between two tapes. Faces, hands
and feet keep the model's mean.
"""

from __future__ import annotations

PHENOTYPES = ("gender", "muscle", "weight", "height", "proportions", "cupsize", "firmness")
"""Anny's phenotypes that are fitted, each 0 to 1; race stays at a third each."""

AGE = 0.72
"""Anny's age parameter for every body: 2/3 is a young adult, 1 an old one, below is a child."""

_MEASURES = (
    "neck-circ neck-height upperarm-circ upperarm-length lowerarm-length wrist-circ "
    "frontchest-dist bust-circ underbust-circ waist-circ napetowaist-dist waisttohip-dist "
    "shoulder-dist hips-circ "
    "thigh-circ knee-circ calf-circ ankle-circ upperleg-height lowerleg-height"
)
_TRUNK = (
    "torso-scale-horiz torso-scale-depth torso-scale-vert torso-vshape torso-muscle-pectoral "
    "torso-muscle-dorsi hip-scale-horiz hip-scale-depth hip-scale-vert stomach-tone "
    "stomach-pregnant pelvis-tone buttocks-volume neck-scale-depth neck-scale-horiz "
    "neck-scale-vert head-scale-vert"
)
_LIMBS = (
    "upperarm-fat upperarm-muscle upperarm-scale-vert lowerarm-fat lowerarm-scale-vert "
    "upperleg-fat upperleg-muscle upperleg-scale-horiz upperleg-scale-depth lowerleg-fat "
    "lowerleg-muscle foot-scale-depth foot-scale hand-scale upperarm-shoulder-muscle"
)
_SHIFTS = (
    "hip-trans-up",
    "hip-waist-up",
    "breast-volume-vert-up",
    "breast-trans-up",
    "torso-trans-up",
    "neck-trans-up",
)


def _local_changes() -> tuple[str, ...]:
    measures = [f"measure-{name}-incr" for name in _MEASURES.split()]
    trunk = [f"{name}-incr" for name in _TRUNK.split()]
    limbs = [f"l-{name}-incr" for name in _LIMBS.split()]
    return (*measures, *trunk, *limbs, *_SHIFTS)


LOCAL_CHANGES = _local_changes()
"""Anny's names of the local changes used, each -1 to 1; `l-` stands for both sides."""
