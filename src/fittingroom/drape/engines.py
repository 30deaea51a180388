"""Which engine stands behind `Solver`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fittingroom.arrays import Ints
from fittingroom.drape.colliding import Layers
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
    layers: Layers | None = None,
    pinned: Ints | None = None,
) -> Solver:
    """Return an engine for a model.

    Args:
        engine: "own" (this package's, on the processor) or "newton" (Newton's Style3D, extra
            `gpu`, on a CUDA device where there is one).
        model: what is fixed.
        coarse: the grid below the model, which only our own engine uses.
        layers: contact of the cloth with itself, which only our own engine knows.
        pinned: vertices that never move, shape (vertex,), or None.

    Raises:
        UnknownName: another engine.
        InvalidInput: the cloth has elastic or buttons, which only our own engine knows.
        MissingDependency: the engine's library isn't installed.
    """
    if engine not in _MAKERS:
        raise UnknownName("engine", engine, ENGINES)
    return _MAKERS[engine](model, coarse, layers, pinned)


def _own(
    model: DrapeModel, coarse: CoarseGrid | None, layers: Layers | None, pinned: Ints | None
) -> Solver:
    return NewtonSolver(model, coarse=coarse, layers=layers, pinned=pinned)


def _newton(
    model: DrapeModel, _: CoarseGrid | None, __: Layers | None, pinned: Ints | None
) -> Solver:
    from fittingroom.drape._newton import Style3DSolver

    return Style3DSolver(model, pinned=pinned)


_Maker = Callable[[DrapeModel, CoarseGrid | None, Layers | None, Ints | None], Solver]
_MAKERS: Mapping[str, _Maker] = {
    "own": _own,
    "newton": _newton,
}
