"""The nouns of a cut: `Edge`, `Panel`, `Placement`, `Seam`, `Pleat`, `Elastic`, `Button`,
`Pattern`.

Pattern plane: metres, +y along the warp (grain), outlines counter-clockwise seen from the right
side of the cloth.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from fittingroom.arrays import Floats

Wraps = Literal["torso", "left_arm", "right_arm", "left_leg", "right_leg", "legs", "neck"]
Cloth = Literal["shell", "trim"]


@dataclass(frozen=True, slots=True)
class Edge:
    """One named stretch of a panel's outline.

    Args:
        name: unique in its panel: "side", "armhole", "dart_left_a".
        points: from its first to its last corner, both included, dense enough that straight pieces
            are true to 0.1 mm [m], shape (point, 2).
    """

    name: str
    points: Floats


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a panel lies before it is sewn: wrapped round a part of the body.

    A torso or legs panel wraps round the vertical axis; an arm or a leg panel wraps round the limb,
    its pattern +y pointing up the limb (towards shoulder or hip); +x of the pattern, seen from the
    right side of the cloth, runs to the viewer's right.

    Args:
        wraps: the part of the body.
        angle: where the panel's x = 0 line lies round that part [rad]: 0 in front (+Z), +π/2 at
            the person's left (+X), π at the back.
        hang_point: point of the pattern plane that is hung on `hang_on` [m], shape (2,).
        hang_on: landmark of the body at whose height (for limbs: position along the limb) it hangs.
    """

    wraps: Wraps
    angle: float
    hang_point: Floats
    hang_on: str


@dataclass(frozen=True, slots=True)
class Panel:
    """One piece of cloth.

    Args:
        name: unique in the pattern.
        edges: the outline, counter-clockwise, each edge beginning where the one before it ended.
            A dart's two legs are two edges that meet at its tip, joined by a seam.
        placement: where it lies before sewing.
        cloth: which of the garment's fabrics it is cut from.
    """

    name: str
    edges: tuple[Edge, ...]
    placement: Placement
    cloth: Cloth = "shell"


@dataclass(frozen=True, slots=True)
class EdgeRef:
    """An edge of a panel, run forwards or backwards.

    Args:
        panel: panel name.
        edge: edge name.
        reverse: run from its last point to its first.
    """

    panel: str
    edge: str
    reverse: bool = False


@dataclass(frozen=True, slots=True)
class Pleat:
    """A fold that is caught in a seam: three layers of cloth lie on one another along its depth.

    Two pleats that lie away from each other make a box pleat, towards each other an inverted one.

    Args:
        at: where the cloth that is folded away begins, along the seam's first run [m].
        depth: width of the fold; it takes up twice as much of the run [m].
        toward: to which end of the run its visible fold points.
    """

    at: float
    depth: float
    toward: Literal["start", "end"]


@dataclass(frozen=True, slots=True)
class Seam:
    """Two runs of edges sewn together from their common start to their common end.

    Where one run is longer, its ease is spread evenly (by share of arc length) along the other.

    Args:
        name: the trade's name: "left side seam".
        a: edges of one side, in order along the seam.
        b: edges of the other side, in the same direction.
        pleats: folds of the first side, laid before it is sewn, in order along it; they are folded
            along the grain.
    """

    name: str
    a: tuple[EdgeRef, ...]
    b: tuple[EdgeRef, ...]
    pleats: tuple[Pleat, ...] = ()


@dataclass(frozen=True, slots=True)
class Elastic:
    """An elastic sewn along a run of edges, stretched evenly to the run's length as it is sewn.

    It pulls by T = `stiffness` · (length / `relaxed` - 1), and never pushes.

    Args:
        name: the trade's name: "waist elastic".
        edges: what it is sewn to, in order; a run that closes makes a ring.
        relaxed: length of the elastic for the whole run when nothing pulls it [m].
        stiffness: pull per unit strain [N].
    """

    name: str
    edges: tuple[EdgeRef, ...]
    relaxed: float
    stiffness: float


@dataclass(frozen=True, slots=True)
class PanelPoint:
    """A point of a panel, inside its outline.

    Args:
        panel: panel name.
        at: [m], shape (2,).
    """

    panel: str
    at: Floats


@dataclass(frozen=True, slots=True)
class Button:
    """A button, press stud, hook or pin: it holds a point of one layer on a point of another.

    Args:
        name: unique in the pattern: "second button".
        over: the buttonhole; its panel lies outside.
        under: the button; its panel lies on the body's side.
    """

    name: str
    over: PanelPoint
    under: PanelPoint


@dataclass(frozen=True, slots=True)
class Pattern:
    """A garment cut in one size, without seam allowance (exports add it).

    Args:
        style: "crew-neck-tee", "a-line-skirt", …
        size: its name in the chart.
        panels: the pieces.
        seams: how they are joined.
        lengths: garment measurements the cut reproduces [m]: "half_chest", "length", …
        ease: stated ease of seams [m]: "sleeve_cap" → longer minus shorter side.
        elastics: what gathers or holds it.
        buttons: what closes it.
    """

    style: str
    size: str
    panels: tuple[Panel, ...]
    seams: tuple[Seam, ...]
    lengths: Mapping[str, float]
    ease: Mapping[str, float]
    elastics: tuple[Elastic, ...] = ()
    buttons: tuple[Button, ...] = ()
