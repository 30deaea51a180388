"""What is told of a look that is made: `wire.looks.Worn` of every garment, and fit.json."""

from __future__ import annotations

import json
from typing import Any

from fittingroom.fit.report import SizeAdvice
from fittingroom.fit.wire import fit_json, zones_json
from fittingroom.garment.garment import Garment
from fittingroom.server.wire.base import Words
from fittingroom.server.wire.looks import HeatScale, Worn, Zone
from fittingroom.server.wire.shelf import SizeAdviceMade
from fittingroom.server.work.notes import note_places
from fittingroom.show.heat import Quantity, scale
from fittingroom.show.look import Look

CARRIED: tuple[Quantity, ...] = ("ease", "strain", "pressure")
"""The quantities that the 3D file carries per vertex."""


def advice_made(garment: Garment, advice: SizeAdvice) -> SizeAdviceMade:
    """Return a size advice as it is sent."""
    return SizeAdviceMade(
        garment=garment.ref,
        recommended=advice.recommended,
        probability={size: round(odds, 3) for size, odds in advice.probability.items()},
        because={tongue: list(said) for tongue, said in advice.because.items()},
    )


def worn_made(look: Look) -> Worn:
    """Return how one garment sits, as it is sent."""
    drape, places = look.drape, note_places(look.drape, look.garment.style)
    return Worn(
        garment=look.garment.ref,
        size=look.fit.size,
        fabric=look.garment.fabrics["shell"].name,
        verdict=look.fit.verdict,
        zones=[Zone(**zone, at=places[zone["zone"]]) for zone in zones_json(look.fit)],
        scales=[_scale(look, quantity) for quantity in CARRIED],
        advice=advice_made(look.garment, look.advice),
        settled=drape.settling.settled,
        vertices=len(drape.vertices),
        seconds=round(drape.settling.seconds, 2),
    )


def fits_json(looks: tuple[Look, ...]) -> bytes:
    """Return fit.json: one garment's, or a list of them from the skin outwards."""
    fits: list[dict[str, Any]] = [
        fit_json(look.drape, look.garment, look.fit, look.advice) for look in looks
    ]
    told: object = fits[0] if len(fits) == 1 else fits
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _scale(look: Look, quantity: Quantity) -> HeatScale:
    made = scale(look.drape, quantity)
    return HeatScale(
        quantity=quantity,
        title=Words(en=made.title["en"], zh=made.title["zh"]),
        unit=made.unit,
        factor=made.factor,
        low=made.low,
        high=made.high,
        colours=[(red, green, blue) for red, green, blue in made.colours],
    )
