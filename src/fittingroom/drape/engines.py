"""Which engine stands behind `Solver`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fittingroom.arrays import Ints
from fittingroom.drape.model import DrapeModel
from fittingroom.drape.multigrid import CoarseGrid
from fittingroom.drape.solver import NewtonSolver, Solver
from fittingroom.errors import UnknownName

ENGINES = ("own", "newton")


def make_solver(
    engine: str,
    model: DrapeModel,
    *,
    coarse: CoarseGrid | None = None,
    pinned: Ints | None = None,
) -> Solver:
    """Return an engine for a model.

    Args:
        engine: "own" (this package's, on the processor) or "newton" (Newton's Style3D, extra
            `gpu`, on a CUDA device where there is one).
        model: what is fixed.
        coarse: the grid below the model, which only our own engine uses.
        pinned: vertices that never move, shape (vertex,), or None.

    Raises:
        UnknownName: another engine.
        MissingDependency: the engine's library isn't installed.
    """
    if engine not in _MAKERS:
        raise UnknownName("engine", engine, ENGINES)
    return _MAKERS[engine](model, coarse, pinned)


def _own(model: DrapeModel, coarse: CoarseGrid | None, pinned: Ints | None) -> Solver:
    return NewtonSolver(model, coarse=coarse, pinned=pinned)


def _newton(model: DrapeModel, _: CoarseGrid | None, pinned: Ints | None) -> Solver:
    from fittingroom.drape._newton import Style3DSolver

    return Style3DSolver(model, pinned=pinned)


_MAKERS: Mapping[str, Callable[[DrapeModel, CoarseGrid | None, Ints | None], Solver]] = {
    "own": _own,
    "newton": _newton,
}
