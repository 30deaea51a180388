"""How much ease each style wants at each zone, and the word for how much there is.

Ease is the garment as cut minus the body [m]. The table holds, for cloth that doesn't stretch,
the four borders too tight | tight | regular | loose | too loose. Cloth that stretches lowers the
two lower borders: it gives room by stretching. At length zones "tight" reads short, "loose" long.

Source: the width of a band is the trade's wearing ease, as in Aldrich, *Metric Pattern Cutting*
(bodice blocks: 10 cm at a woven bust, 4 to 6 at the hips, waistbands 0 to 2 cm) and Armstrong,
*Patternmaking for Fashion Design* (knits: none to negative); the outer borders are ours.
"""

from __future__ import annotations

from dataclasses import dataclass

from fittingroom.errors import UnknownName
from fittingroom.fit.report import VERDICTS, Verdict
from fittingroom.garment.fabric import Fabric
from fittingroom.units import CENTIMETRE

Borders = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Band:
    """What a style wants at a zone.

    Args:
        borders: too tight | tight | regular | loose | too loose, for cloth without stretch [m].
        around: a typical body's girth there, by which stretch turns into room; 0 for zones that
            don't go round the body [m].
        weight: how much the zone counts when sizes are compared.
        decides: whether being too tight or too loose here alone rules a size out.
        follows_taste: whether people who like it close or loose mean this zone.
    """

    borders: Borders
    around: float
    weight: float
    decides: bool
    follows_taste: bool


def _girth(borders: str, around: float, weight: float, *, decides: bool = True) -> Band:
    return Band(_centimetres(borders), around * CENTIMETRE, weight, decides, True)


def _run(borders: str, weight: float) -> Band:
    return Band(_centimetres(borders), 0.0, weight, False, False)


def _centimetres(borders: str) -> Borders:
    a, b, c, d = (float(figure) * CENTIMETRE for figure in borders.split())
    return a, b, c, d


BANDS: dict[str, dict[str, Band]] = {
    "crew-neck-tee": {
        "neck": _girth("2 4 26 34", 37, 0.1, decides=False),
        "shoulder": _run("-2 1 10 14", 0.3),
        "bust": _girth("5 9 16 28", 98, 1.0),
        # a T-shirt falls straight from the bust: room at the waist is no fault
        "waist": _girth("3 7 34 50", 85, 0.15),
        "hip": _girth("1 5 24 38", 101, 0.3),
        "upper_arm": _girth("3 6 17 25", 31, 0.2, decides=False),
        # a short sleeve ends well above the elbow: ease against the way to it
        "sleeve_length": _run("-23 -18 -5 1", 0.1),
        "length": _run("-12 -6 9 17", 0.3),
    },
    "a-line-skirt": {
        "waist": _girth("-1 0 4 7", 76, 1.0),
        "hip": _girth("1 4 20 45", 101, 0.6),
        "length": _run("-20 -10 15 40", 0.1),
    },
    "shift-dress": {
        # without sleeves the armhole is cut in from the shoulder point
        "shoulder": _run("-8 -5 2 6", 0.3),
        "bust": _girth("2 4 11 18", 95, 1.0),
        "waist": _girth("2 4 18 28", 78, 0.4),
        "hip": _girth("1 3 12 22", 101, 0.8),
        "length": _run("-20 -12 12 30", 0.1),
    },
    "straight-trousers": {
        "waist": _girth("-1 0 4 7", 82, 1.0),
        "hip": _girth("0 3 11 18", 101, 0.8),
        "thigh": _girth("1 3 12 18", 60, 0.3),
        "length": _run("-12 -7 2 6", 0.1),
    },
}

# How far cloth lowers a border, as a share of the strain a wearer still finds comfortable. Assumed:
# half of it may be used up standing still before a garment is too tight, a quarter before tight.
TOO_TIGHT_SHARE, TIGHT_SHARE = 0.5, 0.25
STRETCH_USED_MAX = 0.35  # a rib stretches further, but nobody wants to be held that firmly


def band_of(zone: str, style: str) -> Band:
    """Return what `style` wants at `zone`.

    Raises:
        UnknownName: no such style, or it isn't judged there.
    """
    if style not in BANDS:
        raise UnknownName("style", style, BANDS)
    if zone not in BANDS[style]:
        raise UnknownName(f"zone of {style}", zone, BANDS[style])
    return BANDS[style][zone]


def borders(zone: str, style: str, fabric: Fabric) -> Borders:
    """Return the borders too tight | tight | regular | loose | too loose of the cut ease [m].

    Args:
        zone: "bust", …
        style: "crew-neck-tee", …
        fabric: the cloth round that zone: its stretch lowers the first two.
    """
    band = band_of(zone, style)
    room = min(fabric.stretch_limit, STRETCH_USED_MAX) * band.around
    too_tight, tight, loose, too_loose = band.borders
    return too_tight - TOO_TIGHT_SHARE * room, tight - TIGHT_SHARE * room, loose, too_loose


def verdict(zone: str, style: str, cut_ease: float, strain: float, fabric: Fabric) -> Verdict:
    """Return in a word how a garment sits at a zone; never tighter with more ease.

    Args:
        zone: "bust", …
        style: "crew-neck-tee", …
        cut_ease: garment as cut minus body [m].
        strain: stretch of the cloth round the zone, as draped; 0 where it isn't known.
        fabric: the cloth round that zone.

    Returns:
        The looser the larger the ease; cloth stretched beyond its comfort is too tight whatever
        the ease, beyond half of it tight at best.

    Example:
        >>> from fittingroom.garment.fabrics import fabric_of
        >>> verdict("bust", "crew-neck-tee", 0.08, 0.0, fabric_of("single-jersey"))
        'regular'
    """
    by_ease = sum(cut_ease >= border for border in borders(zone, style, fabric))
    by_strain = len(VERDICTS) - 1
    if strain > fabric.stretch_limit:
        by_strain = 0
    elif strain > TOO_TIGHT_SHARE * fabric.stretch_limit:
        by_strain = 1
    return VERDICTS[min(by_ease, by_strain)]
