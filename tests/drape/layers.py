"""Small cloths of several layers, for the tests of cloth against cloth."""

from __future__ import annotations

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.drape.colliding import Layers
from fittingroom.drape.model import DrapeModel, DrapeState, Surroundings
from fittingroom.drape.solver import NewtonSolver, StepOptions

from .cloth import model, rectangle

STEP = StepOptions(linear_rounds=200, linear_tolerance=1e-4)


def several(*sizes: tuple[float, float, float]) -> tuple[Floats, Ints, list[slice]]:
    """Rectangles (width, height, spacing) as one cloth: points, triangles and whose points."""
    points: list[Floats] = []
    triangles: list[Ints] = []
    parts = []
    start = 0
    for width, height, spacing in sizes:
        flat, faces = rectangle(width, height, spacing)
        points.append(flat)
        triangles.append(faces + start)
        parts.append(slice(start, start + len(flat)))
        start += len(flat)
    return np.vstack(points), np.vstack(triangles), parts


def lying(flat: Floats, height: float, shift: tuple[float, float] = (0.0, 0.0)) -> Floats:
    """A flat sheet at a height, in the middle of the floor, right side up."""
    centred = flat - flat.mean(axis=0) + shift
    return np.column_stack([centred[:, 0], np.full(len(flat), height), -centred[:, 1]])


def let_go(
    cloth: DrapeModel,
    places: Floats,
    around: Surroundings,
    *,
    steps: int,
    options: StepOptions = STEP,
    pinned: Ints | None = None,
) -> tuple[DrapeState, list[Floats]]:
    """Step, and return the state and the places after every step."""
    solver = NewtonSolver(cloth, pinned=pinned, layers=Layers(cloth))
    state, seen = DrapeState.at_rest(places), []
    for _ in range(steps):
        solver.step(state, around, options)
        seen.append(state.positions.copy())
    return state, seen


def two_sheets(
    size: float = 0.1, spacing: float = 0.02, **figures: float
) -> tuple[DrapeModel, Floats, list[slice]]:
    """A model of two squares that lie on one another, its flat points and whose they are."""
    points, triangles, parts = several((size, size, spacing), (size, size, spacing))
    return model(points, triangles, **figures), points, parts  # type: ignore[arg-type]
