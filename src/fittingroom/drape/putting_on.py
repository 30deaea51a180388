"""Put a garment on: close it round the body in the dressing pose, then carry both back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from itertools import pairwise
from typing import Any

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.body.body import Body
from fittingroom.drape.ahead import ahead
from fittingroom.drape.colliding import Layers
from fittingroom.drape.dressing import Limb, limbs, rotation_matrix, turned
from fittingroom.drape.keeping_apart import carry, crosses
from fittingroom.drape.meshing import ClothMesh
from fittingroom.drape.model import DrapeModel, DrapeState, Surroundings
from fittingroom.drape.multigrid import CoarseGrid
from fittingroom.drape.nearness import ClothTopology, cloth_topology
from fittingroom.drape.placing import Stage, place
from fittingroom.drape.solver import NewtonSolver, Solver, StepOptions
from fittingroom.garment.pattern import Pattern
from fittingroom.geometry.distance import DistanceField, MeshDistance
from fittingroom.geometry.mesh import TriangleMesh

_CELL = 0.010  # [m] of the fields used on the way
_BAND = 1.8  # cells round the skin that are exact: the cloth lies nearer
_CLOSING_STEPS = 50
_WAY_TURN = np.radians(11.0)  # a limb turns at most this far between two poses on the way back
_LITTLE = 0.002  # [m] in a step: what then still moves is closed
_STEPS_PER_POSE = 6
_REPORT = 10  # steps between two reports and looks at whether the cloth goes through itself
_WAY_GRAVITY = 2.0  # [m/s²] enough to lay the cloth on, too little to drag it off
_MARGIN = np.array([0.06, 0.12, 0.06])  # [m] of the fields round the cloth
_QUIET = StepOptions(inertia=0.0, longest_move=0.02, linear_rounds=100)


def put_on(
    mesh: ClothMesh,
    model: DrapeModel,
    pattern: Pattern,
    body: Body,
    *,
    coarse: CoarseGrid | None = None,
    collide: bool = True,
) -> Iterator[tuple[float, Floats]]:
    """Yield the share that is done and the vertices [m], last in the body's own pose.

    Args:
        mesh: coarse.
        model: of the mesh, in easy fabrics.
        pattern: what is sewn.
        body: in its own pose.
        collide: whether cloth feels cloth.

    Raises:
        PatternError: a panel hangs on what the body doesn't have.
    """
    way = Way(body, placed(mesh, pattern, body))
    dresser = Dresser(model, coarse, cloth_topology(model) if collide else None)
    closed = way.begin
    for share, closed in way.close(dresser, way.begin):
        yield 0.5 * share, closed
    for share, positions in way.back(dresser, closed):
        yield 0.5 + 0.5 * share, positions


class Dresser:
    """Steps of cloth while it is put on: first as if it didn't feel cloth, which is quick.

    Only where it then goes through itself, the same steps are taken again with care.

    Args:
        model: of what is put on.
        coarse: the grid below it.
        cloth: its topology, or None for cloth that doesn't feel cloth.
        careful: whether all steps are taken with care.
    """

    def __init__(
        self,
        model: DrapeModel,
        coarse: CoarseGrid | None,
        cloth: ClothTopology | None,
        *,
        careful: bool = False,
    ) -> None:
        self._model, self._coarse = model, coarse
        self._cloth, self._careful = cloth, careful

    def steps(
        self, positions: Floats, around: Surroundings, count: int
    ) -> Iterator[tuple[float, Floats]]:
        """Yield the share that is done and places [m], every few steps, until little moves."""
        state, careful = DrapeState.at_rest(positions), self._careful
        for done in range(0, count, _REPORT):
            start, number = state, min(_REPORT, count - done)
            state, move = self._run(start, around, number, careful=careful)
            if not careful and self._cloth is not None and crosses(self._cloth, state.positions):
                careful = True
                state, move = self._run(start, around, number, careful=True)
            yield (done + number) / count, state.positions
            if move < _LITTLE:
                return

    def carry(self, x: Floats, turn: Callable[[Floats, float], Floats]) -> Floats:
        """Return the places after a turn with the body, which makes nothing cross [m]."""
        return turn(x, 1.0) if self._cloth is None else carry(self._cloth, x, turn)

    def _run(
        self, start: DrapeState, around: Surroundings, count: int, *, careful: bool
    ) -> tuple[DrapeState, float]:
        """Return the state after some steps and the largest move in the last one [m]."""
        layers = Layers(self._model, self._cloth) if careful else None
        solver: Solver = NewtonSolver(self._model, coarse=self._coarse, layers=layers)
        state, move = deepcopy(start), 0.0
        for _ in range(count):
            move = solver.step(state, around, _QUIET)
        return state, move


def placed(mesh: ClothMesh, pattern: Pattern, body: Body) -> Floats:
    """Return where a garment's vertices lie round the body before it is closed [m].

    Raises:
        PatternError: a panel hangs on what the body doesn't have.
    """
    turning = limbs(body)
    weights = {name: limb.weight for name, limb in turning.items()}
    return _sewn(mesh, place(mesh, pattern, _stage(body, turning, weights)))


class Way:
    """The body in the dressing pose, and its way back to its own.

    Args:
        body: in its own pose.
        begin: vertices of all that is put on, before it is closed [m], shape (vertex, 3).
    """

    def __init__(self, body: Body, begin: Floats) -> None:
        self.begin = begin
        self._body, self._limbs = body, limbs(body)
        self._weights = {name: limb.weight for name, limb in self._limbs.items()}
        widest = max(float(np.linalg.norm(limb.turn)) for limb in self._limbs.values())
        steps = max(1, int(np.ceil(widest / _WAY_TURN)))
        self._shares = np.linspace(1.0, 0.0, steps + 1).tolist()
        first = MeshDistance(self._posed(1.0))
        closed = self._following(begin, first)

        def station(share: float) -> tuple[MeshDistance, DistanceField]:
            surface = first.moved(self._posed(share))
            around = turned(begin, closed, self._limbs, share - 1.0)
            return surface, _field_round(surface, around)

        self._stations = ahead(station, self._shares)
        self.surface, self.field = next(self._stations)

    def close(
        self, dresser: Dresser, positions: Floats, *, steps: int = _CLOSING_STEPS
    ) -> Iterator[tuple[float, Floats]]:
        """Close a garment in the dressing pose; yield the share that is done and places [m]."""
        return dresser.steps(positions, Surroundings(self.field, gravity=0.0), steps)

    def back(self, dresser: Dresser, positions: Floats) -> Iterator[tuple[float, Floats]]:
        """Carry closed cloth back with the body; yield the share that is done and places [m]."""
        for before, after in pairwise(self._shares):
            follow = self._following(positions, self.surface)
            back = after - before

            def turn(x: Floats, share: float, follow: Any = follow, back: float = back) -> Floats:
                return turned(x, follow, self._limbs, share * back)

            # the anchors of friction stay behind
            carried = dresser.carry(positions, turn)
            self.surface, self.field = next(self._stations)
            around = Surroundings(self.field, gravity=_WAY_GRAVITY)
            *_, (_, positions) = dresser.steps(carried, around, _STEPS_PER_POSE)
            yield 1.0 - after, positions

    def _posed(self, share: float) -> TriangleMesh:
        vertices = turned(self._body.mesh.vertices, self._weights, self._limbs, share)
        return TriangleMesh(vertices, self._body.mesh.triangles)

    def _following(self, points: Floats, surface: MeshDistance) -> dict[str, Floats]:
        """How much each point follows each limb: as the nearest skin does."""
        skin = self._body.mesh.triangles[surface.signed(points)[2]]
        return {name: weight[skin].mean(axis=1) for name, weight in self._weights.items()}


def _stage(body: Body, turning: dict[str, Limb], weights: dict[str, Floats]) -> Stage:
    """The body in the dressing pose."""
    vertices = turned(body.mesh.vertices, weights, turning, 1.0)
    names = list(body.landmarks)
    points = np.array([body.landmarks[name] for name in names]).reshape(-1, 3)
    nearest = [int(np.linalg.norm(body.mesh.vertices - p, axis=1).argmin()) for p in points]
    moved = points + vertices[nearest] - body.mesh.vertices[nearest]
    ends = {
        name: limb.joint + rotation_matrix(limb.turn) @ (limb.end - limb.joint)
        for name, limb in turning.items()
    }
    return Stage(vertices, body.parts, dict(zip(names, moved, strict=True)), turning, ends)


def _sewn(mesh: ClothMesh, places: Floats) -> Floats:
    """Give every sewn vertex the mean place of its points."""
    count = np.bincount(mesh.vertex)
    sums = [np.bincount(mesh.vertex, places[:, k]) for k in range(3)]
    return np.column_stack(sums) / count[:, None]


def _field_round(surface: MeshDistance, positions: Floats) -> DistanceField:
    low, high = positions.min(axis=0) - _MARGIN, positions.max(axis=0) + _MARGIN
    return surface.field(low, high, _CELL, band=_BAND).with_floor()
