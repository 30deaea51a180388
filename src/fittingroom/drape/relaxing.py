"""Find rest by itself: ever longer steps without inertia, until the forces balance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.drape.model import DrapeModel, DrapeState, Surroundings
from fittingroom.drape.multigrid import CoarseGrid
from fittingroom.drape.solver import NewtonSolver, StepOptions
from fittingroom.errors import DrapeDiverged, InvalidInput

_FIRST = 1 / 60  # [s]
# measured on draping discs: a third of the rounds of other factors and of one Newton round a step
_LONGER, _SHORTER, _WORSE = 1.2, 0.5, 2.0
_SHORTEST, _LONGEST = 1e-4, 100.0  # [s]


@dataclass(frozen=True, slots=True)
class RestOptions:
    """When cloth counts as at rest, and how hard it is sought.

    Args:
        residual: sum of the forces out of balance over the sum of those that act.
        steps: most steps taken.
        linear_rounds: most rounds of each linear solve.
        longest_move: of a vertex in one Newton round [m].
        nudge: how far vertices are moved off the start, so that a flat cloth can fold [m].
        insist: refuse what is not at rest; else it is given as it is.
    """

    residual: float = 1e-5
    steps: int = 3000
    linear_rounds: int = 500
    longest_move: float = 0.01
    nudge: float = 0.0
    insist: bool = True

    def __post_init__(self) -> None:
        allowed = {
            "residual": (1e-10, 0.1),
            "steps": (1, 1_000_000),
            "linear_rounds": (1, 100_000),
            "longest_move": (1e-5, 1.0),
            "nudge": (0.0, 0.1),
        }
        for name, (low, high) in allowed.items():
            value = getattr(self, name)
            if not low <= value <= high:
                raise InvalidInput(
                    f"rest option '{name}' is {value}: allowed is {low:g} to {high:g}",
                    field=name,
                    value=value,
                    allowed=f"{low:g} to {high:g}",
                )


@dataclass(frozen=True, slots=True)
class Rest:
    """Where the search ended.

    Args:
        state: the cloth.
        energy: elastic [J].
        residual: see `RestOptions`.
        steps: taken.
        at_rest: whether the residual is small enough.
    """

    state: DrapeState
    energy: float
    residual: float
    steps: int
    at_rest: bool


class Loaded(NewtonSolver):
    """The solver with dead loads besides gravity.

    Args:
        model: what is fixed.
        loads: force on each vertex [N], shape (vertex, 3).
        pinned: vertices that never move, shape (vertex,).
        coarse: the grid below a large cloth, or None.
    """

    def __init__(
        self, model: DrapeModel, loads: Floats, *, pinned: Ints, coarse: CoarseGrid | None = None
    ) -> None:
        super().__init__(model, coarse=coarse, pinned=pinned)
        self.loads = loads
        self.free = ~np.asarray(pinned, bool)

    def forces(self, state: DrapeState, around: Surroundings) -> tuple[Floats, float]:
        """Return all static forces [N], the loads among them, and the elastic energy [J]."""
        force, energy = super().forces(state, around)
        return force + self.loads, energy


def relax(solver: Loaded, state: DrapeState, around: Surroundings, options: RestOptions) -> Rest:
    """Move `state` to rest.

    Pseudo-transient continuation: a step is 1.2 times longer than the last while the residual
    falls, half as long where it doubles; long steps are Newton's.

    Source: Kelley and Keyes, "Convergence analysis of pseudo-transient continuation", SIAM J.
    Numer. Anal. 35(2), 1998.

    Raises:
        DrapeDiverged: positions are no longer numbers.
    """
    acting = around.gravity * float(solver.model.mass.sum()) + float(np.abs(solver.loads).sum())
    duration, last = _FIRST, np.inf
    for number in range(options.steps + 1):
        force, energy = solver.forces(state, around)
        size = np.abs(force).sum(axis=1)
        # reactions of what is held count as acting: they are all there is without weight
        reaction = float(size[~solver.free].sum() + state.press.sum())
        residual = float(size[solver.free].sum()) / (acting + reaction + 1e-12)
        if not np.isfinite(residual):
            raise DrapeDiverged("the simulation lost the swatch: positions are no longer numbers")
        if residual < options.residual or number == options.steps:
            break
        if residual < last:
            duration = min(duration * _LONGER, _LONGEST)
        elif residual > _WORSE * last:
            duration = max(duration * _SHORTER, _SHORTEST)
        last = residual
        solver.step(
            state,
            around,
            StepOptions(
                duration=duration,
                inertia=0.0,
                newton_rounds=2,
                linear_rounds=options.linear_rounds,
                linear_tolerance=1e-3,
                longest_move=options.longest_move,
            ),
        )
    return Rest(state, energy, residual, number, residual < options.residual)
