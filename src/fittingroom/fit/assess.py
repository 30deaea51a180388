"""How a worn garment sits: every zone of its style, measured on the drape."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from fittingroom.body.body import Body
from fittingroom.body.measuring import girth_at, measure, tape
from fittingroom.body.posing import pose_body
from fittingroom.drape.drape import Drape
from fittingroom.fit.bands import band_of, verdict
from fittingroom.fit.bridging import bridged
from fittingroom.fit.loops import NOTHING, ClothLoop, grain_loop, plane_loop
from fittingroom.fit.report import VERDICTS, FitReport, Verdict, ZoneFit
from fittingroom.fit.zones import Zone, zones_of
from fittingroom.garment.fabric import Fabric
from fittingroom.garment.garment import Garment

CONTACT_MIN = 1.0  # [Pa]; less than a hundredth of what a relaxed waistband presses


def assess(drape: Drape, garment: Garment) -> FitReport:
    """Judge how a garment sits, zone by zone.

    Zones that the garment doesn't reach (the hip, for a short top) are left out.

    Args:
        drape: the garment on the body.
        garment: its fabrics and style.

    Example:
        >>> import fittingroom as fr
        >>> person = fr.read_person({"sex": "female", "height_cm": 168, "weight_kg": 62})
        >>> look = fr.try_on(person, fr.catalogue["classic-tee"], size="M")
        >>> fr.assess(look.drape, look.garment).size
        'M'
    """
    # flesh that gave way to cloth has the girths it has without
    body = pose_body(drape.body, drape.body.pose)
    terms = measure(body)
    zones = tuple(
        judged
        for zone in zones_of(garment.style)
        if (judged := _judge(drape, garment, zone, body, terms)) is not None
    )
    return FitReport(drape.pattern.size, zones, _worst(zones, garment.style))


def _judge(
    drape: Drape, garment: Garment, zone: Zone, body: Body, terms: Mapping[str, float]
) -> ZoneFit | None:
    if zone.measured == "length":
        own = sum(factor * terms[term] for term, factor in zone.body)
        length = drape.pattern.lengths[zone.finished]
        word = verdict(zone.name, garment.style, length - own, 0.0, garment.fabrics["shell"])
        return ZoneFit(zone.name, own, length, length, 0.0, 0.0, word)
    among = _triangles(drape, zone)
    if zone.measured == "grain":
        girth, loop = terms[zone.term], _middle(drape, among)
    else:
        girth, loop = _along_tape(drape, zone, body, among)
    if not loop.around:
        return None
    fabric = _fabric(drape, garment, zone)
    word = verdict(zone.name, garment.style, loop.cut - girth, loop.strain, fabric)
    return ZoneFit(zone.name, girth, loop.worn, loop.cut, loop.strain, _pressure(drape, loop), word)


def _triangles(drape: Drape, zone: Zone) -> NDArray[np.bool_]:
    panels = [
        number
        for number, panel in enumerate(drape.pattern.panels)
        if panel.placement.wraps in zone.wraps
    ]
    among: NDArray[np.bool_] = np.isin(drape.panel, panels)
    return among


def _along_tape(
    drape: Drape, zone: Zone, body: Body, among: NDArray[np.bool_]
) -> tuple[float, ClothLoop]:
    """Cross the garment where the tape lies, or as near as the garment goes all round.

    Returns:
        the body's girth there, but no more than at the tape's own level (a waistband that slid down
        to the hips is not the tighter for it), and the loop.
    """
    lies = tape(body, zone.term)
    for shift in zone.reach:
        origin = lies.origin + shift * lies.normal
        loop = plane_loop(drape, origin, lies.normal, among)
        if zone.bridges:
            loop = bridged(loop, lies.loop, lies.normal)
        if loop.around:
            return min(lies.girth, girth_at(body, zone.term, shift)), loop
    return lies.girth, NOTHING


def _middle(drape: Drape, among: NDArray[np.bool_]) -> ClothLoop:
    level = drape.pattern_points[among][..., 1]
    if not level.size:
        return NOTHING
    return grain_loop(drape, float(0.5 * (level.min() + level.max())), among)


def _pressure(drape: Drape, loop: ClothLoop) -> float:
    pressed = drape.pressure[loop.vertices]
    touching = pressed > CONTACT_MIN
    return float(pressed[touching].mean()) if touching.any() else 0.0


def _fabric(drape: Drape, garment: Garment, zone: Zone) -> Fabric:
    for panel in drape.pattern.panels:
        if panel.placement.wraps in zone.wraps:
            return garment.fabrics[panel.cloth]
    return garment.fabrics["shell"]


def _worst(zones: tuple[ZoneFit, ...], style: str) -> Verdict:
    """Return the verdict farthest from regular; of two as far, the tighter: it hurts.

    Only zones that can rule a size out have a say: a wide neckband makes no garment loose.
    """
    middle = VERDICTS.index("regular")
    deciding = [zone for zone in zones if band_of(zone.zone, style).decides]
    ranks = [VERDICTS.index(zone.verdict) for zone in deciding]
    return VERDICTS[max(ranks, key=lambda rank: (abs(rank - middle), -rank), default=middle)]
