"""The nouns of several garments worn over one another: `Piece` in, `Outfit` out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fittingroom.body.body import Body
from fittingroom.drape.drape import Drape
from fittingroom.garment.fabric import Fabric
from fittingroom.garment.pattern import Cloth, Pattern


@dataclass(frozen=True, slots=True)
class Piece:
    """A garment of an outfit, cut in a size.

    Args:
        pattern: what is sewn.
        fabrics: by the cloth of the panels.
    """

    pattern: Pattern
    fabrics: Mapping[Cloth, Fabric]

    @property
    def label(self) -> str:
        """What messages call it: "crew-neck-tee M"."""
        return f"{self.pattern.style} {self.pattern.size}"


@dataclass(frozen=True, slots=True)
class Layering:
    """How the pieces of an outfit lie on one another.

    Args:
        seconds: wall time of the whole outfit [s].
        settled: whether nothing visible moves any more.
        crossings: pairs of triangles of different pieces that go through one another.
        overlap: vertices of a piece that have cloth of a piece below within 1 cm, counted once
            for each piece below.
        inside_out: share of these that lie below it.
    """

    seconds: float
    settled: bool
    crossings: int
    overlap: int
    inside_out: float

    @classmethod
    def of_one(cls, drape: Drape) -> Layering:
        """Return how a single garment lies: on nothing."""
        end = drape.settling
        return cls(end.seconds, end.settled, crossings=0, overlap=0, inside_out=0.0)


@dataclass(frozen=True, slots=True)
class Outfit:
    """Garments worn over one another, settled together.

    Args:
        body: the body under them, in the pose they were draped in.
        drapes: each garment, from the skin outwards. Gap is to the body, also where another
            garment lies between; pressure is what the garment's own touch puts on the body: an
            outer one presses through those below. Seconds, speed and whether it settled are those
            of the whole outfit.
        layering: how they lie on one another.
    """

    body: Body
    drapes: tuple[Drape, ...]
    layering: Layering
