"""A-line skirt: front and back with a waist dart on each side, and a straight waistband.

y = 0 is the hem at the centre. The waistband's middle sits on the natural waist.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import atan2, pi

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.errors import PatternError
from fittingroom.garment.construction import SMALLEST_DART, band, dart, solve_length
from fittingroom.garment.design import DesignParameter
from fittingroom.garment.drafting import (
    curve,
    edge,
    outline,
    placement,
    seam,
    shift,
    stretch,
    unfold,
)
from fittingroom.garment.garment import SizeChart
from fittingroom.garment.pattern import Edge, Panel, Pattern, Seam
from fittingroom.garment.style import Draft, Style
from fittingroom.garment.tape import bottom, edge_length, end, panel_of

# Natural waist to hip along the side [m].
# Source: Aldrich, Metric Pattern Cutting for Women's Wear, standard size 12: waist to hip 20.6 cm.
HIP_DEPTH = 0.206
# How much higher than the cone the waist is cut at the side [m]: the hip's curve needs it.
SIDE_RISE = 0.008
# Share of the darts' intake that the front takes: the seat is fuller than the stomach.
FRONT_SHARE = 0.38
# Share of the flare that is spread over the whole width, as closing part of the darts does: with
# all of it at the sides the hem stood out there like a board and hung flat in front.
ROUND = 0.65

PARAMETERS = (
    DesignParameter("waist_ease", 0.015, 0.0, 0.06, 0.005, "m", "Waistband over the body's waist."),
    DesignParameter("hip_ease", 0.05, 0.02, 0.16, 0.01, "m", "Skirt over the body's hip."),
    DesignParameter("length", 0.60, 0.38, 0.95, 0.01, "m", "Top of the waistband to the hem."),
    DesignParameter("flare", 0.075, 0.0, 0.16, 0.005, "m", "Width a quarter gains to the hem."),
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
    _check(target)
    cone = _Cone.of(target, design)
    # what each quarter must still lose at the waist once the cone has narrowed it: darts and side
    narrowed = target["hip"] / 4 * (1 - cone.rise / cone.radius)
    darts = max(0.0, (1 - design["side_share"]) * (narrowed - target["waist"] / 4))
    front_dart, back_dart = 2 * FRONT_SHARE * darts, 2 * (1 - FRONT_SHARE) * darts
    if front_dart < SMALLEST_DART:
        darts = front_dart = back_dart = 0.0
    width = target["waist"] / 4 + darts
    front = _piece("front", cone, target, design, width, front_dart)
    back = _piece("back", cone, target, design, width, back_dart)
    hang = (0.0, design["band_height"] / 2)
    strip = band(
        "waistband",
        _waist_run(front, back, darted=darts > 0),
        design["band_height"],
        placement("torso", 0.0, hang, "waist"),
    )
    closed = _dart_seams() if darts > 0 else []
    return Draft((front, back, strip.panel), (*_SIDES, *closed, *strip.seams), {})


def measure(pattern: Pattern) -> dict[str, float]:
    """Return the finished measures, taken from the pieces.

    The hip is measured along the curve that keeps its distance from the waist, as a tape lies.
    """
    front, back = panel_of(pattern, "front"), panel_of(pattern, "back")
    strip = panel_of(pattern, "waistband")
    top, height = _top(front), edge_length(strip, "end_left")
    level = top - (HIP_DEPTH - height / 2)
    return {
        "waist": edge_length(strip, "top"),
        "hip": _along_hip(front, level) + _along_hip(back, level),
        "hem": edge_length(front, "hem") + edge_length(back, "hem"),
        "length": top + height - bottom(front),
    }


def _top(front: Panel) -> float:
    """Return the waist's level at the centre front [m]."""
    points = outline(front)
    middle = points[np.abs(points[:, 0]) < 1e-6]
    return float(middle[:, 1].max())


def _along_hip(panel: Panel, level: float) -> float:
    """Return the length of the circle through the hip's corners and its centre [m]."""
    plus = "left" if panel.name == "front" else "right"
    half, height = end(panel, f"side_lower_{plus}")
    sagitta = float(height - level)
    if abs(sagitta) < 1e-9:
        return float(2 * half)
    radius = (half**2 + sagitta**2) / (2 * sagitta)
    return float(4 * radius * atan2(sagitta, half))


@dataclass(frozen=True, slots=True)
class _Cone:
    """How a straight skirt is bent into a cone, so that its flare hangs all round.

    Args:
        hip: level of the hip [m].
        radius: of the hip's line, once bent [m].
        rise: from the hip to the waist at the centre [m].
        side: what the side seam adds to the hem before bending [m].
    """

    hip: float
    radius: float
    rise: float
    side: float

    @classmethod
    def of(cls, target: Mapping[str, float], design: Mapping[str, float]) -> _Cone:
        """Return the cone that gives `ROUND` of the flare, if it can; the sides give the rest."""
        rise = HIP_DEPTH - design["band_height"] / 2
        hip = target["length"] - design["band_height"] - rise
        quarter = target["hip"] / 4
        # once its darts are closed altogether, only the side seams can still give flare
        closing = hip * (quarter - target["waist"] / 4) / rise
        spread = max(min(ROUND * design["flare"], closing), 1e-4)
        side = max(0.0, design["flare"] - spread) / (1 + spread / quarter)
        return cls(hip=hip, radius=hip * quarter / spread, rise=rise, side=side)

    def bent(self, points: Floats) -> Floats:
        """Return points of the straight draft on the cone's flat development."""
        reach = self.radius + self.hip - points[:, 1]
        angle = points[:, 0] / self.radius
        height = self.hip + self.radius - reach * np.cos(angle)
        return np.stack([reach * np.sin(angle), height], axis=1)


def _piece(
    name: str,
    cone: _Cone,
    target: Mapping[str, float],
    design: Mapping[str, float],
    width: float,
    intake: float,
) -> Panel:
    front = name == "front"
    plus, minus = ("left", "right") if front else ("right", "left")
    edges = unfold(
        _half(cone, target["hip"] / 4, width, intake, 0.09 if front else 0.125),
        plus=plus,
        minus=minus,
        joined=("hem", "waist_middle") if front else ("hem",),
    )
    top = target["length"] - design["band_height"] / 2
    return Panel(name, tuple(edges), placement("legs", 0.0 if front else pi, (0.0, top), "waist"))


def _half(cone: _Cone, quarter: float, width: float, intake: float, depth: float) -> list[Edge]:
    top = cone.hip + cone.rise
    hem, hip = np.array([quarter + cone.side, 0.0]), np.array([quarter, cone.hip])

    def waistline(reach: float) -> Floats:
        corner = np.array([reach, top + SIDE_RISE])
        fall = shift(corner, -reach / 3, -0.9 * SIDE_RISE)
        return cone.bent(curve(corner, fall, (reach / 3, top), (0.0, top)))

    reach = solve_length(waistline, width, 0.5 * width, 2.0 * width, what="waist")
    waist = waistline(reach)
    corner = np.array([reach, top + SIDE_RISE])
    steep = 0.45 * cone.rise
    lean = (hip - hem) / np.linalg.norm(hip - hem)
    upper = curve(hip, hip + steep * lean, shift(corner, 0.004, -steep), corner)
    low = [
        edge("hem", cone.bent(stretch((0.0, 0.0), hem))),
        edge("side_lower", cone.bent(stretch(hem, hip))),
        edge("side_upper", cone.bent(upper)),
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


def _check(target: Mapping[str, float]) -> None:
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


_SIDES = tuple(
    seam(f"{side} side {part} the hip", f"front.{edge_name}_{side}", f"back.{edge_name}_{side}")
    for side in ("left", "right")
    for part, edge_name in (("below", "side_lower"), ("above", "side_upper"))
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
    opening="For a zip at the centre back cut two backs, 1 cm added there; open the band there.",
)
