"""Cloth that goes through cloth is drawn apart: the line along which it crosses is shortened.

A line that runs in from the border of a sheet is pushed out there, a closed one shrinks to nothing.

Source: Volino and Magnenat-Thalmann, "Resolving surface collisions through intersection contour
minimization", SIGGRAPH 2006.
"""

from __future__ import annotations

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.drape.model import DrapeModel
from fittingroom.drape.nearness import ClothTopology
from fittingroom.geometry.intersection import Piercings

_STIFFNESS = 2e6  # [N/m³] as strong as the contact that would keep layers apart
_STRIDE = 0.002  # [m] a step draws the two sides past each other by at most this


def add_untangling(
    cloth: ClothTopology,
    model: DrapeModel,
    piercings: Piercings,
    x: Floats,
    blocks: Floats,
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
    from fittingroom.drape import _kernels_untangle as kernels

    count = len(piercings.edge)
    corners, weights = np.zeros((count, 5), np.int64), np.zeros((count, 5))
    pulls = np.zeros((count, 3))
    kernels.contour_pulls(
        x,
        cloth.triangles,
        cloth.edges,
        cloth.beside,
        piercings.edge,
        piercings.triangle,
        corners,
        weights,
        pulls,
    )
    stiffness = _STIFFNESS * model.vertex_area
    kernels.add_pulls(
        corners, weights, pulls, stiffness, _STRIDE, model.diagonal, blocks, force
    )
