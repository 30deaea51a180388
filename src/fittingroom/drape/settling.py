"""Let a dressed garment hang until nothing visible moves."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.drape.colliding import Layers
from fittingroom.drape.engines import make_solver
from fittingroom.drape.model import DrapeModel, DrapeState, Surroundings
from fittingroom.drape.multigrid import CoarseGrid
from fittingroom.drape.options import DrapeOptions
from fittingroom.drape.solver import StepOptions
from fittingroom.errors import DrapeDiverged
from fittingroom.geometry.distance import DistanceField

_WINDOW = 6  # steps between two looks at what moves
_SWING = 1.0  # [s] after which the air brakes harder: what matters then is rest
FALL = 0.2  # [m] a garment that sinks this far on the whole isn't held by anything
_LOST = 1.5  # [m] a vertex this far from where it began is lost
_SLOWEST, _QUICKEST = 0.87, 0.8  # a window's movement over the one before it, as far as believed
_HANG = StepOptions(linear_tolerance=0.1, air_damping=6.0)
_CALM = StepOptions(linear_tolerance=0.05, air_damping=12.0)


@dataclass(frozen=True, slots=True)
class Motion:
    """How much still moves.

    Args:
        simulated: time that passed in the cloth's world [s].
        movement: root mean square movement since the report before, of vertices that aren't caught
            between parts of the body [m].
        left: estimate of how far from rest the garment still is, root mean square [m].
        settled: whether that is little enough.
    """

    simulated: float
    movement: float
    left: float
    settled: bool

    @property
    def speed(self) -> float:
        """Root mean square speed since the report before [m/s]."""
        return self.movement / (_WINDOW * _HANG.duration)


NO_MOTION = Motion(0.0, np.inf, np.inf, settled=False)


def settle(
    model: DrapeModel,
    state: DrapeState,
    field: DistanceField,
    options: DrapeOptions,
    *,
    coarse: CoarseGrid | None = None,
    until: float,
) -> Iterator[Motion]:
    """Let `state` hang, yielding how much moves every few steps.

    Movement dies away like a geometric series, so what is left of it follows from two reports.
    Speed alone lies: a garment that creeps a millimetre a second has centimetres to go.

    Args:
        model: what is fixed.
        state: what moves; changed.
        field: the body.
        options: when to stop.
        coarse: the grid below the model.
        until: `time.perf_counter()` at which to stop.

    Raises:
        DrapeDiverged: the garment falls off, or the simulation lost it.
    """
    layers = Layers(model) if options.collide else None
    solver = make_solver(options.engine, model, coarse=coarse, layers=layers)
    around = Surroundings(field)
    start = before = state.positions.copy()
    last = np.inf
    for step in range(1, int(options.longest / _HANG.duration) + 1):
        solver.step(state, around, _HANG if step * _HANG.duration < _SWING else _CALM)
        if step % _WINDOW:
            continue
        check(state, start)
        # cloth caught between arm and trunk never lies quite still, and nobody sees it
        moved = np.linalg.norm(state.positions - before, axis=1)[state.slack == 0.0]
        before = state.positions.copy()
        movement = float(np.sqrt(np.mean(moved**2))) if len(moved) else 0.0
        fade = min(max(movement / last, _QUICKEST), _SLOWEST) if movement > 0.0 else 0.0
        left = np.inf if np.isinf(last) else movement * fade / (1.0 - fade)
        last = movement
        yield Motion(step * _HANG.duration, movement, left, left < options.still)
        if left < options.still or time.perf_counter() > until:
            return


def check(state: DrapeState, start: Floats) -> None:
    """Refuse a state that is no drape.

    Raises:
        DrapeDiverged: numbers ran away, or the garment falls with nothing to hold it.
    """
    x = state.positions
    if not (np.isfinite(x).all() and np.isfinite(state.velocities).all()):
        raise DrapeDiverged("the simulation lost the cloth: positions are no longer numbers")
    sunk = float((start - x)[:, 1].mean())
    if sunk > FALL:
        raise DrapeDiverged(
            f"the garment falls off: it sank by {100 * sunk:.0f} cm and nothing on the body holds "
            "it. Choose a smaller size"
        )
    if float(np.abs(x - start).max()) > _LOST:
        raise DrapeDiverged("the simulation lost the cloth: a vertex flew off")
