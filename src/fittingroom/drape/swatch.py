"""The noun `Swatch`: a plain piece of one fabric, held somewhere, to be hung and measured."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Literal

from fittingroom.arrays import Floats
from fittingroom.errors import InvalidInput
from fittingroom.garment.fabric import Fabric
from fittingroom.geometry.distance import DistanceField
from fittingroom.geometry.mesh import TriangleMesh

Shape = Literal["rectangle", "tube", "disc"]
Start = Literal["hanging", "lying", "round"]

RIMS: Mapping[Shape, tuple[str, ...]] = {
    "rectangle": ("bottom", "right", "top", "left"),
    "tube": ("bottom", "top"),
    "disc": ("rim",),
}
"""Names of the rims of each shape; "middle" can be held besides."""

COARSEST = 1 / 2  # of the smaller side: the longest edge
_FINEST = 1 / 600  # and the shortest


@dataclass(frozen=True, slots=True)
class Swatch:
    """A rectangle, tube or disc of one fabric.

    Its own plane has x to the right and y up, along which the warp runs where `grain` is 0. A
    rectangle lies on 0 to width, 0 to length; a tube is the same with its left and right sides
    sewn; a disc has its centre at 0.

    Args:
        fabric: what it is cut from.
        width: along x; girth of a tube, diameter of a disc [m].
        length: along y [m]; a disc has none.
        spacing: length of the triangles' edges [m].
        shape: "rectangle", "tube" or "disc".
        grain: from +y to the warp, counter-clockwise [rad].
        clamped: rims that keep place and direction; "middle" holds one vertex of a rectangle, and
            of a disc all within `support`.
        support: radius of the round plate that holds a disc's middle [m].
        pull: rim to the force on it by its length, in the world [N/m].
        start: where it begins: "hanging" down from y = 0, "lying" at y = 0 with its top rim at
            z = 0, "round" the y axis (a tube, its middle at y = 0), or a function from places in
            its plane, shape (point, 2), to the world [m], shape (point, 3). Held rims stay there.
            The function is also asked for points a quarter edge outside a clamped rim.
        start_radius: of a tube that starts round the y axis; its own where None [m].
        gravity: along -y [m/s²].
        body: what it may touch, as a closed mesh or as a distance field.

    Raises:
        InvalidInput: a figure no swatch has, or a rim the shape hasn't.

    Example:
        >>> from fittingroom.garment.fabrics import fabric_of
        >>> Swatch(fabric_of("denim"), width=0.1, length=0.5, spacing=0.02).clamped
        ('top',)
    """

    fabric: Fabric
    width: float = 0.1
    length: float = 0.1
    spacing: float = 0.01
    shape: Shape = "rectangle"
    grain: float = 0.0
    clamped: tuple[str, ...] = ("top",)
    support: float = 0.0
    pull: Mapping[str, tuple[float, float, float]] = field(default_factory=dict)
    start: Start | Callable[[Floats], Floats] = "hanging"
    start_radius: float | None = None
    gravity: float = 9.81
    body: DistanceField | TriangleMesh | None = None

    def __post_init__(self) -> None:
        _one_of("shape", self.shape, tuple(RIMS))
        for rim in self.pull:
            _one_of("pull", rim, RIMS[self.shape])
        for rim in self.clamped:
            _one_of("clamped", rim, (*RIMS[self.shape], "middle"))
        if isinstance(self.start, str):
            _one_of("start", self.start, ("hanging", "lying", "round"))
        side = self.width if self.shape == "disc" else min(self.width, self.length)
        _within("width", self.width, 1e-3, 100.0)
        _within("length", self.length, 1e-3, 100.0)
        _within("spacing", self.spacing, side * _FINEST, side * COARSEST)
        _within("grain", self.grain, -10.0, 10.0)
        _within("gravity", self.gravity, 0.0, 1000.0)
        if self.shape == "disc" and "middle" in self.clamped:
            _within("support", self.support, 0.0, self.width / 2 - self.spacing)


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise InvalidInput(
            f"a swatch's '{name}' is one of {', '.join(allowed)}, not '{value}'",
            field=name,
            value=value,
            allowed=", ".join(allowed),
        )


def _within(name: str, value: float, low: float, high: float) -> None:
    if not (isfinite(value) and low <= value <= high):
        raise InvalidInput(
            f"swatch figure '{name}' is {value}: allowed is {low:g} to {high:g} (SI units)",
            field=name,
            value=value,
            allowed=f"{low:g} to {high:g}",
        )
