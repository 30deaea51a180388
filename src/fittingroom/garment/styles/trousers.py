"""Straight trousers: two fronts, two backs with a dart each, and a straight waistband.

y = 0 is the hem, x = 0 the crease. The waistband's middle sits on the natural waist. Fronts are
drafted as the left one, backs as the right one: both have the outseam at +x.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import pi

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.errors import PatternError
from fittingroom.garment.construction import SMALLEST_DART, Band, band, dart, solve_length
from fittingroom.garment.design import DesignParameter
from fittingroom.garment.drafting import (
    curve,
    edge,
    join,
    length,
    line,
    mirrored,
    placement,
    seam,
    shift,
)
from fittingroom.garment.garment import SizeChart
from fittingroom.garment.pattern import Edge, Panel, Pattern
from fittingroom.garment.style import Draft, Style
from fittingroom.garment.tape import breadth_at, edge_length, end, panel_of, start

# Garment's crotch to hip level [m]: the body's 8.5 cm (measured on fitted bodies of 1.62 to 1.78 m)
# and the rise's ease. Source: Aldrich, Metric Pattern Cutting for Women's Wear, has 28 - 20.6 cm.
HIP_ABOVE_CROTCH = 0.098
# How far below the crotch a finished thigh is measured [m]; shops' practice is one inch.
THIGH_LEVEL = 0.025
# How much the back's hip quarter exceeds the front's, halved [m]: the seat is behind the side seam.
SEAT = 0.005
# How much the back's hem exceeds the front's, halved [m].
BACK_HEM = 0.01
# How much the hem of one leg grows per hip: 1 cm where the hip grows 5 cm. Source: practice of
# specification sheets for straight jeans; no standard fixes it.
HEM_STEP = 0.2
# How much higher the front's waist is cut at the side than at the centre [m].
SIDE_RISE = 0.008

PARAMETERS = (
    DesignParameter("waist_ease", 0.015, 0.0, 0.06, 0.005, "m", "Waistband over the body's waist."),
    DesignParameter("hip_ease", 0.045, 0.03, 0.16, 0.01, "m", "Trousers over the body's hip."),
    DesignParameter("inside_leg", 0.80, 0.60, 0.95, 0.01, "m", "Inseam where the chart has none."),
    DesignParameter("rise_ease", 0.015, 0.005, 0.05, 0.005, "m", "Crotch below the body's."),
    DesignParameter("hem", 0.46, 0.36, 0.60, 0.01, "m", "Hem of one leg at 1 m of hip."),
    DesignParameter("knee_ratio", 1.06, 1.0, 1.15, 0.01, "1", "Knee girth per hem."),
    DesignParameter("band_height", 0.035, 0.02, 0.06, 0.005, "m", "Finished waistband height."),
)


@dataclass(frozen=True, slots=True)
class _Leg:
    """What a front or a back is drafted from.

    Args:
        hip: width at the hip's level [m].
        waist: width at the waist before the dart is sewn [m].
        dart: intake of the dart, 0 for none [m].
        depth: length of the dart [m].
        fork: how far the crotch reaches past the hip's width [m].
        slant: how far the centre seam leans outwards at the waist [m].
        lift: how much higher the waist is at the centre than drafted level [m].
        outseam: where the outseam is at the hip's level, from the crease [m].
        hem: half the hem's width [m].
        knee: half the knee's width [m].
    """

    hip: float
    waist: float
    dart: float
    depth: float
    fork: float
    slant: float
    lift: float
    outseam: float
    hem: float
    knee: float


def grade(chart: SizeChart, size: str, design: Mapping[str, float]) -> dict[str, float]:
    """Return the garment's target measures [m].

    The body rise (natural waist to crotch) follows the hip: 0.28 at a hip of 0.94, 6 mm more per
    4 cm of hip. Source: Aldrich, Metric Pattern Cutting for Women's Wear, standard body
    measurements, size 12; a fitted woman's body (hip 0.98) has 0.283, a man's (hip 1.00) 0.258.
    """
    row = {term: (low + high) / 2 for term, (low, high) in chart.sizes[size].items()}
    if chart.kind == "body":
        row["waist"] = row["waist_girth"] + design["waist_ease"]
        row["hip"] = row["hip_girth"] + design["hip_ease"]
    body_hip = row.get("hip_girth", row["hip"] - design["hip_ease"])
    rise = 0.28 + 0.15 * (body_hip - 0.94) + design["rise_ease"]
    return {"inside_leg": design["inside_leg"], "rise": rise} | row


def draft(target: Mapping[str, float], design: Mapping[str, float]) -> Draft:
    """Draft two fronts, two backs and the waistband."""
    _check(target)
    front, back = _leg(True, target, design), _leg(False, target, design)
    inside = target["inside_leg"]
    crotch = solve_length(lambda y: _inseam(front, y, y), inside, 0.4, 1.2, what="inside_leg")
    # the back's fork is dropped until both inseams are equally long, as a cutter does
    fork = solve_length(
        lambda y: _inseam(back, crotch, y), inside, crotch - 0.15, crotch + 0.03, what="back inseam"
    )
    top = crotch + target["rise"] - design["band_height"] / 2
    side = length(_outseam(front, crotch, _corner(front, top, top + SIDE_RISE)))
    # the back's side is raised or lowered at the waist until both outseams are equally long
    level = solve_length(
        lambda y: _outseam(back, crotch, _corner(back, top, y)),
        side,
        top - 0.04,
        top + 0.06,
        what="back outseam",
    )
    front_edges = _edges(front, crotch, crotch, top, top + SIDE_RISE)
    back_edges = _edges(back, crotch, fork, top, level)
    hang = (0.0, crotch + design["rise_ease"])
    legs = (
        Panel("left_front", front_edges, placement("left_leg", 0.0, hang, "crotch")),
        Panel("right_front", mirrored(front_edges), placement("right_leg", 0.0, hang, "crotch")),
        Panel("left_back", mirrored(back_edges), placement("left_leg", pi, hang, "crotch")),
        Panel("right_back", back_edges, placement("right_leg", pi, hang, "crotch")),
    )
    strip = _waistband(legs, design)
    closed = [
        seam(f"{panel.name.replace('_', ' ')} dart", f"{panel.name}.dart_a", f"{panel.name}.dart_b")
        for panel in legs
        if any(e.name == "dart_a" for e in panel.edges)
    ]
    return Draft((*legs, strip.panel), (*_SEAMS, *closed, *strip.seams), {})


def measure(pattern: Pattern) -> dict[str, float]:
    """Return the finished measures, taken from the pieces."""
    front, back = panel_of(pattern, "left_front"), panel_of(pattern, "left_back")
    strip = panel_of(pattern, "waistband")
    fork, back_fork = end(front, "crotch")[1], start(back, "crotch")[1]
    thigh = min(fork, back_fork) - THIGH_LEVEL
    height = edge_length(strip, "end_left")

    def around(level: float) -> float:
        return breadth_at(front, level) + breadth_at(back, level)

    return {
        "waist": edge_length(strip, "top"),
        "hip": 2 * around(fork + HIP_ABOVE_CROTCH),
        "thigh": around(thigh),
        "hem": edge_length(front, "hem") + edge_length(back, "hem"),
        "inside_leg": edge_length(front, "inseam"),
        "front_rise": edge_length(front, "crotch") + height,
        "back_rise": edge_length(back, "crotch") + height,
        "length": edge_length(front, "outseam") + height,
    }


def _leg(front: bool, target: Mapping[str, float], design: Mapping[str, float]) -> _Leg:
    sign = -1.0 if front else 1.0
    hip, waist = target["hip"] / 4 + sign * SEAT, target["waist"] / 4
    excess = hip - waist
    # shares of the shaping between hip and waist: the seat takes more at the centre, so that it
    # can sit; the side takes the rest
    intake = (0.36 if front else 0.38) * excess
    intake = intake if intake >= SMALLEST_DART else 0.0
    fork = target["hip"] / 16 - 0.010 if front else target["hip"] / 8 - 0.015
    front_fork = target["hip"] / 16 - 0.010
    outseam = (target["hip"] / 4 - SEAT + front_fork) / 2 + (0.0 if front else 2 * SEAT)
    hem = (design["hem"] + HEM_STEP * (target["hip"] - 1.0)) / 4 + sign * BACK_HEM
    return _Leg(
        hip=hip,
        waist=waist + intake,
        dart=intake,
        depth=0.085 if front else 0.12,
        fork=fork,
        slant=max(0.0, (0.14 if front else 0.27) * excess),
        lift=0.0 if front else 0.022,
        outseam=outseam,
        hem=hem,
        knee=design["knee_ratio"] * hem,
    )


def _edges(leg: _Leg, crotch: float, fork: float, top: float, side: float) -> tuple[Edge, ...]:
    corner = _corner(leg, top, side)
    low = [
        edge("hem", line((-leg.hem, 0.0), (leg.hem, 0.0))),
        edge("outseam", _outseam(leg, crotch, corner)),
    ]
    high = [
        edge("crotch", _crotch(leg, crotch, fork, top)),
        edge("inseam", _inseam(leg, crotch, fork)),
    ]
    waist = _waist(leg, top, corner)
    if not leg.dart:
        return (*low, edge("waist_side", waist), *high)
    before, leg_a, leg_b, after = dart(
        "dart", waist, at=0.5 * leg.waist, intake=leg.dart, depth=leg.depth
    )
    return (*low, edge("waist_side", before), leg_a, leg_b, edge("waist_centre", after), *high)


def _centre(leg: _Leg, top: float) -> Floats:
    """Return where the centre seam meets the waist."""
    return np.array([leg.outseam - leg.hip + leg.slant, top + leg.lift])


def _corner(leg: _Leg, top: float, side: float) -> Floats:
    """Return where the outseam meets the waist: at `side`, the waist's width from the centre."""
    low = _centre(leg, top)[0]
    reach = solve_length(
        lambda x: _waist(leg, top, np.array([x, side])),
        leg.waist,
        low + 0.5 * leg.waist,
        low + leg.waist,
        what="waist",
    )
    return np.array([reach, side])


def _waist(leg: _Leg, top: float, corner: Floats) -> Floats:
    centre = _centre(leg, top)
    # square to the centre seam, so that left and right join without a corner
    lean = np.array([1.0, -leg.slant / (top + leg.lift)]) * (corner[0] - centre[0]) / 3
    fall = np.array([0.0, 0.4 * (corner[1] - centre[1])])
    return curve(corner, corner - (corner - centre) / 3 - fall * 0.3, centre + lean, centre)


def _outseam(leg: _Leg, crotch: float, corner: Floats) -> Floats:
    hem, knee = np.array([leg.hem, 0.0]), np.array([leg.knee, _knee(crotch)])
    hip = np.array([leg.outseam, crotch + HIP_ABOVE_CROTCH])
    rise, steep = hip[1] - knee[1], corner[1] - hip[1]
    thigh = curve(knee, knee + 0.35 * rise * _unit(knee - hem), shift(hip, 0.0, -0.5 * rise), hip)
    waist = curve(hip, shift(hip, 0.0, 0.5 * steep), corner + (0.25 * (hip - corner)), corner)
    return join(line(hem, knee), thigh, waist)


def _crotch(leg: _Leg, crotch: float, fork: float, top: float) -> Floats:
    centre = _centre(leg, top)
    hip = np.array([leg.outseam - leg.hip, crotch + HIP_ABOVE_CROTCH])
    point = _fork(leg, fork)
    down = _unit(hip - centre) * 0.62 * (hip[1] - fork)
    bend = curve(hip, hip + down, shift(point, 0.62 * leg.fork), point)
    return join(line(centre, hip), bend)


def _inseam(leg: _Leg, crotch: float, fork: float) -> Floats:
    hem, knee = np.array([-leg.hem, 0.0]), np.array([-leg.knee, _knee(crotch)])
    point = _fork(leg, fork)
    rise = fork - knee[1]
    hollow = shift(point + 0.3 * (knee - point), 0.12 * leg.fork)
    return join(curve(point, hollow, knee + 0.4 * rise * _unit(knee - hem), knee), line(knee, hem))


def _fork(leg: _Leg, level: float) -> Floats:
    return np.array([leg.outseam - leg.hip - leg.fork, level])


def _knee(crotch: float) -> float:
    # half way between crotch and hem, 5 cm up. Source: Aldrich, trouser block.
    return crotch / 2 + 0.05


def _unit(vector: Floats) -> Floats:
    direction: Floats = vector / np.linalg.norm(vector)
    return direction


def _waistband(legs: tuple[Panel, ...], design: Mapping[str, float]) -> Band:
    left_front, right_front, left_back, right_back = legs
    run: list[tuple[str, Panel, str]] = []
    # seen from outside: from the centre back over the right side to the front and on
    for panel, outward in (
        (right_back, True),
        (right_front, False),
        (left_front, True),
        (left_back, False),
    ):
        names = [e.name for e in panel.edges if e.name.startswith("waist_")]
        ordered = sorted(names, key=lambda name: name == "waist_side")
        for name in ordered if outward else ordered[::-1]:
            run.append((f"{panel.name}_{name.removeprefix('waist_')}", panel, name))
    hang = (0.0, design["band_height"] / 2)
    return band("waistband", run, design["band_height"], placement("torso", 0.0, hang, "waist"))


def _check(target: Mapping[str, float]) -> None:
    if target["hip"] < target["waist"] + 0.02:
        raise PatternError(
            f"the trousers' hip {target['hip'] * 100:.1f} cm must be at least 2 cm more than "
            f"their waist {target['waist'] * 100:.1f} cm: add hip ease or check the chart",
            field="hip",
            value=target["hip"],
            allowed=f"at least {target['waist'] * 100 + 2:.1f} cm",
        )


_SEAMS = (
    seam("left outseam", "left_front.outseam", "left_back.outseam"),
    seam("right outseam", "right_front.outseam", "right_back.outseam"),
    seam("left inseam", "left_front.inseam", "left_back.inseam"),
    seam("right inseam", "right_front.inseam", "right_back.inseam"),
    seam("front crotch", "left_front.crotch", "right_front.crotch"),
    seam("back crotch", "right_back.crotch", "left_back.crotch"),
)

TROUSERS = Style(
    name="straight-trousers",
    title={"en": "Straight trousers", "zh": "直筒长裤"},
    parameters=PARAMETERS,
    cloths=("shell",),
    terms={"garment": ("waist", "hip"), "body": ("waist_girth", "hip_girth")},
    grade=grade,
    draft=draft,
    measure=measure,
    opening="Leave 18 cm of the front crotch seam open for a zip; open the band there, too.",
)
