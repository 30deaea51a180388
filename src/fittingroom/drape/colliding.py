"""Cloth against cloth: layers keep their distance, rub on one another and never cross.

What may meet is found every few steps, for the moves every vertex is allowed until the next
search. At each step every pair nearer than its gap is pushed apart and held by friction; then
moves are shortened until it is proved that no pair meets on the way. So a cloth that doesn't cross
itself never will, and a pair always stays on the side it is on. Where cloth does cross itself,
only the pairs that cross are let through, and are drawn apart (`untangling`).
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fittingroom.arrays import Floats
from fittingroom.drape.model import DrapeModel
from fittingroom.drape.nearness import (
    ClothTopology,
    Pairs,
    cloth_topology,
    find_pairs,
    lengths,
    renew_pairs,
)
from fittingroom.drape.untangling import add_untangling

_LEAST_BUDGET = 0.003  # [m] every vertex may move before a new search
_BUDGET_MOVES = 6.0  # or this many of its moves of the last step
_BUDGET_EDGES = 0.4  # but at most this many edges: beyond, all neighbours are near one another
_AHEAD = 1.3  # a vertex that would use up its budget with this many such moves asks for a search
_FASTEST = 0.7  # share of the largest budget; what moves more than that in a step is slowed down
_SOON = 2.0  # times that: it is searched for ahead
_URGENT = 0.05  # share of the vertices that need it now: fewer are slowed down for one step
_MANY = 0.3  # share of the vertices: beyond, a search for all costs no more
_NO_VECTORS: NDArray[Any] = np.zeros((0, 4), np.float32)
NO_PAIRS: tuple[NDArray[Any], ...] = (_NO_VECTORS.astype(np.uint32), *[_NO_VECTORS] * 3)


class Layers:
    """Contact of a cloth with itself, for one solver.

    Args:
        model: what is fixed.
        cloth: its topology where it is known already.
    """

    def __init__(self, model: DrapeModel, cloth: ClothTopology | None = None) -> None:
        self.cloth = cloth or cloth_topology(model)
        self._model = model
        self._least = np.maximum(_LEAST_BUDGET, self.cloth.gap)
        self._tangled = True
        self._pairs: Pairs | None = None
        self._room = np.zeros(model.vertex_count)
        self._at = np.zeros((model.vertex_count, 3))
        self._thread = ThreadPoolExecutor(1)
        self._searching: tuple[Future[Pairs], NDArray[np.bool_], Floats] | None = None
        self._press = np.zeros(0)
        self._drag = np.zeros((0, 3))
        self._before = np.zeros((0, 3))
        self._last = np.zeros((model.vertex_count, 3))
        self._moved = self._least / _BUDGET_MOVES

    @property
    def product(self) -> tuple[NDArray[Any], ...]:
        """What the matrix has beside its blocks: corners, weights, normals and stiffness."""
        if self._pairs is None:
            return NO_PAIRS
        pressed = np.flatnonzero(self._press)
        return (
            self._pairs.corners[pressed],
            self._weights[pressed].astype(np.float32),
            self._normals[pressed].astype(np.float32),
            self._stiffness[pressed].astype(np.float32),
        )

    def begin(self, x: Floats) -> None:
        """Note where a step begins: friction counts from there."""
        self._before = x.copy()

    def add(self, x: Floats, friction: float, blocks: NDArray[Any], force: Floats) -> float:
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
            x, pairs.corners, pairs.vertex_pairs, self._weights, self._normals, self._distance
        )
        energy = _kernels_collide.add_pairs(
            x,
            self._before if len(self._before) else x,
            pairs.corners,
            self._weights,
            self._normals,
            self._distance,
            pairs.loose,
            self.cloth.gap,
            self._model.vertex_area,
            friction * self._model.friction,
            self._drag,
            self._last,
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
        from fittingroom.drape._kernels_bound import bound_moves

        if self._pairs is None:
            return
        moves = x - start
        bound_moves(
            start,
            self._pairs.corners,
            self._pairs.vertex_pairs,
            self._normals,
            self._distance,
            self._pairs.loose,
            # what was not found must not be met
            self._room,
            moves,
        )
        x[:] = start + moves

    def finish(self, x: Floats, friction: float) -> None:
        """End a step at `x`: friction remembers how far its springs are stretched."""
        from fittingroom.drape import _kernels_collide

        if self._pairs is None:
            return
        self._last = x - self._before
        self._moved = lengths(self._last)
        _kernels_collide.drag_on(
            x,
            self._before,
            self._pairs.corners,
            self._weights,
            self._normals,
            self._model.vertex_area,
            friction * self._model.friction,
            self._press,
            self._drag,
        )

    def _near(self, x: Floats) -> Pairs:
        """What may meet, searched again round the vertices that moved too much.

        The search runs in a second thread while the step is solved, if it isn't needed before the
        next one.
        """
        most = _BUDGET_EDGES * self.cloth.spacing
        wanted = np.maximum(self._least, np.minimum(_BUDGET_MOVES * self._moved, most))
        if self._pairs is None or self._pairs.piercings is not None:
            return self._search(x, wanted)
        moved = lengths(x - self._at)
        self._room, self._at = np.maximum(self._room - moved, 0.0), x.copy()
        pairs = self._found(moved)
        next_move = np.minimum(_AHEAD * self._moved, _FASTEST * most)
        due = self._room < _SOON * next_move
        if not due.any():
            return pairs
        urgent = np.mean(self._room < next_move) > _URGENT
        if due.mean() > _MANY:
            if urgent:
                return self._search(x, wanted)
            due[:] = True
        budget = np.where(due, wanted, self._room)
        found = self._thread.submit(renew_pairs, self.cloth, self._at, budget, due, pairs)
        self._searching = found, due, budget
        return self._found(0.0) if urgent else pairs

    def _found(self, moved: Floats | float) -> Pairs:
        """All pairs that are known, with what was searched for meanwhile.

        Args:
            moved: how far vertices have moved since the search began [m].
        """
        assert self._pairs is not None
        if self._searching is None:
            return self._pairs
        found, due, budget = self._searching
        self._searching = None
        self._room = np.where(due, np.maximum(budget - moved, 0.0), self._room)
        return self._make_room(found.result())

    def _search(self, x: Floats, wanted: Floats) -> Pairs:
        """Search for all that may meet."""
        pairs = find_pairs(self.cloth, x, wanted, tangled=self._tangled)
        # what doesn't cross now never will
        self._tangled = pairs.piercings is not None
        self._room, self._at, self._searching = wanted, x.copy(), None
        return self._make_room(pairs)

    def _make_room(self, pairs: Pairs) -> Pairs:
        """Make room for new pairs; those known keep the springs of friction."""
        from fittingroom.drape._kernels_near import carry_over

        count = len(pairs.corners)
        drag = np.zeros((count, 3))
        if self._pairs is not None:
            known = np.flatnonzero(self._press)
            known = known[np.argsort(self._pairs.keys[known])]
            if len(known):
                carry_over(self._pairs.keys[known], self._drag[known], pairs.keys, drag)
        self._pairs, self._drag = pairs, drag
        self._weights, self._normals = np.empty((count, 4)), np.empty((count, 3))
        self._distance, self._press = np.empty(count), np.zeros(count)
        self._stiffness = np.zeros((count, 2))
        return pairs
