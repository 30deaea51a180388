"""The verb of this stage: `drape`."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.body.body import Body
from fittingroom.drape.clearing import clear
from fittingroom.drape.drape import Drape
from fittingroom.drape.meshing import mesh_pattern
from fittingroom.drape.model import DrapeState, build_model
from fittingroom.drape.options import DrapeOptions
from fittingroom.drape.parting import part
from fittingroom.drape.putting_on import easy_fabrics, put_on
from fittingroom.drape.refining import refinement
from fittingroom.drape.refusing import refuse_failed
from fittingroom.drape.result import finish_drape
from fittingroom.drape.settling import Motion, check, settle
from fittingroom.errors import DrapeDiverged
from fittingroom.garment.fabric import Fabric
from fittingroom.garment.pattern import Cloth, Pattern
from fittingroom.geometry.distance import DistanceField, MeshDistance
from fittingroom.progress import Progress, Work, finish

_MARGIN = np.array([0.10, 0.15, 0.10])  # [m] the cloth may move this far and still meet the body
_DROP = 0.35  # [m] and this far down
_PREVIEW = 1.0  # [s] the coarse cloth hangs before it is refined
_WINDOW_TIME = 0.25  # [s] of `Motion.movement`


def drape(
    body: Body,
    pattern: Pattern,
    fabrics: Mapping[Cloth, Fabric],
    *,
    options: DrapeOptions | None = None,
    watch: Callable[[Progress], None] | None = None,
) -> Drape:
    """Sew a pattern round a body and let it settle.

    Args:
        body: in the pose it is to be worn in.
        pattern: what is sewn.
        fabrics: by the cloth of the panels.
        options: how; the defaults where None.
        watch: shown every report of progress.

    Raises:
        PatternError: the pattern can't be sewn or placed.
        DrapeDiverged: no rest was found; the message says why.
    """
    return finish(drape_steps(body, pattern, fabrics, options=options), watch=watch)


def drape_steps(
    body: Body,
    pattern: Pattern,
    fabrics: Mapping[Cloth, Fabric],
    *,
    options: DrapeOptions | None = None,
) -> Work[Drape]:
    """Do what `drape` does, yielding `Progress` and returning the `Drape`."""
    options = options or DrapeOptions()
    began = time.perf_counter()
    until = began + options.seconds
    step = f"drape {pattern.size}"
    yield Progress(step, 0.0)
    coarse = mesh_pattern(pattern, vertices=min(options.coarse_vertices, options.vertices))
    model = build_model(coarse, pattern, easy_fabrics(fabrics))
    positions = np.zeros((0, 3))
    for share, placed in put_on(coarse, model, pattern, body, collide=options.collide):
        positions = placed
        _in_time(until, "put on")
        yield Progress(step, 0.4 * share)
    surface = MeshDistance(body.mesh)
    field = _field(surface, positions, options)
    state = DrapeState.at_rest(positions)
    check(state, positions)
    motion = Motion(0.0, np.inf, settled=False)
    short = replace(options, longest=min(_PREVIEW, options.longest))
    for motion in settle(model, state, field, short, until=until):
        yield Progress(step, 0.4 + 0.2 * min(1.0, motion.simulated / _PREVIEW))
    mesh = coarse
    if options.vertices > options.coarse_vertices:
        mesh = mesh_pattern(pattern, vertices=options.vertices)
    model = build_model(mesh, pattern, fabrics)
    state = DrapeState.at_rest(refinement(coarse, mesh) @ state.positions)
    for motion in settle(model, state, field, options, until=until):
        yield Progress(step, 0.6 + 0.4 * min(1.0, motion.simulated / options.longest))
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
        speed=motion.movement / _WINDOW_TIME,
        seconds=time.perf_counter() - began,
    )
    refuse_failed(drape)
    yield Progress(step, 1.0)
    return drape


def _field(surface: MeshDistance, positions: Floats, options: DrapeOptions) -> DistanceField:
    """Distance round where the garment is and may slide to."""
    low = positions.min(axis=0) - _MARGIN
    low[1] = max(low[1] - _DROP, -_MARGIN[1])
    return surface.field(low, positions.max(axis=0) + _MARGIN, options.cell).with_floor()


def _in_time(until: float, what: str) -> None:
    if time.perf_counter() > until:
        raise DrapeDiverged(
            f"the time budget ended before the garment was {what}: allow more seconds or fewer "
            "vertices"
        )
