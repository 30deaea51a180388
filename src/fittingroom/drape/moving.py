"""A garment on a body that moves: cloth with inertia through a sequence of poses."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np

from fittingroom.arrays import Floats, Ints, frozen
from fittingroom.body.body import Pose
from fittingroom.body.motions import Motion, pose_at
from fittingroom.drape.drape import Drape
from fittingroom.drape.engines import make_solver
from fittingroom.drape.following import (
    between_poses,
    cloth_weights,
    followed,
    moved_skin,
    sparse_weights,
)
from fittingroom.drape.model import DrapeState, Surroundings, build_model
from fittingroom.drape.near_body import NearBody
from fittingroom.drape.settling import check
from fittingroom.drape.solver import StepOptions
from fittingroom.errors import InvalidInput
from fittingroom.garment.fabric import Fabric
from fittingroom.garment.pattern import Cloth
from fittingroom.geometry.distance import DistanceField, MeshDistance

_CLINGS = 0.03  # [m] cloth this far from the skin starts a frame with a third of its motion
_LEAST_GAP = 0.0015  # [m] a frame keeps at least this from the sampled body, which rounds off
_ROUNDED = 0.012  # [m] as much may the sampled body be off: so near, the true skin is asked
_CLEAR = 0.0005  # [m] a frame keeps from the true skin, where there is room
_ROUNDS = 4  # of asking it
_APART = 0.7  # cosine between the skin's normals at the corners of a triangle over an edge of it


@dataclass(frozen=True, slots=True)
class MovingOptions:
    """How a garment moves.

    Args:
        frame_rate: frames, and steps in time, per second [1/s].
        cell: spacing of the distance field round the moving body [m].
        newton_rounds: linearisations per step.
        linear_rounds: most rounds of each linear solve.
        air_damping: share of the speed lost to the air per second [1/s].
        engine: as in `DrapeOptions`.
    """

    frame_rate: float = 30.0
    cell: float = 0.015
    newton_rounds: int = 2
    linear_rounds: int = 60
    air_damping: float = 3.0
    engine: str = "own"

    def __post_init__(self) -> None:
        allowed = {"frame_rate": (10, 240), "cell": (0.004, 0.02), "newton_rounds": (1, 10)}
        for name, (low, high) in allowed.items():
            if not low <= getattr(self, name) <= high:
                raise InvalidInput(
                    f"moving option '{name}' is {getattr(self, name)}: allowed is {low} to {high}",
                    field=name,
                    value=getattr(self, name),
                    allowed=f"{low} to {high}",
                )


@dataclass(frozen=True, slots=True)
class MovingFrame:
    """One moment of a moving garment.

    Args:
        time: since the start [s].
        pose: of the body.
        posed_from_rest: rigid motion of each bone, shape (bone, 4, 4).
        vertices: of the garment [m], shape (vertex, 3).
        body_seconds: processor time spent on posing and sampling the body [s].
        solve_seconds: the same on the cloth's step [s].
    """

    time: float
    pose: Pose
    posed_from_rest: Floats
    vertices: Floats
    body_seconds: float
    solve_seconds: float


@dataclass(frozen=True, slots=True)
class _Moment:
    """The body at the end of a step.

    `lying` is where the skin alone takes the drape [m], `seconds` the time it took to find all
    this.
    """

    time: float
    pose: Pose
    motions: Floats
    skin: Floats
    lying: Floats
    seconds: float


@dataclass(frozen=True, slots=True)
class _Around:
    """The skin near the garment at the end of a step: exact, and sampled for the solver."""

    surface: MeshDistance
    field: DistanceField


def moving_frames(
    drape: Drape,
    fabrics: Mapping[Cloth, Fabric],
    motion: Motion,
    *,
    options: MovingOptions | None = None,
) -> Iterator[MovingFrame]:
    """Yield a garment's frames while its body moves, first the drape itself at 0 s.

    Each step starts where the skin carries the cloth that lies on it, and moves on by implicit
    Euler with the cloth's own speed in the world: what touches is taken along, what hangs free
    swings.

    Args:
        drape: where it begins.
        fabrics: by the cloth of the panels.
        motion: of the body, from the drape's pose on.
        options: how; the defaults where None.

    Raises:
        DrapeDiverged: the simulation lost the cloth, or it fell off.
    """
    chosen = options or MovingOptions()
    body, step = drape.body, 1.0 / chosen.frame_rate
    model = build_model(drape, drape.pattern, fabrics)
    solver = make_solver(chosen.engine, model)
    state = DrapeState.at_rest(drape.vertices)
    weights = sparse_weights(cloth_weights(body, drape.vertices, drape.triangles))
    how = StepOptions(
        duration=step,
        newton_rounds=chosen.newton_rounds,
        linear_rounds=chosen.linear_rounds,
        air_damping=chosen.air_damping,
        longest_move=0.03,
    )
    yield MovingFrame(0.0, body.pose, body.posed_from_rest, drape.vertices, 0.0, 0.0)
    before = body.posed_from_rest
    fade = np.exp(-chosen.air_damping * step) / step
    for moment, around, seconds in _moments(drape, weights, motion, state, chosen):
        began = time.thread_time()
        old = state.positions.copy()
        carried = followed(old, weights, between_poses(before, moment.motions))
        _carry(state, carried, around.field, model.offset, step)
        solver.step(state, Surroundings(around.field), how)
        state.positions = _lifted(state.positions, drape.triangles, around)
        state.velocities = fade * (state.positions - old)
        check(state, moment.lying)
        before = moment.motions
        yield MovingFrame(
            moment.time,
            moment.pose,
            frozen(moment.motions),
            frozen(state.positions),
            moment.seconds + seconds,
            time.thread_time() - began,
        )


def _moments(
    drape: Drape, weights: Any, motion: Motion, state: DrapeState, options: MovingOptions
) -> Iterator[tuple[_Moment, _Around, float]]:
    """The body at the end of each step, its distance, and the time that took to sample [s].

    The next field is sampled on a second core while this one is used.
    """
    near = NearBody(drape.body, drape.vertices, _passing(drape, weights, motion))
    count = max(1, round(motion.duration * options.frame_rate))
    second = ThreadPoolExecutor(1)

    def begun(number: int) -> tuple[_Moment, Future[tuple[_Around, float]]]:
        moment = _moment(drape, weights, motion, number / options.frame_rate)
        cloth = np.concatenate([state.positions, moment.lying])
        return moment, second.submit(_sampled, near, moment.skin, cloth, options.cell)

    try:
        coming = begun(1)
        for number in range(1, count + 1):
            moment, sampling = coming
            around, seconds = sampling.result()
            if number < count:
                coming = begun(number + 1)
            yield moment, around, seconds
    finally:
        # see `ahead`: whoever drops this may not wait for a thread
        second.shutdown(wait=False, cancel_futures=True)


def _passing(drape: Drape, weights: Any, motion: Motion) -> Iterator[tuple[Floats, Floats]]:
    """Skin and garment in each key pose and half-way to it."""
    before = 0.0
    for after, _ in motion.keys:
        for at in ((before + after) / 2, after):
            moment = _moment(drape, weights, motion, at)
            yield moment.skin, moment.lying
        before = after


def _moment(drape: Drape, weights: Any, motion: Motion, at: float) -> _Moment:
    began = time.thread_time()
    pose = pose_at(motion, drape.body.pose, at)
    motions, skin = moved_skin(drape.body, pose)
    from_drape = between_poses(drape.body.posed_from_rest, motions)
    lying = followed(drape.vertices, weights, from_drape)
    return _Moment(at, pose, motions, skin, lying, time.thread_time() - began)


def _sampled(near: NearBody, skin: Floats, cloth: Floats, cell: float) -> tuple[_Around, float]:
    began = time.thread_time()
    surface = near.surface(skin)
    around = _Around(surface, near.field(surface, cloth, cell))
    return around, time.thread_time() - began


def _carry(
    state: DrapeState, carried: Floats, field: DistanceField, offset: Floats, step: float
) -> None:
    """Start a step where the skin takes the cloth, its speed counted from there."""
    gap = field.at(carried)[0]
    share = np.exp(-np.maximum(gap - offset, 0.0) / _CLINGS)[:, None]
    along = carried - state.positions
    state.anchors += along  # what friction holds is held on the skin
    state.positions += share * along
    state.velocities -= share * along / step


def _lifted(positions: Floats, triangles: Ints, around: _Around) -> Floats:
    """Return positions with those in the body brought out of it: sampled, then its true skin."""
    gap, outward = around.field.at(positions)
    x = np.asarray(positions + np.maximum(_LEAST_GAP - gap, 0.0)[:, None] * outward)
    facing = _out(x, np.flatnonzero(gap < _ROUNDED), around.surface)
    over = triangles[_bent(facing, triangles)]
    _bridge(x, over, around.surface)
    _out(x, np.unique(over), around.surface)
    return x


def _out(x: Floats, near: Ints, surface: MeshDistance) -> Floats:
    """Lift some vertices out of the true skin; return the skin's normals they meet, else 0."""
    facing = np.zeros_like(x)
    for _ in range(_ROUNDS):
        if not len(near):
            break
        distance, closest, triangle = surface.signed(x[near])
        out = facing[near] = surface.normals(triangle)
        low = np.flatnonzero(distance < _CLEAR)
        near = near[low]
        x[near] = closest[low] + 1.1 * _CLEAR * out[low]
    return facing


def _bent(facing: Floats, triangles: Ints) -> Ints:
    """Triangles that lie over an edge of the body: their corners meet skin that faces apart."""
    corners = facing[triangles]
    along = np.einsum("tkc,tkc->tk", corners, np.roll(corners, 1, axis=1))
    met = np.einsum("tkc,tkc->tk", corners, corners).min(axis=1) > 0.5
    return np.flatnonzero(met & (along.min(axis=1) < _APART))


def _bridge(x: Floats, triangles: Ints, surface: MeshDistance) -> None:
    """Lift those triangles whose centre lies in the body while their corners don't."""
    for _ in range(_ROUNDS):
        if not len(triangles):
            break
        centres = x[triangles].mean(axis=1)
        distance, closest, triangle = surface.signed(centres)
        low = np.flatnonzero(distance < 0.0)
        triangles = triangles[low]
        lift = closest[low] + _CLEAR * surface.normals(triangle[low]) - centres[low]
        for corner in range(3):
            x[triangles[:, corner]] += lift
