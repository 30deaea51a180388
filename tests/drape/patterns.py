"""Small patterns built in code."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from fittingroom.garment.drafting import length, mirrored, split, unfold
from fittingroom.garment.fabric import Fabric
from fittingroom.garment.pattern import (
    Button,
    Edge,
    EdgeRef,
    Elastic,
    Panel,
    PanelPoint,
    Pattern,
    Placement,
    Pleat,
    Seam,
)
from fittingroom.garment.tape import edge_length, panel_of

JERSEY = Fabric(
    name="test-jersey",
    areal_density=0.16,
    thickness=0.0006,
    stretch_warp=600.0,
    stretch_weft=300.0,
    shear=40.0,
    bending_warp=3e-6,
    bending_weft=2e-6,
    friction=0.35,
    stretch_limit=0.3,
    source="made up for tests",
)

SIDES = ("left", "right")
BUTTONED = (0.04, 0.12, 0.20, 0.28, 0.36)  # [m] over the hem of a gilet


def edge(name: str, *points: tuple[float, float]) -> Edge:
    return Edge(name, np.array(points, dtype=float))


def sheet(name: str, width: float, height: float, angle: float, hang_on: str = "waist") -> Panel:
    """A rectangle, x = 0 in its middle, hung by the middle of its upper edge."""
    half = width / 2
    return Panel(
        name,
        (
            edge("hem", (-half, 0), (half, 0)),
            edge("right", (half, 0), (half, height)),
            edge("top", (half, height), (-half, height)),
            edge("left", (-half, height), (-half, 0)),
        ),
        Placement("torso", angle, np.array([0.0, height]), hang_on),
    )


def seam(name: str, one: tuple[str, str], other: tuple[str, str], reverse: bool = True) -> Seam:
    return Seam(name, (EdgeRef(*one),), (EdgeRef(*other, reverse=reverse),))


def tube(width: float, height: float) -> Pattern:
    """Front and back, sewn at both sides: a skirt without a waistband."""
    return Pattern(
        "tube",
        "M",
        (sheet("front", width, height, 0.0), sheet("back", width, height, np.pi)),
        (
            seam("left side", ("front", "right"), ("back", "left")),
            seam("right side", ("back", "right"), ("front", "left")),
        ),
        {},
        {},
    )


def slit_tube(width: float, height: float, slit: float) -> Pattern:
    """A tube whose left side seam is sewn down to `slit` above the hem only."""
    front, back = sheet("front", width, height, 0.0), sheet("back", width, height, np.pi)
    half = width / 2
    right = edge("slit", (half, 0), (half, slit)), edge("right", (half, slit), (half, height))
    left = edge("left", (-half, height), (-half, slit)), edge("slit", (-half, slit), (-half, 0))
    front = replace(front, edges=(front.edges[0], *right, *front.edges[2:]))
    back = replace(back, edges=(*back.edges[:3], *left))
    return replace(tube(width, height), panels=(front, back))


def gilet(*, overlap: float = 0.05, heights: tuple[float, ...] = BUTTONED) -> Pattern:
    """Two fronts that overlap in the middle, the left one outside, and a back.

    Args:
        overlap: how far one front lies over the other [m].
        heights: of the buttons over the hem [m].
    """
    reach, inner = 0.25, -overlap / 2
    left = (
        edge("hem", (inner, 0), (reach, 0)),
        edge("side", (reach, 0), (reach, 0.33)),
        edge("armhole", (reach, 0.33), (0.2, 0.38), (0.19, 0.52)),
        edge("shoulder", (0.19, 0.52), (0.075, 0.56)),
        edge("neck", (0.075, 0.56), (0.05, 0.5), (inner, 0.4)),
        edge("front", (inner, 0.4), (inner, 0)),
    )
    back = unfold(
        [
            edge("hem", (0, 0), (reach, 0)),
            *left[1:4],
            edge("neck", (0.075, 0.56), (0, 0.545)),
        ],
        plus="right",
        minus="left",
        joined=("hem", "neck"),
    )
    hang = np.array([0.075, 0.56])
    panels = (
        Panel("left_front", left, Placement("torso", 0.0, hang, "neck_left")),
        Panel("right_front", mirrored(left), Placement("torso", 0.0, hang, "neck_left")),
        Panel("back", tuple(back), Placement("torso", np.pi, hang, "neck_left")),
    )
    seams = tuple(
        seam(f"{side} {name}", (f"{side}_front", name), ("back", f"{name}_{side}"))
        for side in ("left", "right")
        for name in ("side", "shoulder")
    )
    ends = [np.array([0.0, height]) for height in heights]
    buttons = tuple(
        Button(f"button {n}", PanelPoint("left_front", at), PanelPoint("right_front", at))
        for n, at in enumerate(ends)
    )
    return Pattern("gilet", "M", panels, seams, {}, {}, buttons=buttons)


def wrap_skirt(girth: float, overlap: float, height: float) -> Pattern:
    """One rectangle round the hips, its person's right end buttoned over its left, with elastic."""
    panel = sheet("skirt", girth + overlap, height, np.pi)
    half, level = (girth + overlap) / 2, height - 0.02
    buttons = tuple(
        Button(
            f"button {n}",
            PanelPoint("skirt", np.array([-half + along, level])),
            PanelPoint("skirt", np.array([half - overlap + along, level])),
        )
        for n, along in enumerate((0.01, overlap - 0.01))
    )
    waist = Elastic("waist elastic", (EdgeRef("skirt", "top"),), 0.72, 60.0)
    return Pattern("wrap", "M", (panel,), (), {}, {}, elastics=(waist,), buttons=buttons)


def frilled_tube(width: float, height: float, *, ratio: float, depth: float) -> Pattern:
    """A tube with a frill at its hem, `ratio` times as wide and `depth` deep [m]."""
    whole = tube(width, height)
    frills, seams = [], []
    for panel in whole.panels:
        frill = sheet(f"{panel.name} frill", width * ratio, depth, panel.placement.angle)
        below = replace(frill.placement, hang_point=np.array([0.0, height + depth]))
        frills.append(replace(frill, placement=below))
        seams.append(seam(frill.name, (panel.name, "hem"), (frill.name, "top")))
    sides = (
        seam("left frill side", ("front frill", "right"), ("back frill", "left")),
        seam("right frill side", ("back frill", "right"), ("front frill", "left")),
    )
    panels = (*whole.panels, *frills)
    return replace(whole, panels=panels, seams=(*whole.seams, *seams, *sides))


def knife_pleats(width: float, depth: float, count: int) -> tuple[Pleat, ...]:
    """Evenly spread pleats of one direction that lie on `width` [m] of a seam."""
    places = width * (np.arange(count) + 0.7) / count + 2 * depth * np.arange(count)
    return tuple(Pleat(float(at), depth, "end") for at in places)


def box_pleats(
    width: float, depth: float, count: int, *, inverted: bool = False
) -> tuple[Pleat, ...]:
    """Pairs of pleats that lie away from each other; inverted, towards each other."""
    away = 0.0 if inverted else depth
    pleats: list[Pleat] = []
    for middle in (width * (np.arange(count) + 0.5) / count).tolist():
        towards = ("end", "start") if inverted else ("start", "end")
        for place, toward in zip((middle - away, middle + away), towards, strict=True):
            at = place + 2 * depth * len(pleats)
            pleats.append(Pleat(at, depth, toward))  # type: ignore[arg-type]
    return tuple(pleats)


def pleated_skirt(girth: float, height: float, pleats: tuple[Pleat, ...]) -> Pattern:
    """Front and back pleated alike on to a waistband `girth` long and 4 cm high."""
    width, rise = girth / 2, 0.04
    wide = width + 2 * sum(pleat.depth for pleat in pleats)
    panels, seams = [], []
    for name, angle in (("front", 0.0), ("back", np.pi)):
        skirt, band = sheet(name, wide, height, angle), sheet(f"{name} band", width, rise, angle)
        for panel, level in ((skirt, height + rise / 2), (band, rise / 2)):
            place = replace(panel.placement, hang_point=np.array([0.0, level]))
            panels.append(replace(panel, placement=place))
        top, hem = EdgeRef(name, "top", reverse=True), EdgeRef(band.name, "hem")
        seams.append(Seam(f"{name} waist", (top,), (hem,), pleats))
    for part in ("", " band"):
        for one, other in (("front", "back"), ("back", "front")):
            seams.append(seam(f"{one} side{part}", (one + part, "right"), (other + part, "left")))
    return Pattern("pleated-skirt", "M", tuple(panels), tuple(seams), {}, {})


def hooded(tee: Pattern, *, height: float, flare: float = 0.0) -> Pattern:
    """A tee whose neckband gives way to a hood: a rectangle, sewn together on the head.

    Args:
        tee: a crew-neck tee.
        height: of the hood [m].
        flare: what either side of the hood gains to the top [m].
    """
    front, back = panel_of(tee, "front"), panel_of(tee, "back")
    number = next(n for n, e in enumerate(front.edges) if e.name == "neck")
    neck = front.edges[number].points
    halves = split(neck, length(neck) / 2)
    cut = tuple(Edge(f"neck_{side}", half) for side, half in zip(SIDES, halves, strict=True))
    front = replace(front, edges=(*front.edges[:number], *cut, *front.edges[number + 1 :]))
    run = [(front, "left"), (back, "left"), (back, "right"), (front, "right")]
    stops = np.cumsum([0.0, *(edge_length(panel, f"neck_{side}") for panel, side in run)])
    half = stops[-1] / 2
    low = (stops - half).tolist()
    lower = [
        edge(f"{panel.name}_{side}", (a, 0), (b, 0))
        for (panel, side), a, b in zip(run, low, low[1:], strict=False)
    ]
    wide = half + flare
    upper = [
        edge("right_front", (half, 0), (wide, height)),
        edge("top_right", (wide, height), (0, height)),
        edge("top_left", (0, height), (-wide, height)),
        edge("left_front", (-wide, height), (-half, 0)),
    ]
    place = Placement("neck", np.pi, np.zeros(2), "neck_left")
    hood = Panel("hood", (*lower, *upper), place)
    seams = [s for s in tee.seams if not s.name.startswith("neckband")]
    for panel, side in run:
        mine, other = ("hood", f"{panel.name}_{side}"), (panel.name, f"neck_{side}")
        seams.append(seam(f"hood {panel.name} {side}", mine, other))
    seams.append(seam("hood top", ("hood", "top_right"), ("hood", "top_left")))
    panels = [front if p.name == "front" else p for p in tee.panels if p.name != "neckband"]
    return replace(tee, panels=(*panels, hood), seams=tuple(seams))
