"""`fit.json` and the advice's JSON: the contract other programs read."""

from __future__ import annotations

from typing import Any

from fittingroom.drape.drape import Drape
from fittingroom.fit.report import FitReport, SizeAdvice
from fittingroom.garment.garment import Garment
from fittingroom.units import CENTIMETRE, KILOPASCAL, MILLIMETRE


def fit_json(drape: Drape, garment: Garment, fit: FitReport, advice: SizeAdvice) -> dict[str, Any]:
    """Return the contract's fit.json."""
    settling = drape.settling
    return {
        "garment": garment.ref,
        "size": fit.size,
        "verdict": fit.verdict,
        "zones": zones_json(fit),
        "drape": {
            "vertices": len(drape.vertices),
            "seconds": round(settling.seconds, 2),
            "settled": settling.settled,
            "penetration_mm": round(settling.penetration / MILLIMETRE, 3),
            "seam_gap_mm": round(settling.seam_gap / MILLIMETRE, 3),
            "speed_mm_s": round(settling.speed / MILLIMETRE, 3),
            "strain_mean_pct": round(100 * settling.strain_mean, 3),
            "strain_max_pct": round(100 * settling.strain_max, 2),
            "crossings": settling.crossings,
        },
        "advice": advice_json(advice),
    }


def zones_json(fit: FitReport) -> list[dict[str, Any]]:
    """Return the zones of fit.json; `cut_cm` is the cloth before it stretches."""
    return [
        {
            "zone": zone.zone,
            "body_cm": round(zone.body / CENTIMETRE, 1),
            "garment_cm": round(zone.garment / CENTIMETRE, 1),
            "ease_cm": round(zone.ease / CENTIMETRE, 1),
            "strain_pct": round(100 * zone.strain, 2),
            "pressure_kpa": round(zone.pressure / KILOPASCAL, 3),
            "verdict": zone.verdict,
            "cut_cm": round(zone.cut / CENTIMETRE, 1),
            "cut_ease_cm": round(zone.cut_ease / CENTIMETRE, 1),
        }
        for zone in fit.zones
    ]


def advice_json(advice: SizeAdvice) -> dict[str, Any]:
    """Return the contract's advice; `because` is English, the other languages beside it."""
    return {
        "recommended": advice.recommended,
        "probability": {size: round(p, 3) for size, p in advice.probability.items()},
        "because": list(advice.because["en"]),
        "because_by_language": {tongue: list(said) for tongue, said in advice.because.items()},
    }
