"""Sleeveless shift dress: front with bust and waist darts, back with waist darts.

y = 0 is the hem at the centre; front and back agree up to the bust, above it the front is higher
by what the bust dart takes. A waist dart opens below the bust, is widest at the waist and runs out
in the hem, so its legs are two edges of the outline like any other dart's. Neck and armholes are
bound, which adds no piece.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import pi, tan

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.errors import PatternError
from fittingroom.garment.design import DesignParameter
from fittingroom.garment.drafting import (
    along,
    curve,
    edge,
    edge_of,
    join,
    line,
    placement,
    seam,
    shift,
    unfold,
)
from fittingroom.garment.garment import SizeChart
from fittingroom.garment.pattern import Edge, Panel, Pattern
from fittingroom.garment.style import Draft, Style
from fittingroom.garment.tape import bottom, breadth_at, edge_length, end, panel_of, start

# Where a finished bust is measured: 2.5 cm below the armhole [m].
BUST_LEVEL = 0.025
# Levels below the body's side neck point for a bust of 0.925 [m]: underarm, bust, waist; the hip
# below the waist. Source: freesewing body tables, woman 34 (bust 0.925): hpsToWaistBack 0.395,
# hpsToBust 0.275 over the front; Aldrich, Metric Pattern Cutting for Women's Wear, size 12:
# armscye depth 21 cm from the nape, waist to hip 20.6 cm. The bust lies higher on the back's
# scale by half of what the bust dart takes.
UNDERARM, BUST, WAIST, HIP_DEPTH = 0.214, 0.261, 0.395, 0.206
# Where the body's side neck point is from the middle [m], on fitted bodies 6 to 8 cm: a wider
# neckline begins further out and lower on the shoulder.
SIDE_NECK = 0.07
# Bust point from the centre, per quarter of the dress's bust: 10 cm at 98 cm, as on fitted bodies.
APEX = 0.41
# How much wider each front quarter is than each back quarter, halved [m].
FRONT_MORE = 0.005
# The waist dart's share that is left at the hip, and its width where it ends in the hem [m].
DART_AT_HIP, DART_AT_HEM = 0.30, 0.006
# A waist dart takes at least this much [m], or it could not run out in the hem.
SMALLEST_WAIST_DART = 0.012

PARAMETERS = (
    DesignParameter("bust_ease", 0.06, 0.03, 0.16, 0.01, "m", "Dress over the body's bust."),
    DesignParameter("waist_ease", 0.09, 0.03, 0.24, 0.01, "m", "Dress over the body's waist."),
    DesignParameter("hip_ease", 0.06, 0.03, 0.20, 0.01, "m", "Dress over the body's hip."),
    DesignParameter("length", 0.93, 0.78, 1.30, 0.01, "m", "Side neck point to hem, at the back."),
    DesignParameter("bust_dart", 0.028, 0.012, 0.045, 0.002, "m", "Intake of the bust dart."),
    DesignParameter("waist_dart", 0.5, 0.3, 0.7, 0.05, "1", "Share of shaping the dart takes."),
    DesignParameter("flare", 0.015, 0.0, 0.06, 0.005, "m", "Width a side gains from hip to hem."),
    DesignParameter("neck_width", 0.20, 0.17, 0.26, 0.005, "m", "Between the side neck points."),
    DesignParameter("neck_drop", 0.105, 0.07, 0.18, 0.005, "m", "Front neck depth."),
    DesignParameter("back_neck_drop", 0.045, 0.02, 0.12, 0.005, "m", "Back neck depth."),
    DesignParameter("shoulder_slope", 0.36, 0.28, 0.44, 0.02, "rad", "Fall of the shoulder."),
)


def grade(chart: SizeChart, size: str, design: Mapping[str, float]) -> dict[str, float]:
    """Return the garment's target measures [m].

    Rules for what charts leave out: levels grow by 12 mm per 10 cm of bust down to the underarm
    and the bust, 10 mm down to the waist; the shoulder is 0.352 across at a bust of 0.925 and
    grows 24 mm per 10 cm. Source: Aldrich, Metric Pattern Cutting for Women's Wear, standard body
    measurements, steps between sizes 8 and 20.
    """
    row = {term: (low + high) / 2 for term, (low, high) in chart.sizes[size].items()}
    if chart.kind == "body":
        for zone in ("bust", "waist", "hip"):
            row[zone] = row[f"{zone}_girth"] + design[f"{zone}_ease"]
    step = row.get("bust_girth", row["bust"] - design["bust_ease"]) - 0.925
    lower = (design["neck_width"] / 2 - SIDE_NECK) * tan(design["shoulder_slope"])
    rules = {
        "length": design["length"],
        "shoulder": 0.352 + 0.24 * step,
        "underarm_level": UNDERARM - lower + 0.12 * step,
        "bust_level": BUST - lower + 0.12 * step,
        "waist_level": WAIST - lower + 0.10 * step,
    }
    return rules | row


def draft(target: Mapping[str, float], design: Mapping[str, float]) -> Draft:
    """Draft front and back."""
    _check(target)
    panels = (_piece("front", target, design), _piece("back", target, design))
    return Draft(panels, _SEAMS, {})


def measure(pattern: Pattern) -> dict[str, float]:
    """Return the finished measures, taken from the pieces."""
    front, back = panel_of(pattern, "front"), panel_of(pattern, "back")
    neck, underarm = end(back, "shoulder_right"), end(back, "side_upper_right")
    bust = start(back, "side_upper_right")
    waist = _waist_level(back)

    def girth(level: float) -> float:
        return breadth_at(front, level) + breadth_at(back, level)

    # above the bust dart the front is higher by what the dart takes
    taken = end(front, "side_upper_left")[1] - underarm[1]
    pit = underarm[1] - BUST_LEVEL
    hems = ("hem_middle", "hem_side_left", "hem_side_right")
    return {
        "bust": breadth_at(front, pit + taken) + breadth_at(back, pit),
        "waist": girth(waist),
        "hip": girth(waist - HIP_DEPTH),
        "hem": edge_length(front, *hems) + edge_length(back, *hems),
        "length": float(neck[1] - bottom(back)),
        "shoulder": float(start(back, "shoulder_right")[0] - end(back, "shoulder_left")[0]),
        "neck": edge_length(front, "neck") + edge_length(back, "neck"),
        "back_waist_length": float(neck[1] - waist),
        "bust_depth": float(neck[1] - bust[1]),
    }


def _waist_level(panel: Panel) -> float:
    """Return the level at which the waist dart is widest [m]."""
    leg = edge_of(panel, "waist_dart_a_right").points
    return float(leg[np.abs(leg[:, 0] - leg[-1, 0]).argmax(), 1])


def _piece(name: str, target: Mapping[str, float], design: Mapping[str, float]) -> Panel:
    front = name == "front"
    plus, minus = ("left", "right") if front else ("right", "left")
    half = _half(front, target, design)
    edges = unfold(half, plus=plus, minus=minus, joined=("hem_middle", "neck"))
    high = target["length"] + (design["bust_dart"] if front else 0.0)
    place = placement("torso", 0.0 if front else pi, (0.0, high), "neck_left")
    return Panel(name, tuple(edges), place)


def _half(front: bool, target: Mapping[str, float], design: Mapping[str, float]) -> list[Edge]:
    high = target["length"]
    waist, bust, underarm = (high - target[f"{n}_level"] for n in ("waist", "bust", "underarm"))
    hip = waist - HIP_DEPTH
    more = FRONT_MORE if front else -FRONT_MORE
    quarter = {zone: target[zone] / 4 + more for zone in ("bust", "waist", "hip")}
    shaping = min(quarter["bust"], quarter["hip"]) - quarter["waist"]
    taken = max(SMALLEST_WAIST_DART, design["waist_dart"] * shaping)
    left = max(DART_AT_HEM, DART_AT_HIP * taken)
    middle = APEX * target["bust"] / 4
    tip = bust - 0.03 if front else bust
    leg = _leg(middle, (DART_AT_HEM, left, taken), (hip, waist, tip))
    hem_x = quarter["hip"] + design["flare"] + DART_AT_HEM
    stops = [
        np.array([hem_x, 0.0]),
        np.array([quarter["hip"] + left, hip]),
        np.array([quarter["waist"] + taken, waist]),
        np.array([quarter["bust"], bust]),
    ]
    other = leg[::-1] * np.array([-1.0, 1.0]) + np.array([2 * middle, 0.0])
    low = [
        edge("hem_middle", line((0.0, 0.0), leg[0])),
        edge("waist_dart_a", leg),
        edge("waist_dart_b", other),
        edge("hem_side", line(other[-1], stops[0])),
        edge("side_lower", _side(*stops)),
    ]
    raised = design["bust_dart"] if front else 0.0
    return [*low, *_upper(stops[-1], middle, underarm + raised, raised, target, design)]


def _leg(middle: float, widths: tuple[float, float, float], levels: tuple[float, ...]) -> Floats:
    """Return the waist dart's leg nearer the centre, from the hem up to its tip."""
    hip, waist, tip = levels
    hem, at_hip, at_waist = (middle - width / 2 for width in widths)
    low, wide, top = np.array([at_hip, hip]), np.array([at_waist, waist]), np.array([middle, tip])
    lean = (low - np.array([hem, 0.0])) / hip * 0.4 * (waist - hip)
    return join(
        line((hem, 0.0), low),
        curve(low, low + lean, shift(wide, 0.0, -0.4 * (waist - hip)), wide),
        curve(wide, shift(wide, 0.0, 0.3 * (tip - waist)), top - 0.4 * (top - wide), top),
    )


def _side(hem: Floats, hip: Floats, waist: Floats, bust: Floats) -> Floats:
    low, high = waist[1] - hip[1], bust[1] - waist[1]
    lean = (hip - hem) / np.linalg.norm(hip - hem) * 0.4 * low
    return join(
        line(hem, hip),
        curve(hip, hip + lean, shift(waist, 0.0, -0.4 * low), waist),
        curve(waist, shift(waist, 0.0, 0.4 * high), shift(bust, 0.0, -0.4 * high), bust),
    )


def _upper(
    side: Floats,
    middle: float,
    underarm: float,
    raised: float,
    target: Mapping[str, float],
    design: Mapping[str, float],
) -> list[Edge]:
    """Return the edges from the bust up: bust dart, side, armhole, shoulder, neck."""
    high, slope = target["length"] + raised, design["shoulder_slope"]
    mouth, pit = shift(side, 0.0, raised), np.array([side[0], underarm])
    neck = np.array([design["neck_width"] / 2, high])
    run = target["shoulder"] / 2 - neck[0]
    tip = shift(neck, run, -run * tan(slope))
    across = -along(pi / 2 - slope)  # square to the shoulder seam, downwards
    rise = tip[1] - underarm
    drop = design["neck_drop"] if raised else design["back_neck_drop"]
    centre = np.array([0.0, high - drop])
    scoop, pull = (0.055, 0.40) if raised else (0.045, 0.36)
    dart_tip = np.array([middle + 0.025, side[1] + raised / 2])
    darts = [edge("bust_dart_a", line(side, dart_tip)), edge("bust_dart_b", line(dart_tip, mouth))]
    return [
        *(darts if raised else []),
        edge("side_upper", line(mouth, pit)),
        edge("armhole", curve(pit, shift(pit, -scoop), tip + pull * rise * across, tip)),
        edge("shoulder", line(tip, neck)),
        edge("neck", curve(neck, neck + 0.6 * drop * across, shift(centre, 0.6 * neck[0]), centre)),
    ]


def _check(target: Mapping[str, float]) -> None:
    shortest = target["waist_level"] + HIP_DEPTH + 0.1
    if target["length"] < shortest:
        raise PatternError(
            f"a dress {target['length'] * 100:.1f} cm long ends above the seat",
            field="length",
            value=target["length"],
            allowed=f"at least {shortest * 100:.0f} cm",
        )
    widest = 1.15 * min(target["bust"], target["hip"])
    if target["waist"] > widest:
        raise PatternError(
            f"the dress's waist {target['waist'] * 100:.1f} cm is far wider than its bust or hip: "
            "less waist ease, or check the chart",
            field="waist",
            value=target["waist"],
            allowed=f"at most {widest * 100:.1f} cm",
        )


_SEAMS = tuple(
    made
    for side in ("left", "right")
    for made in (
        seam(f"{side} shoulder", f"front.shoulder_{side}", f"back.shoulder_{side}"),
        seam(f"{side} side above the bust", f"front.side_upper_{side}", f"back.side_upper_{side}"),
        seam(f"{side} side below the bust", f"front.side_lower_{side}", f"back.side_lower_{side}"),
        seam(f"{side} bust dart", f"front.bust_dart_a_{side}", f"front.bust_dart_b_{side}"),
        seam(f"front {side} dart", f"front.waist_dart_a_{side}", f"front.waist_dart_b_{side}"),
        seam(f"back {side} dart", f"back.waist_dart_a_{side}", f"back.waist_dart_b_{side}"),
    )
)

DRESS = Style(
    name="shift-dress",
    title={"en": "Sleeveless shift dress", "zh": "无袖直筒连衣裙"},
    parameters=PARAMETERS,
    cloths=("shell",),
    terms={
        "garment": ("bust", "waist", "hip"),
        "body": ("bust_girth", "waist_girth", "hip_girth"),
    },
    grade=grade,
    draft=draft,
    measure=measure,
    opening="For a zip at the centre back cut two backs, adding 1 cm there.",
)
