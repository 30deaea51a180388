"""Open edges and seams of a sewn mesh: where cloth ends and where panels join."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fittingroom.arrays import Floats, Ints

# two corners of one vertex further apart than this in the pattern plane belong to two cut edges
SAME_PLACE = 1e-5  # [m]


@dataclass(frozen=True, slots=True)
class Edges:
    """The lines along which a garment is finished.

    Args:
        open: edges with cloth on one side only, in the triangle's own direction, shape (edge, 2).
        open_triangle: the triangle of each, shape (edge,).
        seams: edges where cut edges are sewn together, shape (seam edge, 2).
    """

    open: Ints
    open_triangle: Ints
    seams: Ints


def find_edges(triangles: Ints, pattern_points: Floats, panel: Ints) -> Edges:
    """Sort a sewn mesh's edges.

    Args:
        triangles: shape (triangle, 3).
        pattern_points: each corner in its panel's plane [m], shape (triangle, 3, 2).
        panel: of each triangle, shape (triangle,).
    """
    sides = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
    owner = np.tile(np.arange(len(triangles)), 3)
    low = np.argmin(sides, axis=1)
    corner = np.repeat([[0, 1], [1, 2], [2, 0]], len(triangles), axis=0)
    # both ends in the pattern plane, the lower vertex number first
    row = np.arange(len(sides))
    first = pattern_points[owner, corner[row, low]]
    second = pattern_points[owner, corner[row, 1 - low]]
    key = np.sort(sides, axis=1)
    order = np.lexsort((key[:, 1], key[:, 0]))
    same = np.all(key[order][1:] == key[order][:-1], axis=1)
    left, right = order[:-1][same], order[1:][same]
    paired = np.zeros(len(sides), bool)
    paired[left] = paired[right] = True
    apart = np.abs(first[left] - first[right]).max(1) + np.abs(second[left] - second[right]).max(1)
    sewn = (panel[owner[left]] != panel[owner[right]]) | (apart > SAME_PLACE)
    alone = np.flatnonzero(~paired)
    return Edges(sides[alone], owner[alone], key[left[sewn]])
