"""The coarse grid below a cloth: what makes the linear solve take a dozen rounds, not hundreds.

Neighbouring vertices can settle among themselves in a sweep or two; how the garment hangs as a
whole takes conjugate gradients hundreds of rounds to find out. So the same equations are also put
on a mesh of a few hundred vertices of the same pattern, where they are solved directly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fittingroom.arrays import Floats, Ints
from fittingroom.drape.model import DrapeModel

_CORNERS = 3  # of the coarse triangle a vertex lies in
_SHIFT = 1e-4  # of the diagonal, added where rounding made the coarse matrix indefinite


@dataclass(frozen=True, slots=True)
class CoarseGrid:
    """A coarse mesh of the same pattern, ready for `coarsen` and a banded factorisation.

    Args:
        parent: coarse vertices of each vertex, shape (vertex, 3).
        weight: their shares, shape (vertex, 3).
        bending: bending stiffness as the coarse grid sees it, lower band, shape
            (3 * coarse vertex, band) [N/m].
        bend_middle: place of each vertex's diagonal in the bending matrix, shape (vertex,).
    """

    parent: Ints
    weight: Floats
    bending: Floats
    bend_middle: Ints

    def factor(self, model: DrapeModel, blocks: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the Cholesky factor of the matrix on the coarse grid, lower band.

        Args:
            model: topology of the blocks.
            blocks: of the fine matrix without bending, float32, shape (block, 12).
        """
        from fittingroom.drape import _kernels_band

        band = self.bending.copy()
        _kernels_band.coarsen(
            model.block_start, model.block_column, blocks, self.parent, self.weight, band
        )
        shift = 0.0
        while True:
            trial = band.copy()
            trial[:, 0] *= 1.0 + shift
            if _kernels_band.factor_band(trial):
                return trial.astype(np.float32)
            shift = max(_SHIFT, 10.0 * shift)


def coarse_grid(model: DrapeModel, refinement: Any) -> CoarseGrid:
    """Build the coarse grid of a model.

    Args:
        model: the fine cloth.
        refinement: matrix from coarse to fine vertices, at most three entries a row
            (`refining.refinement`).
    """
    import scipy.sparse as sp
    from scipy.sparse.csgraph import reverse_cuthill_mckee

    count = model.vertex_count
    ones = np.ones(len(model.block_column))
    blocks = sp.csr_matrix((ones, model.block_column, model.block_start), (count, count))
    bend = sp.csr_matrix((model.bend_value, model.bend_column, model.bend_start), (count, count))
    touched = abs(refinement).sign()
    near = (touched.T @ (blocks + abs(bend).sign()) @ touched).tocsr()
    order = np.asarray(reverse_cuthill_mckee(near, symmetric_mode=True), np.int64)
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    rows, columns = near.nonzero()
    width = 3 * int(np.abs(place[rows] - place[columns]).max()) + 3
    parent, weight = _parents(refinement, place)
    rows_of = np.repeat(np.arange(count), bend.getnnz(axis=1))
    middle = np.flatnonzero(rows_of == model.bend_column)
    return CoarseGrid(
        parent=parent,
        weight=weight,
        bending=_band((refinement.T @ bend @ refinement).tocoo(), place, width),
        bend_middle=middle.astype(np.uint32),
    )


def _parents(refinement: Any, place: Ints) -> tuple[Ints, Floats]:
    """Up to three coarse vertices of every vertex and their shares, padded with shares of 0."""
    matrix = refinement.tocsr()
    count = matrix.shape[0]
    row = np.repeat(np.arange(count), matrix.getnnz(axis=1))
    slot = np.arange(len(row)) - matrix.indptr[row]
    parent = np.zeros((count, _CORNERS), np.uint32)
    weight = np.zeros((count, _CORNERS), np.float32)
    parent[row, slot] = place[matrix.indices]
    weight[row, slot] = matrix.data
    return parent, weight


def _band(matrix: Any, place: Ints, width: int) -> Floats:
    """Return a scalar matrix in lower band storage, once for each of three coordinates."""
    rows, columns = place[matrix.row], place[matrix.col]
    lower = rows >= columns
    band = np.zeros((3 * len(place), width))
    for axis in range(3):
        at = 3 * columns[lower] + axis, 3 * (rows - columns)[lower]
        np.add.at(band, at, matrix.data[lower])
    return band
