"""From the last state of an outfit to the noun: each piece's drape, and how they lie."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fittingroom.body.body import Body
from fittingroom.drape.model import DrapeState
from fittingroom.drape.outfit import Layering, Outfit, Piece
from fittingroom.drape.result import finish_drape
from fittingroom.drape.settling import Motion
from fittingroom.drape.shells import Worn, crossings_between, lying_on
from fittingroom.drape.stacking import Stack
from fittingroom.geometry.distance import MeshDistance


def finish_outfit(
    body: Body,
    pieces: Sequence[Piece],
    stack: Stack,
    state: DrapeState,
    surface: MeshDistance,
    motion: Motion,
    *,
    seconds: float,
) -> Outfit:
    """Measure each piece, and how they lie on one another.

    Args:
        body: under them.
        pieces: from the skin outwards.
        stack: the last.
        state: of its joint model, cleared.
        surface: the body's true one.
        motion: the last report.
        seconds: wall time of it all [s].
    """
    # what squeezes caught cloth is the body, not the garment
    press = stack.each(np.where(state.slack > 0.0, 0.0, state.press))
    places = stack.each(state.positions)
    drapes = tuple(
        finish_drape(
            body,
            piece.pattern,
            level.mesh,
            model,
            own,
            pressed,
            surface,
            settled=motion.settled,
            speed=motion.speed,
            seconds=seconds,
        )
        for piece, level, model, own, pressed in zip(
            pieces, stack.levels, stack.models, places, press, strict=True
        )
    )
    layering = _layering(stack.worn(state.positions), settled=motion.settled, seconds=seconds)
    return Outfit(body, drapes, layering)


def _layering(worn: Sequence[Worn], *, settled: bool, seconds: float) -> Layering:
    """Count how the pieces lie on one another."""
    counts = [
        lying_on(outer, inner) for number, outer in enumerate(worn) for inner in worn[:number]
    ]
    overlap, wrong = (sum(count[k] for count in counts) for k in (0, 1))
    return Layering(
        seconds=seconds,
        settled=settled,
        crossings=crossings_between(worn),
        overlap=overlap,
        inside_out=wrong / max(overlap, 1),
    )
