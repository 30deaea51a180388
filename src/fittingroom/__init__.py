"""Virtual try-on that is true in centimetres, on the shopper's own body.

Each name is loaded when it is first used: `import fittingroom` brings no heavy library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fittingroom.body.body import Body, Pose
    from fittingroom.body.making import fit_body, make_body
    from fittingroom.body.measuring import measure
    from fittingroom.body.posing import pose_body
    from fittingroom.drape.drape import Drape
    from fittingroom.drape.hanging import hang
    from fittingroom.drape.outfit import Outfit
    from fittingroom.drape.swatch import Swatch
    from fittingroom.errors import FittingRoomError
    from fittingroom.fit.advice import advise
    from fittingroom.fit.assess import assess
    from fittingroom.fit.report import FitReport, SizeAdvice, ZoneFit
    from fittingroom.garment.catalogue import catalogue
    from fittingroom.garment.cutting import cut
    from fittingroom.garment.fabric import Fabric
    from fittingroom.garment.garment import Garment, SizeChart
    from fittingroom.garment.pattern import Pattern
    from fittingroom.person.complete import complete
    from fittingroom.person.person import Measurement, Measurements, Person, Preferences
    from fittingroom.person.reading import read_person
    from fittingroom.show.look import Look
    from fittingroom.show.outfit_look import OutfitLook
    from fittingroom.show.rendering import render
    from fittingroom.tryon import try_on, try_on_outfit

_HOME = {
    "Body": "body.body",
    "Drape": "drape.drape",
    "Fabric": "garment.fabric",
    "FitReport": "fit.report",
    "FittingRoomError": "errors",
    "Garment": "garment.garment",
    "Look": "show.look",
    "Measurement": "person.person",
    "Measurements": "person.person",
    "Outfit": "drape.outfit",
    "OutfitLook": "show.outfit_look",
    "Pattern": "garment.pattern",
    "Person": "person.person",
    "Pose": "body.body",
    "Preferences": "person.person",
    "SizeAdvice": "fit.report",
    "SizeChart": "garment.garment",
    "Swatch": "drape.swatch",
    "ZoneFit": "fit.report",
    "advise": "fit.advice",
    "assess": "fit.assess",
    "catalogue": "garment.catalogue",
    "complete": "person.complete",
    "cut": "garment.cutting",
    "fit_body": "body.making",
    "hang": "drape.hanging",
    "make_body": "body.making",
    "measure": "body.measuring",
    "pose_body": "body.posing",
    "read_person": "person.reading",
    "render": "show.rendering",
    "try_on": "tryon",
    "try_on_outfit": "tryon",
}

__all__ = [
    "Body",
    "Drape",
    "Fabric",
    "FitReport",
    "FittingRoomError",
    "Garment",
    "Look",
    "Measurement",
    "Measurements",
    "Outfit",
    "OutfitLook",
    "Pattern",
    "Person",
    "Pose",
    "Preferences",
    "SizeAdvice",
    "SizeChart",
    "Swatch",
    "ZoneFit",
    "advise",
    "assess",
    "catalogue",
    "complete",
    "cut",
    "fit_body",
    "hang",
    "make_body",
    "measure",
    "pose_body",
    "read_person",
    "render",
    "try_on",
    "try_on_outfit",
]


def __getattr__(name: str) -> Any:
    """Load a public name from its home."""
    if name not in _HOME:
        raise AttributeError(f"module 'fittingroom' has no attribute '{name}'")
    return getattr(import_module(f"fittingroom.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    """List the public names."""
    return list(__all__)
