"""One step in time: implicit Euler by projected Newton rounds, behind a small protocol."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from fittingroom.arrays import Floats, Ints
from fittingroom.drape.colliding import NO_PAIRS, Layers
from fittingroom.drape.model import DrapeModel, DrapeState, Surroundings
from fittingroom.drape.multigrid import CoarseGrid

CONTACT_STIFFNESS = 2e6  # [N/m³] 1 kPa presses the cloth 0.5 mm into its offset
TANGENT_STIFFNESS = 4e5  # [N/m³] 100 Pa and a coefficient of 0.3 hold within 0.08 mm

_DIAGONAL = (0, 5, 10)  # entries of a padded block
_STALE = 1.3  # times the rounds a fresh factor of the coarse grid takes: then it's made again
_PIN = 1e9  # [N/m] holds a pinned vertex


@dataclass(frozen=True, slots=True)
class StepOptions:
    """How one step is taken.

    Args:
        duration: length of the step in time [s].
        newton_rounds: linearisations per step.
        linear_rounds: most rounds of the linear solve.
        linear_tolerance: residual it stops at, relative.
        air_damping: share of the speed lost to the air per second [1/s].
        inertia: 1 moves in time, 0 forgets all speed after each step (finds rest without swing).
        longest_move: of a vertex in one Newton round [m].
    """

    duration: float = 1 / 60
    newton_rounds: int = 1
    linear_rounds: int = 60
    linear_tolerance: float = 1e-2
    air_damping: float = 3.0
    inertia: float = 1.0
    longest_move: float = 0.01


class Solver(Protocol):
    """Moves a cloth on in time; another engine may stand behind it."""

    def step(self, state: DrapeState, around: Surroundings, options: StepOptions) -> float:
        """Take one step, changing `state`; return the largest move of a vertex [m]."""


class NewtonSolver:
    """Implicit Euler, projected Newton, conjugate gradients with 3 × 3 blocks.

    Args:
        model: what is fixed.
        coarse: the grid below it, which makes the linear solve quick; None for a small cloth.
        pinned: vertices that never move, shape (vertex,), or None.
        layers: contact of the cloth with itself, or None for cloth that doesn't feel cloth.
    """

    def __init__(
        self,
        model: DrapeModel,
        *,
        coarse: CoarseGrid | None = None,
        pinned: Ints | None = None,
        layers: Layers | None = None,
    ) -> None:
        count = model.vertex_count
        self.model = model
        self._layers = layers
        self._coarse = coarse
        self._factor: NDArray[np.float32] | None = None
        self._fresh, self._best = False, 0
        self._right = np.zeros(0 if coarse is None else len(coarse.bending), np.float32)
        self._pinned = np.flatnonzero(pinned) if pinned is not None else np.zeros(0, np.int64)
        self._blocks = np.zeros((len(model.block_column), 12), np.float32)
        self._bend = model.bend_value.astype(np.float32)
        self._work = [np.zeros((count, 4), np.float32) for _ in range(7)]
        self._inverse = np.zeros((count, 6), np.float32)
        self._stiffness = model.stiffness if model.curves is None else model.stiffness.copy()
        self._hardening = np.zeros((0 if model.curves is None else len(model.area), 2))

    def forces(self, state: DrapeState, around: Surroundings) -> tuple[Floats, float]:
        """Return all static forces [N], shape (vertex, 3), and the elastic energy [J].

        Leaves the stiffness in the matrix and the contact forces in `state.press`.
        """
        from fittingroom.drape import _kernels

        model, x = self.model, state.positions
        force = np.zeros_like(x)
        force[:, 1] = -around.gravity * model.mass
        self._blocks[:] = 0.0
        energy = self._follow_curves(x)
        energy += _kernels.add_membrane(
            x,
            model.triangles,
            model.slopes,
            model.area,
            self._stiffness,
            self._hardening,
            model.compression,
            model.slots,
            self._blocks,
            force,
        )
        energy += _kernels.add_bending(
            x, model.bend_start, model.bend_column, model.bend_value, force
        )
        energy += self._add_links(x, force)
        _kernels.add_contact(
            x,
            around.field.values,
            around.field.origin,
            1 / around.field.cell,
            model.offset,
            CONTACT_STIFFNESS * model.vertex_area,
            TANGENT_STIFFNESS * model.vertex_area,
            around.friction * model.friction,
            state.anchors,
            state.held,
            state.slip,
            state.slack,
            state.press,
            model.diagonal,
            self._blocks,
            force,
        )
        if self._layers is not None:
            energy += self._layers.add(x, around.friction, self._blocks, force)
        return force, float(energy)

    def _add_links(self, x: Floats, force: Floats) -> float:
        """Add the pull of elastic and buttons; return its energy [J]."""
        links, slots = self.model.links, self.model.link_slots
        if links is None:
            return 0.0
        from fittingroom.drape._kernels_links import add_links

        ends = links.corners, links.weights, links.rest, links.stiffness
        return float(add_links(x, *ends, slots, self._blocks, force))

    def _follow_curves(self, x: Floats) -> float:
        """Take the stiffness of cloth with a measured curve from its strain."""
        model, curves = self.model, self.model.curves
        if curves is None:
            return 0.0
        from fittingroom.drape import _kernels_stretch

        return float(
            _kernels_stretch.follow_curves(
                x,
                model.triangles,
                model.slopes,
                model.area,
                curves.curved,
                curves.curve,
                curves.strains,
                curves.tensions,
                self._stiffness,
                self._hardening,
            )
        )

    def step(self, state: DrapeState, around: Surroundings, options: StepOptions) -> float:
        """Take one step; see `Solver`."""
        before = state.positions.copy()
        if self._layers is not None:
            self._layers.begin(before)
        inertial = self.model.mass / options.duration**2
        drift = before + options.inertia * options.duration * state.velocities
        for _ in range(options.newton_rounds):
            force, _ = self.forces(state, around)
            force += inertial[:, None] * (drift - state.positions)
            for entry in _DIAGONAL:
                self._blocks[self.model.diagonal, entry] += inertial
            self._move(state, force, options)
        moved = state.positions - before
        fade = options.inertia * np.exp(-options.air_damping * options.duration)
        state.velocities = moved * (fade / options.duration)
        if around.friction > 0.0:
            self._hold(state, around)
        if self._layers is not None:
            self._layers.finish(state.positions, around.friction)
        return float(np.sqrt(np.einsum("ij,ij->i", moved, moved).max()))

    def _move(self, state: DrapeState, force: Floats, options: StepOptions) -> None:
        """Solve for one Newton round and take it."""
        from fittingroom.drape import _kernels, _kernels_linear, _kernels_multigrid

        model = self.model
        step, residual, z, p, q, product, whole = self._work
        if len(self._pinned):
            force[self._pinned] = 0.0
            for entry in _DIAGONAL:
                self._blocks[model.diagonal[self._pinned], entry] += _PIN
        residual[:, :3] = force
        _kernels_linear.invert_diagonal(
            model.diagonal, self._blocks, model.bend_diagonal, self._inverse
        )
        most, tolerance = options.linear_rounds, options.linear_tolerance
        work = step, residual, z, p, q
        pairs = NO_PAIRS if self._layers is None else self._layers.product
        if self._coarse is None:
            self.rounds = _kernels_linear.conjugate_gradient(
                model.block_start,
                model.block_column,
                self._blocks,
                model.bend_start,
                model.bend_column,
                self._bend,
                self._inverse,
                *work,
                *pairs,
                most,
                tolerance,
            )
        else:
            if self._factor is None:
                self._factor = self._coarse.factor(model, self._blocks)
                self._fresh = True
            self.rounds = _kernels_multigrid.two_grid_gradient(
                model.block_start,
                model.block_column,
                model.diagonal,
                self._blocks,
                model.bend_start,
                model.bend_column,
                self._coarse.bend_middle,
                self._bend,
                self._inverse,
                self._coarse.parent,
                self._coarse.weight,
                self._factor,
                self._right,
                *work,
                product,
                whole,
                *pairs,
                most,
                tolerance,
            )
            self._age(self.rounds)
        start = state.positions.copy()
        _kernels.move_clamped(state.positions, step, options.longest_move)
        if self._layers is not None:
            self._layers.bound(start, state.positions)

    def _age(self, rounds: int) -> None:
        """Drop the coarse grid's factor when it no longer helps as it did when it was made."""
        if self._fresh:
            self._best, self._fresh = rounds, False
        elif rounds > _STALE * self._best + 1:
            self._factor = None

    def _hold(self, state: DrapeState, around: Surroundings) -> None:
        from fittingroom.drape import _kernels

        _kernels.update_anchors(
            state.positions,
            around.field.values,
            around.field.origin,
            1 / around.field.cell,
            self.model.offset,
            TANGENT_STIFFNESS * self.model.vertex_area,
            around.friction * self.model.friction,
            state.press,
            state.anchors,
            state.held,
            state.slip,
            state.normals,
            state.slack,
        )
