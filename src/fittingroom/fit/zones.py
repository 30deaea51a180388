"""Where fit is judged: the zones of each style, and what of body and garment they compare."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from fittingroom.errors import UnknownName
from fittingroom.garment.pattern import Wraps

Measured = Literal["tape", "grain", "length"]


@dataclass(frozen=True, slots=True)
class Zone:
    """A place where fit is judged.

    Args:
        name: "bust", "sleeve_length", …
        measured: "tape": the plane of the body's tape crosses the worn garment; "grain": the
            middle of a band is followed; "length": the pattern's length is compared, uncut.
        body: the body's measure as a sum of terms with factors.
        finished: its name in `Pattern.lengths`.
        wraps: the panels that lie there, for girths.
        reach: how far the plane may move along its normal to meet the garment all round [m].
        bridges: where an armhole opens the level, the tape goes straight across.
    """

    name: str
    measured: Measured
    body: tuple[tuple[str, float], ...]
    finished: str
    wraps: tuple[Wraps, ...] = ()
    reach: tuple[float, ...] = (0.0,)
    bridges: bool = False

    @property
    def term(self) -> str:
        """The body's term, for zones that compare one."""
        return self.body[0][0]


def _girth(name: str, term: str, *wraps: Wraps, reach: tuple[float, ...] = (0.0,)) -> Zone:
    return Zone(name, "tape", ((term, 1.0),), name, wraps, reach)


# Where cloth doesn't close at the tape's level, the nearest level where it does counts [m].
DOWN = tuple(-0.01 * step for step in range(9))  # a waistband may sit lower than the tape
UP = tuple(0.01 * step for step in range(9))  # a top's hem may end above the hip
ARM = tuple(0.01 * step * side for step in range(9) for side in (-1, 1))  # sleeves end anywhere

NECK = Zone("neck", "grain", (("neck_girth", 1.0),), "neck", ("neck",))
SHOULDER = Zone("shoulder", "length", (("shoulder_breadth", 1.0),), "shoulder")
BUST = Zone("bust", "tape", (("bust_girth", 1.0),), "bust", ("torso",), bridges=True)
WAIST = _girth("waist", "waist_girth", "torso", "legs", "left_leg", "right_leg", reach=DOWN)
HIP = _girth("hip", "hip_girth", "torso", "legs", "left_leg", "right_leg", reach=UP)
# a crotch seam may hang below the thigh's tape: the tape then closes across it
THIGH = Zone("thigh", "tape", (("thigh_girth", 1.0),), "thigh", ("left_leg",), bridges=True)
UPPER_ARM = _girth("upper_arm", "upper_arm_girth", "left_arm", reach=ARM)
# A short sleeve is measured against the way to the elbow: acromion to radiale is 0.57 of the arm.
# Source: our means of ANSUR II, acromionradialelength over sleeveoutseam (men 0.565, women 0.573).
SLEEVE = Zone("sleeve_length", "length", (("arm_length", 0.57),), "sleeve_length")
# A top is measured against the trunk: nape to crotch.
TRUNK = Zone("length", "length", (("back_neck_height", 1.0), ("inside_leg_length", -1.0)), "length")
# Skirts and dresses are measured against the way to the knee. Kneecap at 0.285 of stature.
# Source: Drillis & Contini 1966, Body Segment Parameters, NYU TR 1166.03, fig. 1.
KNEE = ("height", -0.285)
DRESS = Zone("length", "length", (("back_neck_height", 1.0), KNEE), "length")
SKIRT = Zone("length", "length", (("navel_height", 1.0), KNEE), "length")
INSEAM = Zone("length", "length", (("inside_leg_length", 1.0),), "inside_leg")

ZONES: dict[str, tuple[Zone, ...]] = {
    "crew-neck-tee": (NECK, SHOULDER, BUST, WAIST, HIP, UPPER_ARM, SLEEVE, TRUNK),
    "a-line-skirt": (WAIST, HIP, SKIRT),
    "shift-dress": (SHOULDER, BUST, WAIST, HIP, DRESS),
    "straight-trousers": (WAIST, HIP, THIGH, INSEAM),
}


def zones_of(style: str) -> tuple[Zone, ...]:
    """Return the zones of a style, from the neck down.

    Raises:
        UnknownName: a style nobody knows.
    """
    if style not in ZONES:
        raise UnknownName("style", style, ZONES)
    return ZONES[style]
