"""Which engine stands behind `Solver`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fittingroom.arrays import Ints
from fittingroom.drape.model import DrapeModel
from fittingroom.drape.solver import NewtonSolver, Solver
from fittingroom.errors import UnknownName

ENGINES = ("own", "newton")


def make_solver(engine: str, model: DrapeModel, *, pinned: Ints | None = None) -> Solver:
    """Return an engine for a model.

    Args:
        engine: "own" (this package's, on the processor) or "newton" (Newton's Style3D, extra
            `gpu`, on a CUDA device where there is one).
        model: what is fixed.
        pinned: vertices that never move, shape (vertex,), or None.

    Raises:
        UnknownName: another engine.
        MissingDependency: the engine's library isn't installed.
    """
    if engine not in _MAKERS:
        raise UnknownName("engine", engine, ENGINES)
    return _MAKERS[engine](model, pinned)


def _own(model: DrapeModel, pinned: Ints | None) -> Solver:
    return NewtonSolver(model, pinned=pinned)


def _newton(model: DrapeModel, pinned: Ints | None) -> Solver:
    from fittingroom.drape._newton import Style3DSolver

    return Style3DSolver(model, pinned=pinned)


_MAKERS: Mapping[str, Callable[[DrapeModel, Ints | None], Solver]] = {
    "own": _own,
    "newton": _newton,
}
