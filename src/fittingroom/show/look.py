"""The noun of this stage: `Look`, what is seen of a person wearing a garment (N)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fittingroom.drape.drape import Drape
from fittingroom.fit.report import FitReport, SizeAdvice
from fittingroom.garment.garment import Garment
from fittingroom.person.person import Person


@dataclass(frozen=True, slots=True)
class Look:
    """A person wearing a garment.

    Args:
        person: who.
        garment: what.
        drape: the 3D model.
        fit: how it sits.
        advice: which size to buy.
    """

    person: Person
    garment: Garment
    drape: Drape
    fit: FitReport
    advice: SizeAdvice

    def save(self, path: str | Path) -> Path:
        """Write the look as .glb, .usdz, .png or .html, as the name ends.

        Raises:
            InvalidInput: another ending.
        """
        from fittingroom.show.saving import save_look

        return save_look(self, Path(path))
