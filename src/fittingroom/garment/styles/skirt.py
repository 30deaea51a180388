"""A-line skirt: front and back with a waist dart on each side, and a straight waistband.

y = 0 is the hem at the centre. The waistband's middle sits on the natural waist.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import atan2, pi

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.errors import PatternError
from fittingroom.garment.construction import SMALLEST_DART, band, dart, solve_length
from fittingroom.garment.design import DesignParameter
from fittingroom.garment.drafting import (
    along,
    curve,
    edge,
    line,
    outline,
    placement,
    seam,
    shift,
    unfold,
)
from fittingroom.garment.garment import SizeChart
from fittingroom.garment.pattern import Edge, Panel, Pattern, Seam
from fittingroom.garment.style import Draft, Style
from fittingroom.garment.tape import bottom, breadth_at, edge_length, panel_of

# Natural waist to hip along the side [m].
# Source: Aldrich, Metric Pattern Cutting for Women's Wear, standard size 12: waist to hip 20.6 cm.
HIP_DEPTH = 0.206
# How much higher the waist is cut at the side than at the centre [m]: the hip's curve needs it.
SIDE_RISE = 0.011
# Share of the darts' intake that the front takes: the seat is fuller than the stomach.
FRONT_SHARE = 0.38

PARAMETERS = (
    DesignParameter("waist_ease", 0.015, 0.0, 0.06, 0.005, "m", "Waistband over the body's waist."),
    DesignParameter("hip_ease", 0.05, 0.02, 0.16, 0.01, "m", "Skirt over the body's hip."),
    DesignParameter("length", 0.60, 0.38, 0.95, 0.01, "m", "Top of the waistband to the hem."),
    DesignParameter("flare", 0.075, 0.0, 0.16, 0.005, "m", "Width a side gains to the hem."),
    DesignParameter("side_share", 0.45, 0.3, 0.7, 0.05, "1", "Share of shaping the side takes."),
    DesignParameter("band_height", 0.035, 0.02, 0.06, 0.005, "m", "Finished waistband height."),
)


def grade(chart: SizeChart, size: str, design: Mapping[str, float]) -> dict[str, float]:
    """Return the garment's target measures [m]: the chart's body plus ease, or its own figures."""
    row = {term: (low + high) / 2 for term, (low, high) in chart.sizes[size].items()}
    if chart.kind == "body":
        row["waist"] = row["waist_girth"] + design["waist_ease"]
        row["hip"] = row["hip_girth"] + design["hip_ease"]
    return {"length": design["length"]} | row


def draft(target: Mapping[str, float], design: Mapping[str, float]) -> Draft:
    """Draft front, back and waistband."""
    _check(target, design)
    # what each quarter must lose between hip and waist; the side seam takes its share
    darts = (1 - design["side_share"]) * (target["hip"] - target["waist"]) / 4
    front_dart, back_dart = 2 * FRONT_SHARE * darts, 2 * (1 - FRONT_SHARE) * darts
    if front_dart < SMALLEST_DART:
        darts = front_dart = back_dart = 0.0
    width = target["waist"] / 4 + darts
    front = _piece("front", target, design, width, front_dart)
    back = _piece("back", target, design, width, back_dart)
    hang = (0.0, design["band_height"] / 2)
    strip = band(
        "waistband",
        _waist_run(front, back, darted=darts > 0),
        design["band_height"],
        placement("torso", 0.0, hang, "waist"),
    )
    sides = [seam(f"{s} side", f"front.side_{s}", f"back.side_{s}") for s in ("left", "right")]
    closed = _dart_seams() if darts > 0 else []
    return Draft((front, back, strip.panel), (*sides, *closed, *strip.seams), {})


def measure(pattern: Pattern) -> dict[str, float]:
    """Return the finished measures, taken from the pieces."""
    front, back = panel_of(pattern, "front"), panel_of(pattern, "back")
    strip = panel_of(pattern, "waistband")
    top = _top(front)
    band_height = edge_length(strip, "end_left")
    level = top - (HIP_DEPTH - band_height / 2)
    return {
        "waist": edge_length(strip, "top"),
        "hip": breadth_at(front, level) + breadth_at(back, level),
        "hem": edge_length(front, "hem") + edge_length(back, "hem"),
        "length": top + band_height - bottom(front),
    }


def _top(front: Panel) -> float:
    """Return the waist's level at the centre front [m]."""
    points = outline(front)
    middle = points[np.abs(points[:, 0]) < 1e-6]
    return float(middle[:, 1].max())


def _piece(
    name: str,
    target: Mapping[str, float],
    design: Mapping[str, float],
    width: float,
    intake: float,
) -> Panel:
    front = name == "front"
    plus, minus = ("left", "right") if front else ("right", "left")
    joined = ("hem", "waist_middle") if front else ("hem",)
    edges = unfold(
        _half(target, design, width, intake, 0.09 if front else 0.125),
        plus=plus,
        minus=minus,
        joined=joined,
    )
    top = target["length"] - design["band_height"] / 2
    return Panel(name, tuple(edges), placement("legs", 0.0 if front else pi, (0.0, top), "waist"))


def _half(
    target: Mapping[str, float],
    design: Mapping[str, float],
    width: float,
    intake: float,
    depth: float,
) -> list[Edge]:
    top = target["length"] - design["band_height"]
    hip = np.array([target["hip"] / 4, top - (HIP_DEPTH - design["band_height"] / 2)])
    tilt = atan2(design["flare"], hip[1])
    # the side hangs as long as the centre, so the hem is level when worn
    hem = hip + hip[1] * along(tilt - pi / 2)
    lift = 2 * atan2(hem[1], hem[0])  # a circle's end direction, level at the centre

    def waistline(reach: float) -> Floats:
        corner = np.array([reach, top + SIDE_RISE])
        return curve(
            corner, shift(corner, -reach / 3, -0.9 * SIDE_RISE), (reach / 3, top), (0.0, top)
        )

    reach = solve_length(waistline, width, 0.5 * width, width, what="waist")
    waist = waistline(reach)
    steep = 0.45 * (waist[0][1] - hip[1])
    side = curve(hip, hip - steep * along(tilt - pi / 2), shift(waist[0], 0.004, -steep), waist[0])
    low = [
        edge("hem", curve((0.0, 0.0), (hem[0] / 3, 0.0), hem - hem[0] / 3 * along(lift), hem)),
        edge("side", line(hem, hip), side),
    ]
    if not intake:
        return [*low, edge("waist_middle", waist)]
    middle = (width - intake) * 0.52 + intake / 2
    before, leg_a, leg_b, after = dart("dart", waist, at=width - middle, intake=intake, depth=depth)
    return [*low, edge("waist_side", before), leg_a, leg_b, edge("waist_middle", after)]


def _waist_run(front: Panel, back: Panel, *, darted: bool) -> list[tuple[str, Panel, str]]:
    """Return what the waistband is sewn to, from the centre back round the right side."""
    right = [("back_middle_right", back, "waist_middle_right")]
    left = [("back_middle_left", back, "waist_middle_left")]
    if darted:
        right += [("back_side_right", back, "waist_side_right")]
        right += [("front_side_right", front, "waist_side_right")]
        left = [("back_side_left", back, "waist_side_left"), *left]
        left = [("front_side_left", front, "waist_side_left"), *left]
    return [*right, ("front_middle", front, "waist_middle"), *left]


def _dart_seams() -> list[Seam]:
    return [
        seam(f"{panel} {side} dart", f"{panel}.dart_a_{side}", f"{panel}.dart_b_{side}")
        for panel in ("front", "back")
        for side in ("left", "right")
    ]


def _check(target: Mapping[str, float], design: Mapping[str, float]) -> None:
    if target["hip"] < target["waist"] + 0.02:
        raise PatternError(
            f"the skirt's hip {target['hip'] * 100:.1f} cm must be at least 2 cm more than its "
            f"waist {target['waist'] * 100:.1f} cm: add hip ease or check the chart",
            field="hip",
            value=target["hip"],
            allowed=f"at least {target['waist'] * 100 + 2:.1f} cm",
        )
    shortest = HIP_DEPTH + 0.1
    if target["length"] < shortest:
        raise PatternError(
            f"a skirt {target['length'] * 100:.1f} cm long ends above the seat",
            field="length",
            value=target["length"],
            allowed=f"at least {shortest * 100:.0f} cm",
        )


SKIRT = Style(
    name="a-line-skirt",
    title={"en": "A-line skirt", "zh": "A字裙"},
    parameters=PARAMETERS,
    cloths=("shell",),
    terms={"garment": ("waist", "hip"), "body": ("waist_girth", "hip_girth")},
    grade=grade,
    draft=draft,
    measure=measure,
)
