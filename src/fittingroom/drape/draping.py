"""The verb of this stage: `drape`."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.body.body import Body
from fittingroom.body.giving_way import give_way
from fittingroom.body.resting import rest_arms
from fittingroom.drape.carrying import carry_over
from fittingroom.drape.clearing import clear
from fittingroom.drape.drape import Drape
from fittingroom.drape.easing import easy_fabrics, supple
from fittingroom.drape.levels import Level, cut_levels
from fittingroom.drape.model import DrapeState
from fittingroom.drape.options import DrapeOptions
from fittingroom.drape.parting import part
from fittingroom.drape.putting_on import put_on
from fittingroom.drape.refining import refinement
from fittingroom.drape.refusing import Caught, LoosePieces, refuse_failed
from fittingroom.drape.result import finish_drape
from fittingroom.drape.settling import NO_MOTION, check, settle
from fittingroom.errors import DrapeDiverged
from fittingroom.garment.fabric import Fabric
from fittingroom.garment.pattern import Cloth, Pattern
from fittingroom.geometry.distance import DistanceField, MeshDistance
from fittingroom.progress import Progress, Work, finish

_MARGIN = np.array([0.10, 0.15, 0.10])  # [m] the cloth may move this far and still meet the body
_ROOM = 0.003  # [m] the body leaves between skin and skin, for the layers that come between
_DROP = 0.35  # [m] and this far down
_FINER = 1.6  # times the vertices of the first mesh, of one that is tried where it was caught
_PUT_ON = 0.4  # share of the work until the garment is put on
_BRIEF = 2.0  # [s] at most a stage takes that isn't the last
NEARLY = 0.001  # [m] as near its rest the coarse mesh comes, for it costs a tenth of the fine one
ROUGHLY = 0.004  # [m] and cloth that is easier than the true one


def drape(
    body: Body,
    pattern: Pattern,
    fabrics: Mapping[Cloth, Fabric],
    *,
    options: DrapeOptions | None = None,
    near: Drape | None = None,
    watch: Callable[[Progress], None] | None = None,
) -> Drape:
    """Sew a pattern round a body and let it settle.

    Args:
        body: in the pose it is to be worn in; arms that would sink into the trunk are lifted until
            they lie on it (`rest_arms`), and the drape's body is the one that came of it.
        pattern: what is sewn.
        fabrics: by the cloth of the panels.
        options: how; the defaults where None.
        near: a drape of the same style to begin from, in another size or fabric, on another body
            or in another pose: takes a third of the time.
        watch: shown every report of progress.

    Raises:
        PatternError: the pattern can't be sewn or placed.
        InvalidInput: `near` is of another style.
        DrapeDiverged: no rest was found; the message says why.
    """
    steps = drape_steps(body, pattern, fabrics, options=options, near=near)
    return finish(steps, watch=watch)


def drape_steps(
    body: Body,
    pattern: Pattern,
    fabrics: Mapping[Cloth, Fabric],
    *,
    options: DrapeOptions | None = None,
    near: Drape | None = None,
) -> Work[Drape]:
    """Do what `drape` does, yielding `Progress` and returning the `Drape`."""
    options = options or DrapeOptions()
    began = time.perf_counter()
    body = make_room(body)
    try:
        return (yield from _hang(body, pattern, fabrics, options, near, began))
    except Caught:
        if near is not None:
            raise
    # a strap is three vertices wide while it is put on, and then may be caught on a shoulder
    finer = replace(options, coarse_vertices=min(20_000, round(_FINER * options.coarse_vertices)))
    return (yield from _hang(body, pattern, fabrics, finer, None, began))


def _hang(
    body: Body,
    pattern: Pattern,
    fabrics: Mapping[Cloth, Fabric],
    options: DrapeOptions,
    near: Drape | None,
    began: float,
) -> Work[Drape]:
    """Put a garment on, let it settle and measure it; time counts from `began` [s]."""
    until = began + options.seconds
    step = f"drape {pattern.size}"
    yield Progress(step, 0.0)
    first, last = cut_levels(pattern, coarse=options.coarse_vertices, fine=options.vertices)
    model = last.model(fabrics)
    stages = [(last, model, options)]
    if near is None:
        if supple(model) is not model:
            stages.insert(0, (last, supple(model), brief(options, ROUGHLY)))
        if first is not last:
            folding = supple(first.model(fabrics, folding=True))
            stages.insert(0, (first, folding, brief(options, NEARLY)))
        mesh = first.mesh
        positions = yield from _put_on(
            first, pattern, fabrics, body, step=step, until=until, collide=options.collide
        )
    else:
        mesh = last.mesh
        positions = carry_over(near, mesh, pattern, body)
    surface = MeshDistance(body.mesh)
    field = field_round(surface, positions, options)
    state, motion = DrapeState.at_rest(positions), NO_MOTION
    check(state, positions)
    yield Progress(step, _PUT_ON)
    for number, (level, cloth, ends) in enumerate(stages, start=1):
        if level.mesh is not mesh:
            state = DrapeState.at_rest(refinement(mesh, level.mesh) @ state.positions)
            mesh = level.mesh
        pieces = LoosePieces(cloth, mesh, pattern, state.positions)
        for motion in settle(cloth, state, field, ends, coarse=level.coarse(cloth), until=until):
            pieces.refuse_fallen(state.positions)
            share = min(1.0, motion.simulated / ends.longest)
            yield Progress(step, _PUT_ON + (1.0 - _PUT_ON) * (number - 1 + share) / len(stages))
    drape = finish_drape(
        body,
        pattern,
        mesh,
        model,
        part(state.positions, model, surface)
        if options.collide
        else clear(state.positions, mesh.triangles, surface),
        # what squeezes caught cloth is the body, not the garment
        np.where(state.slack > 0.0, 0.0, state.press),
        surface,
        settled=motion.settled,
        speed=motion.speed,
        seconds=time.perf_counter() - began,
    )
    refuse_failed(drape)
    yield Progress(step, 1.0)
    return drape


def _put_on(
    level: Level,
    pattern: Pattern,
    fabrics: Mapping[Cloth, Fabric],
    body: Body,
    *,
    step: str,
    until: float,
    collide: bool,
) -> Work[Floats]:
    """Close the garment round the body; return where its vertices are [m]."""
    easy = level.model(easy_fabrics(fabrics))
    positions = np.zeros((0, 3))
    work = put_on(level.mesh, easy, pattern, body, coarse=level.coarse(easy), collide=collide)
    for share, placed in work:
        positions = placed
        if time.perf_counter() > until:
            raise DrapeDiverged(
                "the time budget ended before the garment was put on: allow more seconds or fewer "
                "vertices"
            )
        yield Progress(step, _PUT_ON * share)
    return positions


def make_room(body: Body) -> Body:
    """Return a body with room for cloth where arms would sink into it, or skin into skin."""
    return give_way(rest_arms(body), room=_ROOM)


def field_round(surface: MeshDistance, positions: Floats, options: DrapeOptions) -> DistanceField:
    """Distance round where the garment is and may slide to."""
    low = positions.min(axis=0) - _MARGIN
    low[1] = max(low[1] - _DROP, -_MARGIN[1])
    return surface.field(low, positions.max(axis=0) + _MARGIN, options.cell).with_floor()


def brief(options: DrapeOptions, still: float) -> DrapeOptions:
    """Return when a stage ends that another one follows: `still` from its rest [m]."""
    return replace(options, longest=min(_BRIEF, options.longest), still=still)
