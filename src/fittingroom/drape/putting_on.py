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
from fittingroom.drape.nearness import cloth_topology
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
    turning = limbs(body)
    weights = {name: limb.weight for name, limb in turning.items()}
    positions = _sewn(mesh, place(mesh, pattern, _stage(body, turning, weights)))
    dresser = _Dresser(model, coarse, collide=collide)
    state = DrapeState.at_rest(positions)
    widest = max(float(np.linalg.norm(limb.turn)) for limb in turning.values())
    shares = np.linspace(1.0, 0.0, max(1, int(np.ceil(widest / _WAY_TURN))) + 1).tolist()
    first = MeshDistance(_posed(body, turning, weights, 1.0))
    closed = _following(positions, first, body, weights)

    def station(share: float) -> tuple[MeshDistance, DistanceField]:
        surface = first.moved(_posed(body, turning, weights, share))
        return surface, _field_round(surface, turned(positions, closed, turning, share - 1.0))

    way = ahead(station, shares)
    surface, field = next(way)
    around = Surroundings(field, gravity=0.0)
    for share, closing in dresser.steps(state, around, _CLOSING_STEPS):
        state = closing
        yield 0.5 * share, state.positions
    for before, after in pairwise(shares):
        follow = _following(state.positions, surface, body, weights)
        # the anchors of friction stay behind
        back = after - before

        def turn(x: Floats, share: float, follow: Any = follow, back: float = back) -> Floats:
            return turned(x, follow, turning, share * back)

        carried = DrapeState.at_rest(dresser.carry(state.positions, turn))
        surface, field = next(way)
        around = Surroundings(field, gravity=_WAY_GRAVITY)
        *_, (_, state) = dresser.steps(carried, around, _STEPS_PER_POSE)
        yield 1.0 - 0.5 * after, state.positions


class _Dresser:
    """Steps of the cloth while it is put on: first as if it didn't feel cloth, which is quick.

    Only where it then goes through itself, the same steps are taken again with care.
    """

    def __init__(self, model: DrapeModel, coarse: CoarseGrid | None, *, collide: bool) -> None:
        self._model, self._coarse = model, coarse
        self._cloth = cloth_topology(model) if collide else None

    def steps(
        self, start: DrapeState, around: Surroundings, count: int
    ) -> Iterator[tuple[float, DrapeState]]:
        """Yield the share done and the state, every few steps, until little moves.

        `start` is left as it was.
        """
        state, careful = start, False
        for done in range(0, count, _REPORT):
            start, number = state, min(_REPORT, count - done)
            state, move = self._run(start, around, number, careful=careful)
            if not careful and self._cloth is not None and crosses(self._cloth, state.positions):
                careful = True
                state, move = self._run(start, around, number, careful=True)
            yield (done + number) / count, state
            if move < _LITTLE:
                return

    def _run(
        self, start: DrapeState, around: Surroundings, count: int, *, careful: bool
    ) -> tuple[DrapeState, float]:
        """Return the state after some steps and the largest move in the last one [m]."""
        layers = Layers(self._model, self._cloth) if careful else None
        solver: Solver = NewtonSolver(self._model, coarse=self._coarse, layers=layers)
        state = deepcopy(start)
        move = 0.0
        for _ in range(count):
            move = solver.step(state, around, _QUIET)
        return state, move

    def carry(self, x: Floats, turn: Callable[[Floats, float], Floats]) -> Floats:
        """Return the places after a turn with the body, which makes nothing cross."""
        return turn(x, 1.0) if self._cloth is None else carry(self._cloth, x, turn)


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


def _posed(
    body: Body, turning: dict[str, Limb], weights: dict[str, Floats], share: float
) -> TriangleMesh:
    vertices = turned(body.mesh.vertices, weights, turning, share)
    return TriangleMesh(vertices, body.mesh.triangles)


def _following(
    points: Floats, surface: MeshDistance, body: Body, weights: dict[str, Floats]
) -> dict[str, Floats]:
    """How much each point follows each limb: as the nearest skin does."""
    skin = body.mesh.triangles[surface.signed(points)[2]]
    return {name: weight[skin].mean(axis=1) for name, weight in weights.items()}


def _field_round(surface: MeshDistance, positions: Floats) -> DistanceField:
    low, high = positions.min(axis=0) - _MARGIN, positions.max(axis=0) + _MARGIN
    return surface.field(low, high, _CELL, band=_BAND).with_floor()
