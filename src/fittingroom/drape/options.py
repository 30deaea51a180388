"""Options of the drape verb."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from fittingroom.drape.engines import ENGINES
from fittingroom.errors import InvalidInput, UnknownName


@dataclass(frozen=True, slots=True)
class DrapeOptions:
    """How a garment is draped.

    Args:
        vertices: about how many vertices the garment gets.
        coarse_vertices: how many it gets while it is put on.
        seconds: time budget [s]; what is not at rest by then says so, what is not dressed is
            refused.
        cell: spacing of the body's distance field [m].
        longest: simulated time after which settling ends anyway [s].
        still: how near its rest a garment counts as settled, root mean square, estimated [m].
        collide: whether cloth feels cloth: layers keep apart, rub and don't cross.
        engine: what lets the garment hang: "own", or "newton" (extra `gpu`); it is always put
            on by our own.
    """

    vertices: int = 6000
    coarse_vertices: int = 1300
    seconds: float = 60.0
    cell: float = 0.008
    longest: float = 8.0
    still: float = 0.0025
    collide: bool = True
    engine: Literal["own", "newton"] = "own"

    def __post_init__(self) -> None:
        if self.engine not in ENGINES:
            raise UnknownName("engine", self.engine, ENGINES)
        allowed = {
            "vertices": (200, 100_000),
            "coarse_vertices": (200, 20_000),
            "seconds": (0.1, 3600),
            "cell": (0.002, 0.02),
            "longest": (0.25, 60),
            "still": (1e-6, 0.01),
        }
        for name, (low, high) in allowed.items():
            value = getattr(self, name)
            if not low <= value <= high:
                raise InvalidInput(
                    f"drape option '{name}' is {value}: allowed is {low} to {high}",
                    field=name,
                    value=value,
                    allowed=f"{low} to {high}",
                )
