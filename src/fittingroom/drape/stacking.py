"""Garments over one another at one fineness, joined into one cloth, and how they are put on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.body.body import Body
from fittingroom.drape.easing import easy_fabrics, supple
from fittingroom.drape.joining import join_models, starts
from fittingroom.drape.levels import Level, cut_levels
from fittingroom.drape.model import DrapeModel
from fittingroom.drape.multigrid import CoarseGrid, coarse_grid
from fittingroom.drape.nearness import cloth_topology
from fittingroom.drape.options import DrapeOptions
from fittingroom.drape.ordering import ROOM, put_inside
from fittingroom.drape.outfit import Piece
from fittingroom.drape.putting_on import Dresser, Way, placed
from fittingroom.drape.refining import refinement
from fittingroom.drape.shells import Worn

_CLOSED = 0.6  # share of putting on that closing the pieces one by one is
_TOGETHER = 20  # steps in which they get used to one another before they are carried back


@dataclass(frozen=True, slots=True)
class Stack:
    """The meshes of an outfit and the one model they hang by.

    Args:
        levels: of each piece, from the skin outwards.
        models: of each piece.
        joint: all of them in one.
    """

    levels: tuple[Level, ...]
    models: tuple[DrapeModel, ...]
    joint: DrapeModel

    def coarse(self) -> CoarseGrid:
        """Return the coarse grid of the joint model."""
        below = [refinement(level.grid, level.mesh) for level in self.levels]
        return coarse_grid(self.joint, _beside(below))

    def from_coarser(self, other: Stack, positions: Floats) -> Floats:
        """Carry places over from the same pieces in coarser meshes [m]."""
        pairs = zip(other.levels, self.levels, strict=True)
        finer = _beside([refinement(before.mesh, after.mesh) for before, after in pairs])
        return np.asarray(finer @ positions)

    def each(self, values: Floats) -> list[Floats]:
        """Split what is said per vertex by piece."""
        return np.split(values, starts([model.vertex_count for model in self.models])[1:-1])

    def worn(self, positions: Floats) -> list[Worn]:
        """Return each piece as it lies [m]."""
        pieces = zip(self.each(positions), self.levels, self.models, strict=True)
        return [Worn(x, level.mesh.triangles, model.offset) for x, level, model in pieces]


def cut_stacks(pieces: Sequence[Piece], options: DrapeOptions) -> tuple[Stack, list[Stack]]:
    """Mesh all pieces: as they are put on, and the stages in which they then hang.

    Raises:
        PatternError: a pattern can't be cut or sewn.
    """
    cuts = [
        cut_levels(piece.pattern, coarse=options.coarse_vertices, fine=options.vertices)
        for piece in pieces
    ]
    first, last = [cut[0] for cut in cuts], [cut[1] for cut in cuts]
    easy, folding, own = [], [], []
    for piece, (coarse, fine) in zip(pieces, cuts, strict=True):
        easy.append(coarse.model(easy_fabrics(piece.fabrics)))
        folding.append(supple(coarse.model(piece.fabrics, folding=True)))
        own.append(fine.model(piece.fabrics))
    stages = [_stack(first, folding)] if options.vertices > options.coarse_vertices else []
    loose = [supple(model) for model in own]
    if any(one is not other for one, other in zip(loose, own, strict=True)):
        stages.append(_stack(last, loose))
    return _stack(first, easy), [*stages, _stack(last, own)]


def put_on_all(stack: Stack, pieces: Sequence[Piece], body: Body) -> Iterator[tuple[float, Floats]]:
    """Yield the share that is done and vertices [m], last those of all in the body's own pose.

    Each piece is closed alone in the dressing pose, the outer ones round a thicker body; then each
    is moved inside those over it, and all are carried back together.

    Args:
        stack: coarse, in easy fabrics.
        pieces: from the skin outwards.
        body: in its own pose.

    Raises:
        PatternError: a panel hangs on what the body doesn't have.
    """
    begin = [
        placed(level.mesh, piece.pattern, body)
        for level, piece in zip(stack.levels, pieces, strict=True)
    ]
    way = Way(body, np.vstack(begin))
    closed = []
    for number, (level, model) in enumerate(zip(stack.levels, stack.models, strict=True)):
        thick = replace(model, offset=model.offset + number * ROOM)
        dresser = Dresser(thick, level.coarse(model), cloth_topology(model))
        lies = begin[number]
        for share, lies in way.close(dresser, begin[number]):
            yield _CLOSED * (number + share) / len(pieces), lies
        closed.append(lies)
    inside = np.vstack(put_inside(stack.worn(np.vstack(closed)), way.field.at))
    # who lies over whom is kept by cloth that feels cloth
    joint = stack.joint
    dresser = Dresser(joint, stack.coarse(), cloth_topology(joint), careful=True)
    together = inside
    for _, together in way.close(dresser, inside, steps=_TOGETHER):
        yield _CLOSED, together
    for share, positions in way.back(dresser, together):
        yield _CLOSED + (1.0 - _CLOSED) * share, positions


def _stack(levels: Sequence[Level], models: Sequence[DrapeModel]) -> Stack:
    return Stack(tuple(levels), tuple(models), join_models(models))


def _beside(matrices: Sequence[Any]) -> Any:
    """Return matrices along the diagonal of one."""
    import scipy.sparse as sp

    return sp.block_diag(matrices, format="csr")
