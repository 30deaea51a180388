"""Crew-neck T-shirt: front, back, two set-in sleeves and a rib neckband.

Every panel's y = 0 is its hem. Trade rules grade what a chart leaves out; each names its reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import pi

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.errors import PatternError
from fittingroom.garment.construction import Band, band, solve_length
from fittingroom.garment.design import DesignParameter
from fittingroom.garment.drafting import (
    along,
    curve,
    edge,
    join,
    line,
    mirror,
    mirrored,
    placement,
    seam,
    shift,
    split,
    unfold,
)
from fittingroom.garment.garment import SizeChart
from fittingroom.garment.pattern import Edge, Panel, Pattern
from fittingroom.garment.style import Draft, Style
from fittingroom.garment.tape import bottom, breadth_at, edge_length, end, panel_of, start

# Shops measure pit to pit 2.5 cm (one inch) below the armhole, where the seams no longer bulk [m].
PIT_LEVEL = 0.025
# Levels below the side neck point at which the finished waist and hip are read [m].
# Source: freesewing body tables, woman 34: hpsToWaistBack 0.395 and waistToSeat 0.25; man 38:
# 0.47 and 0.27. A T-shirt is cut for both, so the mean of the two, to the centimetre.
WAIST_LEVEL, HIP_LEVEL = 0.43, 0.69

PARAMETERS = (
    DesignParameter("bust_ease", 0.10, -0.06, 0.30, 0.01, "m", "Ease over a body chart's bust."),
    DesignParameter("neck_ratio", 0.385, 0.34, 0.46, 0.005, "1", "Neck width per shoulder width."),
    DesignParameter("neck_drop", 0.095, 0.06, 0.16, 0.005, "m", "Front neck depth at the seam."),
    DesignParameter("back_neck_drop", 0.02, 0.01, 0.04, 0.005, "m", "Back neck depth."),
    DesignParameter("shoulder_slope", 0.32, 0.24, 0.40, 0.02, "rad", "Fall of the shoulder seam."),
    DesignParameter("cap_ease", 0.004, 0.0, 0.02, 0.001, "m", "Sleeve cap longer than armhole."),
    DesignParameter("sleeve_ratio", 0.84, 0.76, 0.90, 0.01, "1", "Sleeve girth per armhole."),
    DesignParameter("cuff_ratio", 0.92, 0.80, 1.0, 0.01, "1", "Cuff girth per sleeve girth."),
    DesignParameter("hem_ratio", 1.0, 0.94, 1.2, 0.01, "1", "Hem girth per bust girth."),
    DesignParameter("band_ratio", 0.88, 0.75, 1.0, 0.01, "1", "Neckband per neckline it hugs."),
    DesignParameter("band_height", 0.02, 0.01, 0.04, 0.002, "m", "Finished height of neckband."),
)


def grade(chart: SizeChart, size: str, design: Mapping[str, float]) -> dict[str, float]:
    """Return the garment's target measures [m]: what the chart states, the rest by trade rules.

    Rules, with h the half chest: a regular tee with h = 0.53 has shoulder 0.465, armhole depth 0.27
    from the side neck point, sleeve 0.205 and length 0.70; per 2 in of half chest 1 in of
    shoulder, 1/2 in of armhole, 1/4 in of sleeve, 0.8 in of length. Source: practice of
    specification sheets; no standard fixes it, so a chart's own figure always wins.
    """
    row = {term: (low + high) / 2 for term, (low, high) in chart.sizes[size].items()}
    if chart.kind == "body":
        row = {"half_chest": (row["bust_girth"] + design["bust_ease"]) / 2}
    step = row["half_chest"] - 0.53
    rules = {
        "length": 0.70 + 0.40 * step,
        "shoulder": 0.465 + 0.50 * step,
        "sleeve_length": 0.205 + 0.125 * step,
    }
    return rules | row | {"armhole_depth": 0.27 + 0.25 * step}


def draft(target: Mapping[str, float], design: Mapping[str, float]) -> Draft:
    """Draft the five pieces and their seams."""
    front = _body("front", target, design)
    back = _body("back", target, design)
    armholes = (edge_length(front, "armhole_left"), edge_length(back, "armhole_left"))
    left, right = _sleeves(target, design, armholes)
    strip = _neckband(front, back, design)
    caps = {f"{side} {which} armhole": design["cap_ease"] / 2 for side, which in _ARMHOLES}
    panels = (front, back, left, right, strip.panel)
    return Draft(panels, (*_SEAMS, *strip.seams), caps | dict(strip.ease))


def measure(pattern: Pattern) -> dict[str, float]:
    """Return the finished measures, taken from the pieces."""
    front, back = panel_of(pattern, "front"), panel_of(pattern, "back")
    sleeve, strip = panel_of(pattern, "left_sleeve"), panel_of(pattern, "neckband")
    neck_point, underarm = end(front, "shoulder_left"), end(front, "side_left")

    def girth(level: float) -> float:
        return breadth_at(front, level) + breadth_at(back, level)

    crown = end(sleeve, "cap_back")
    bust = girth(underarm[1] - PIT_LEVEL)
    tips = start(front, "shoulder_left"), end(back, "shoulder_left")
    return {
        "bust": bust,
        "half_chest": bust / 2,
        "waist": girth(max(neck_point[1] - WAIST_LEVEL, bottom(front))),
        "hip": girth(max(neck_point[1] - HIP_LEVEL, bottom(front))),
        "hem": edge_length(front, "hem") + edge_length(back, "hem"),
        "length": float(neck_point[1] - bottom(front)),
        "shoulder": float(tips[0][0] - tips[1][0]),
        "sleeve_length": float(crown[1] - bottom(sleeve)),
        "upper_arm": float(start(sleeve, "cap_back")[0] - end(sleeve, "cap_front")[0]),
        "cuff": edge_length(sleeve, "hem"),
        "neck": edge_length(strip, "top"),
    }


def _body(name: str, target: Mapping[str, float], design: Mapping[str, float]) -> Panel:
    front = name == "front"
    plus, minus = ("left", "right") if front else ("right", "left")
    joined = ("hem", "neck") if front else ("hem",)
    edges = unfold(_body_half(front, target, design), plus=plus, minus=minus, joined=joined)
    place = placement("torso", 0.0 if front else pi, (0.0, target["length"]), "neck_left")
    return Panel(name, tuple(edges), place)


def _body_half(front: bool, target: Mapping[str, float], design: Mapping[str, float]) -> list[Edge]:
    high = target["length"]
    underarm = high - target["armhole_depth"]
    if underarm < 2 * PIT_LEVEL:
        raise PatternError(
            f"a T-shirt {high * 100:.1f} cm long ends at the armhole: check the chart's length",
            field="length",
            value=high,
            allowed=f"at least {(high - underarm + 2 * PIT_LEVEL) * 100:.0f} cm",
        )
    chest, hem = target["half_chest"] / 2, design["hem_ratio"] * target["half_chest"] / 2
    # the side seam is straight and passes the chest's half width exactly at the pit's level
    lean = (chest - hem) / (underarm - PIT_LEVEL)
    pit = np.array([chest + lean * PIT_LEVEL, underarm])
    neck = np.array([design["neck_ratio"] * target["shoulder"] / 2, high])
    slope = design["shoulder_slope"]
    run = target["shoulder"] / 2 - neck[0]
    tip = neck + run * np.array([1.0, -np.tan(slope)])
    across = -along(pi / 2 - slope)  # square to the shoulder seam, downwards
    rise = tip[1] - underarm
    scoop, pull = (0.055, 0.48) if front else (0.04, 0.42)
    drop = design["neck_drop"] if front else design["back_neck_drop"]
    return [
        edge("hem", line((0.0, 0.0), (hem, 0.0))),
        edge("side", line((hem, 0.0), pit)),
        edge("armhole", curve(pit, shift(pit, -scoop), tip + pull * rise * across, tip)),
        edge("shoulder", line(tip, neck)),
        edge("neck", _neckline(neck, drop, across)),
    ]


def _neckline(neck: Floats, drop: float, across: Floats) -> Floats:
    middle = np.array([0.0, neck[1] - drop])
    return curve(neck, neck + 0.55 * drop * across, shift(middle, 0.55 * neck[0]), middle)


def _sleeves(
    target: Mapping[str, float], design: Mapping[str, float], armholes: tuple[float, float]
) -> tuple[Panel, Panel]:
    ease, around = design["cap_ease"], sum(armholes)
    girth = target.get("upper_arm", design["sleeve_ratio"] * around)
    height = _cap_height(girth, around + ease)
    under = target["sleeve_length"] - height
    if under < 0.01:
        raise PatternError(
            f"a sleeve of {target['sleeve_length'] * 100:.1f} cm ends above the armpit: "
            f"the cap alone is {height * 100:.1f} cm high",
            field="sleeve_length",
            value=target["sleeve_length"],
            allowed=f"at least {(height + 0.01) * 100:.1f} cm",
        )
    cap = shift(_cap(girth, height), 0.0, under)
    back, front = split(cap, armholes[1] + ease / 2)
    cuff = design["cuff_ratio"] * girth / 2
    edges = (
        edge("hem", line((-cuff, 0.0), (cuff, 0.0))),
        edge("under_back", line((cuff, 0.0), cap[0])),
        edge("cap_back", back),
        edge("cap_front", front),
        edge("under_front", line(cap[-1], (-cuff, 0.0))),
    )
    hang = (0.0, target["sleeve_length"])
    left = Panel("left_sleeve", edges, placement("left_arm", pi / 2, hang, "shoulder_left"))
    other = placement("right_arm", -pi / 2, hang, "shoulder_right")
    return left, Panel("right_sleeve", mirrored(edges), other)


def _cap(girth: float, height: float) -> Floats:
    """Return the sleeve cap from the back's underarm over the crown to the front's."""
    half = girth / 2
    under, crown = np.array([half, 0.0]), np.array([0.0, height])
    back = curve(under, shift(under, -0.46 * half), shift(crown, 0.50 * half), crown)
    # the front is hollowed a little deeper, as the arm moves forward
    hollow = curve(under, shift(under, -0.52 * half), shift(crown, 0.46 * half), crown)
    return join(back, mirror(hollow))


def _cap_height(girth: float, seam_length: float) -> float:
    """Return the cap height [m] at which the cap is exactly `seam_length` long."""

    try:
        return solve_length(
            lambda height: _cap(girth, height), seam_length, 0.03, seam_length / 2, what="upper_arm"
        )
    except PatternError as refused:
        raise PatternError(
            f"a sleeve {girth * 100:.1f} cm round can't be set into an armhole of "
            f"{seam_length * 100:.1f} cm: make the sleeve narrower or the armhole deeper",
            field="upper_arm",
            value=girth,
            allowed=f"{0.5 * seam_length * 100:.0f} to {0.93 * seam_length * 100:.0f} cm",
        ) from refused


def _neckband(front: Panel, back: Panel, design: Mapping[str, float]) -> Band:
    """Return the band: closed at the centre back, middle of the front at x = 0."""
    run = [("back_right", back, "neck_right"), ("front", front, "neck")]
    return band(
        "neckband",
        [*run, ("back_left", back, "neck_left")],
        design["band_height"],
        placement("neck", 0.0, (0.0, 0.0), "neck_left"),
        share=design["band_ratio"],
        cloth="trim",
    )


_ARMHOLES = tuple((side, which) for side in ("left", "right") for which in ("front", "back"))
_SEAMS = tuple(
    made
    for side in ("left", "right")
    for made in (
        seam(f"{side} shoulder", f"front.shoulder_{side}", f"back.shoulder_{side}"),
        seam(f"{side} side", f"front.side_{side}", f"back.side_{side}"),
        seam(f"{side} front armhole", f"front.armhole_{side}", f"{side}_sleeve.cap_front"),
        seam(f"{side} back armhole", f"back.armhole_{side}", f"{side}_sleeve.cap_back"),
        seam(f"{side} sleeve", f"{side}_sleeve.under_front", f"{side}_sleeve.under_back"),
    )
)

TEE = Style(
    name="crew-neck-tee",
    title={"en": "Crew-neck T-shirt", "zh": "圆领T恤"},
    parameters=PARAMETERS,
    cloths=("shell", "trim"),
    terms={"garment": ("half_chest",), "body": ("bust_girth",)},
    grade=grade,
    draft=draft,
    measure=measure,
)
