"""The verb for several garments: `drape_outfit`."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.body.body import Body
from fittingroom.drape.draping import NEARLY, ROUGHLY, brief, drape_steps, field_round, make_room
from fittingroom.drape.model import DrapeState
from fittingroom.drape.options import DrapeOptions
from fittingroom.drape.outfit import Layering, Outfit, Piece
from fittingroom.drape.outfit_result import finish_outfit
from fittingroom.drape.parting import part
from fittingroom.drape.refusing import refuse_failed
from fittingroom.drape.settling import NO_MOTION, check, settle
from fittingroom.drape.shells import crossings_between
from fittingroom.drape.stacking import Stack, cut_stacks, put_on_all
from fittingroom.errors import DrapeDiverged, InvalidInput
from fittingroom.geometry.distance import MeshDistance
from fittingroom.progress import Progress, Work, finish

MOST = 4  # garments: nearer than the fourth is closed, the fields of the body are exact
_TANGLED = 20  # pairs of triangles that cross: fewer draw apart while the garments settle
_DRESSED = 0.4  # share of the work until all are worn


def drape_outfit(
    body: Body,
    pieces: Sequence[Piece],
    *,
    options: DrapeOptions | None = None,
    watch: Callable[[Progress], None] | None = None,
) -> Outfit:
    """Put several garments on a body, one over the other, and let them settle together.

    Args:
        body: in the pose it is to be worn in; room is made on it as `drape` does.
        pieces: from the skin outwards, 1 to 4: a tee named before trousers is tucked in, one named
            after them falls over the waistband.
        options: how; the defaults where None. Vertices and seconds are for each piece.
        watch: shown every report of progress.

    Raises:
        InvalidInput: no piece, too many, or options under which cloth doesn't feel cloth.
        PatternError: a pattern can't be sewn or placed.
        DrapeDiverged: no rest was found, or a piece can't be worn under another one; the message
            says which and why.
    """
    return finish(drape_outfit_steps(body, pieces, options=options), watch=watch)


def drape_outfit_steps(
    body: Body, pieces: Sequence[Piece], *, options: DrapeOptions | None = None
) -> Work[Outfit]:
    """Do what `drape_outfit` does, yielding `Progress` and returning the `Outfit`."""
    options = options or DrapeOptions()
    _refuse_unwearable(pieces, options)
    if len(pieces) == 1:
        (piece,) = pieces
        alone = yield from drape_steps(body, piece.pattern, piece.fabrics, options=options)
        return Outfit(body, (alone,), Layering.of_one(alone))
    began = time.perf_counter()
    until = began + options.seconds * len(pieces)
    body = make_room(body)
    step = "drape " + " under ".join(piece.label for piece in pieces)
    yield Progress(step, 0.0)
    dressed, stages = cut_stacks(pieces, options)
    positions = yield from _put_on(dressed, pieces, body, step=step, until=until)
    surface = MeshDistance(body.mesh)
    field = field_round(surface, positions, options)
    state, motion = DrapeState.at_rest(positions), NO_MOTION
    for number, stack in enumerate(stages, start=1):
        if stack.levels[0] is not dressed.levels[0]:
            state = DrapeState.at_rest(stack.from_coarser(dressed, state.positions))
            dressed = stack
        if number == len(stages):
            ends = options
        else:
            coarse = stack.levels[0] is not stages[-1].levels[0]
            ends = brief(options, NEARLY if coarse else ROUGHLY)
        start = state.positions.copy()
        for motion in settle(stack.joint, state, field, ends, coarse=stack.coarse(), until=until):
            _check_each(pieces, stack, state.positions, start)
            share = min(1.0, motion.simulated / ends.longest)
            yield Progress(step, _DRESSED + (1.0 - _DRESSED) * (number - 1 + share) / len(stages))
    # the joint model of the last stage is the true one
    state.positions = part(state.positions, stages[-1].joint, surface)
    _refuse_tangled(pieces, stages[-1], state.positions)
    seconds = time.perf_counter() - began
    outfit = finish_outfit(body, pieces, stages[-1], state, surface, motion, seconds=seconds)
    for drape in outfit.drapes:
        refuse_failed(drape)
    yield Progress(step, 1.0)
    return outfit


def _put_on(
    stack: Stack, pieces: Sequence[Piece], body: Body, *, step: str, until: float
) -> Work[Floats]:
    """Close all garments round the body; return where their vertices are [m]."""
    positions = np.zeros((0, 3))
    for share, placed in put_on_all(stack, pieces, body):
        positions = placed
        if time.perf_counter() > until:
            raise DrapeDiverged(
                "the time budget ended before the garments were put on: allow more seconds or "
                "fewer vertices"
            )
        yield Progress(step, _DRESSED * share)
    _refuse_tangled(pieces, stack, positions)
    return positions


def _refuse_unwearable(pieces: Sequence[Piece], options: DrapeOptions) -> None:
    """Refuse what can't be begun.

    Raises:
        InvalidInput: the number of pieces or an option.
    """
    if not 1 <= len(pieces) <= MOST:
        raise InvalidInput(
            f"an outfit of {len(pieces)} garments: name 1 to {MOST}, from the skin outwards",
            field="pieces",
            value=len(pieces),
            allowed=f"1 to {MOST}",
        )
    if not options.collide or options.engine != "own":
        raise InvalidInput(
            "garments over one another must feel each other: leave collide on and engine 'own'",
            field="options",
            value=options.engine if options.collide else "collide=False",
        )


def _check_each(pieces: Sequence[Piece], stack: Stack, positions: Floats, start: Floats) -> None:
    """Refuse a piece that falls off while the others stay.

    Raises:
        DrapeDiverged: naming the piece.
    """
    for piece, now, then in zip(pieces, stack.each(positions), stack.each(start), strict=True):
        try:
            check(DrapeState.at_rest(now), then)
        except DrapeDiverged as error:
            raise DrapeDiverged(f"{piece.label}: {error}") from error


def _refuse_tangled(pieces: Sequence[Piece], stack: Stack, positions: Floats) -> None:
    """Refuse garments that can't be got into each other.

    Raises:
        DrapeDiverged: naming the two.
    """
    worn = stack.worn(positions)
    for outer in range(1, len(worn)):
        for inner in range(outer):
            count = crossings_between([worn[inner], worn[outer]])
            if count > _TANGLED:
                below, above = pieces[inner].label, pieces[outer].label
                raise DrapeDiverged(
                    f"{below} can't be worn under {above}: they go through each other in {count} "
                    f"places, as a skirt would in trousers. Try {above} before {below}"
                )
