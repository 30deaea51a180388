"""Cloth against cloth: layers keep their distance, rub on one another and never cross.

What is near is found every few steps, with a margin that no vertex uses up in between. At each
step every pair nearer than its gap is pushed apart and held by friction; then no vertex may pass
the plane half-way between itself and what it is near. So a cloth that doesn't cross itself never
will, and a pair always stays on the side it is on. Where cloth does cross itself, only the pairs
that cross are let through, and are drawn apart (`untangling`).
"""

from __future__ import annotations

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.drape.model import DrapeModel
from fittingroom.drape.nearness import Pairs, cloth_topology, find_pairs
from fittingroom.drape.untangling import add_untangling

LAYER_STIFFNESS = 2e6  # [N/m³] 1 kPa presses two layers 0.5 mm into their gap
LAYER_TANGENT_STIFFNESS = 4e5  # [N/m³] 100 Pa and a coefficient of 0.3 hold within 0.08 mm

_LEAST_REACH = 0.003  # [m] how near is looked for when nothing moves
_REACH_MOVES = 6.0  # or this many moves of the last step
_REACH_EDGES = 1.0  # but at most this many edges: beyond, everything is near everything
_SPENT = 0.25  # share of the reach that vertices move before it is looked for again
_FAR = 3.0  # times more reach than wanted only costs: too many pairs to measure

_NO_VECTORS = np.zeros((0, 4), np.float32)
NO_PAIRS = (np.zeros((0, 4), np.uint32), _NO_VECTORS, _NO_VECTORS, _NO_VECTORS)


class Layers:
    """Contact of a cloth with itself, for one solver.

    Args:
        model: what is fixed.
    """

    def __init__(self, model: DrapeModel) -> None:
        self.cloth = cloth_topology(model)
        self._model = model
        self._reach = 2 * _LEAST_REACH
        self._tangled = True
        self._pairs: Pairs | None = None
        self._found_at = self._before = np.zeros((0, 3))
        self._last_move = _LEAST_REACH
        self._set_pairs(Pairs(np.zeros((0, 4), np.uint32), np.zeros(0), 0, np.zeros(0), None))
        self._pairs = None

    @property
    def product(self) -> tuple[Floats, Floats, Floats, Floats]:
        """What the matrix has beside its blocks: corners, weights, normals and stiffness."""
        pressed = self._press > 0.0
        return (
            self._corners[pressed],
            self._weights[pressed].astype(np.float32),
            self._normals[pressed].astype(np.float32),
            self._stiffness[pressed].astype(np.float32),
        )

    def begin(self, x: Floats) -> None:
        """Note where a step begins: friction counts from there."""
        self._before = x.copy()

    def add(self, x: Floats, friction: float, blocks: Floats, force: Floats) -> float:
        """Add forces and diagonal blocks; return the energy of the push [J].

        Args:
            x: vertices [m], shape (vertex, 3).
            friction: share of the cloth's friction that acts.
            blocks: of the matrix; changed.
            force: [N], shape (vertex, 3); changed.
        """
        from fittingroom.drape import _kernels_collide, _kernels_near

        pairs = self._near(x)
        _kernels_near.measure_pairs(
            x, self._corners, pairs.vertex_pairs, self._weights, self._normals, self._distance
        )
        energy = _kernels_collide.add_pairs(
            x,
            self._before if len(self._before) == len(x) else x,
            self._corners,
            self._weights,
            self._normals,
            self._distance,
            self._off,
            self._gap,
            LAYER_STIFFNESS * self._area,
            LAYER_TANGENT_STIFFNESS * self._area,
            friction * self._friction,
            self._drag,
            self._slip,
            self._press,
            self._stiffness,
            self._model.diagonal,
            blocks,
            force,
        )
        if pairs.piercings is not None:
            add_untangling(self.cloth, self._model, pairs.piercings, x, blocks, force)
        return float(energy)

    def bound(self, start: Floats, x: Floats) -> None:
        """Shorten the moves from `start` to `x` so that nothing crosses; changes `x` [m]."""
        from fittingroom.drape import _kernels_collide

        if self._pairs is None:
            return
        moves = x - start
        _kernels_collide.bound_moves(
            start,
            self._corners,
            self._pairs.vertex_pairs,
            self._weights,
            self._normals,
            self._distance,
            self._pairs.loose,
            moves,
        )
        # nothing outside the reach may be met before it is looked for again
        away = start - self._found_at
        room = 0.5 * self._reach - np.sqrt(np.einsum("ij,ij->i", away, away))
        length = np.sqrt(np.einsum("ij,ij->i", moves, moves))
        moves *= np.minimum(1.0, np.maximum(room, 0.0) / np.maximum(length, 1e-30))[:, None]
        x[:] = start + moves

    def finish(self, x: Floats, friction: float) -> None:
        """End a step at `x`: friction remembers how far its springs are stretched."""
        from fittingroom.drape import _kernels_collide

        moved = x - self._before
        self._last_move = float(np.sqrt(np.einsum("ij,ij->i", moved, moved).max()))
        _kernels_collide.drag_on(
            x,
            self._before,
            self._corners,
            self._weights,
            self._normals,
            LAYER_TANGENT_STIFFNESS * self._area,
            friction * self._friction,
            self._press,
            self._drag,
            self._slip,
        )

    def _near(self, x: Floats) -> Pairs:
        """What is near, found again where too much has moved."""
        pairs = self._pairs
        if pairs is not None and len(x) == len(self._found_at):
            away = x - self._found_at
            spent = float(np.sqrt(np.einsum("ij,ij->i", away, away).max()))
            far = self._reach > _FAR * self._wanted()
            if spent < _SPENT * self._reach and pairs.piercings is None and not far:
                return pairs
        self._reach = self._wanted()
        pairs = find_pairs(self.cloth, x, self._reach, tangled=self._tangled)
        # what doesn't cross now never will
        self._tangled = pairs.piercings is not None
        self._found_at = x.copy()
        self._set_pairs(pairs)
        return pairs

    def _wanted(self) -> float:
        """How near should be looked for [m]."""
        most = _REACH_EDGES * self.cloth.spacing
        least = max(_LEAST_REACH, 2 * float(self.cloth.gap.max()))
        return max(least, min(_REACH_MOVES * self._last_move, most))

    def _set_pairs(self, pairs: Pairs) -> None:
        """Make room for new pairs; those known keep the springs of friction."""
        count, corners = len(pairs.corners), pairs.corners
        drag, slip = np.zeros((count, 3)), np.zeros(count)
        if self._pairs is not None and count:
            known = np.flatnonzero(self._press > 0.0)
            keys = self._pairs.keys[known]
            at = np.minimum(np.searchsorted(pairs.keys, keys), count - 1)
            same = pairs.keys[at] == keys
            drag[at[same]], slip[at[same]] = self._drag[known[same]], self._slip[known[same]]
        self._pairs, self._corners, self._drag, self._slip = pairs, corners, drag, slip
        self._off = pairs.loose
        self._weights, self._normals = np.zeros((count, 4)), np.zeros((count, 3))
        self._distance, self._press = np.full(count, np.inf), np.zeros(count)
        self._stiffness = np.zeros((count, 2))
        self._gap = self.cloth.gap[corners].min(axis=1)
        self._friction = self._model.friction[corners].mean(axis=1)
        # each of two layers brings half of the area it touches the other with
        self._area = self._model.vertex_area[corners].mean(axis=1) / 4
