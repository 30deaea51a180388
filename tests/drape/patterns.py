"""Small patterns built in code."""

from __future__ import annotations

import numpy as np

from fittingroom.garment.fabric import Fabric
from fittingroom.garment.pattern import Edge, EdgeRef, Panel, Pattern, Placement, Seam

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
