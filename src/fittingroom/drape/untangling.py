"""Cloth that goes through cloth is drawn apart.

Where the line along which it crosses cuts a piece off the rest of the cloth (a hem through a
sheet, a bump through another), the smaller piece goes back. Elsewhere the line is shortened: it is
pushed out over the border it comes in from, or shrinks to nothing.

Source: Baraff, Witkin and Kass, "Untangling cloth", SIGGRAPH 2003; Volino and Magnenat-Thalmann,
"Resolving surface collisions through intersection contour minimization", SIGGRAPH 2006.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from fittingroom.arrays import Floats, Ints
from fittingroom.drape.model import DrapeModel
from fittingroom.drape.nearness import ClothTopology
from fittingroom.geometry.intersection import Piercings

_STIFFNESS = 2e6  # [N/m³] as strong as the contact that would keep layers apart
_STRIDE = 0.002  # [m] a step draws the two sides past each other by at most this


def contour_pulls(
    cloth: ClothTopology, piercings: Piercings, x: Floats
) -> tuple[Ints, Floats, Floats]:
    """Find which way crossing edges and triangles are to be drawn past each other.

    Args:
        cloth: topology.
        piercings: edges that went through triangles when they were looked for.
        x: vertices [m], shape (vertex, 3).

    Returns:
        The edge's and the triangle's corners, shape (piercing, 5); their weights at the point
        where they meet, negative on the triangle, shape (piercing, 5); the pull on the edge, 0
        where they no longer cross, at most 2 long, shape (piercing, 3).
    """
    from fittingroom.drape import _kernels_untangle

    count = len(piercings.edge)
    corners, weights = np.zeros((count, 5), np.int64), np.zeros((count, 5))
    pulls = np.zeros((count, 3))
    _kernels_untangle.contour_pulls(
        x,
        cloth.triangles,
        cloth.edges,
        cloth.beside,
        piercings.edge,
        piercings.triangle,
        way_back(cloth, piercings.edge),
        corners,
        weights,
        pulls,
    )
    return corners, weights, pulls


def way_back(cloth: ClothTopology, pierced: Ints) -> Ints:
    """Tell which end of each pierced edge belongs to the larger piece of cloth.

    Args:
        cloth: topology.
        pierced: edges that go through triangles, shape (piercing,).

    Returns:
        1 if it is the first end, -1 if the second, 0 if both belong to one piece,
        shape (piercing,).
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    whole = np.ones(len(cloth.edges), bool)
    whole[pierced] = False
    one, other = cloth.edges[whole].T
    count = len(cloth.gap)
    links = coo_array((np.ones(len(one), np.int8), (one, other)), shape=(count, count))
    piece = connected_components(links, directed=False)[1]
    first, second = np.bincount(piece)[piece[cloth.edges[pierced]]].T
    apart = np.diff(piece[cloth.edges[pierced]], axis=1)[:, 0] != 0
    return np.where(apart, np.where(first >= second, 1, -1), 0)


def add_untangling(
    cloth: ClothTopology,
    model: DrapeModel,
    piercings: Piercings,
    x: Floats,
    blocks: NDArray[Any],
    force: Floats,
) -> None:
    """Add forces and diagonal blocks that draw crossing edges and triangles apart.

    Args:
        cloth: topology.
        model: masses and matrix.
        piercings: edges that go through triangles.
        x: vertices [m], shape (vertex, 3).
        blocks: of the matrix; changed.
        force: [N], shape (vertex, 3); changed.
    """
    from fittingroom.drape._kernels_untangle import add_pulls

    stiffness = _STIFFNESS * model.vertex_area
    pulled = contour_pulls(cloth, piercings, x)
    add_pulls(*pulled, stiffness, _STRIDE, model.diagonal, blocks, force)


def untangling_moves(cloth: ClothTopology, piercings: Piercings, x: Floats) -> Floats:
    """Return moves [m] that draw crossing edges and triangles apart, shape (vertex, 3)."""
    corners, weights, pulls = contour_pulls(cloth, piercings, x)
    moves, share = np.zeros_like(x), np.zeros(len(x))
    np.add.at(moves, corners, _STRIDE * weights[:, :, None] * pulls[:, None, :])
    np.add.at(share, corners, np.abs(weights))
    return moves / np.maximum(share, 1.0)[:, None]
