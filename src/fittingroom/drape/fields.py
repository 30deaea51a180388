"""What the cloth feels, triangle by triangle and vertex by vertex: stretch, shear, bending."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.drape.model import DrapeModel
from fittingroom.geometry.mesh import vertex_normals


@dataclass(frozen=True, slots=True)
class ClothFields:
    """How a cloth is deformed, per triangle.

    Args:
        strain: along warp and weft, 0 at rest, positive stretched, shape (triangle, 2).
        shear: how far the angle between warp and weft fell below a right angle [rad], positive
            where +warp and +weft close up, shape (triangle,).
        bending: bending energy over rest area [J/m²], never negative, shape (triangle,).
    """

    strain: Floats
    shear: Floats
    bending: Floats


def cloth_fields(positions: Floats, model: DrapeModel) -> ClothFields:
    """Measure the deformation of a cloth.

    Args:
        positions: [m], shape (vertex, 3).
        model: its rest shape and rigidity.
    """
    weft, warp = _directions(positions, model)
    length = np.linalg.norm(warp, axis=1), np.linalg.norm(weft, axis=1)
    cosine = np.einsum("tc,tc->t", warp, weft) / np.maximum(length[0] * length[1], 1e-30)
    return ClothFields(
        strain=np.column_stack(length) - 1.0,
        shear=np.arcsin(np.clip(cosine, -1.0, 1.0)),
        bending=_bending(positions, model, weft, warp),
    )


def at_vertices(values: Floats, triangles: Ints, area: Floats, count: int) -> Floats:
    """Return the mean of the triangles round each vertex, weighted by rest area.

    Args:
        values: shape (triangle,).
        triangles: shape (triangle, 3).
        area: rest area [m²], shape (triangle,).
        count: how many vertices there are.
    """
    corners = triangles.ravel()
    total = np.bincount(corners, np.repeat(values * area, 3), count)
    return np.asarray(total / np.maximum(np.bincount(corners, np.repeat(area, 3), count), 1e-30))


def _directions(positions: Floats, model: DrapeModel) -> tuple[Floats, Floats]:
    """Where a metre of weft and a metre of warp went, each shape (triangle, 3)."""
    corners = positions[model.triangles]
    return _slope(corners, model.slopes[:, :3]), _slope(corners, model.slopes[:, 3:])


def _slope(corners: Floats, slopes: Floats) -> Floats:
    return np.asarray(np.einsum("tk,tkc->tc", slopes, corners))


def _bending(positions: Floats, model: DrapeModel, weft: Floats, warp: Floats) -> Floats:
    """Half of rigidity times squared curvature, from how the normals turn along the grain.

    Source: Rusinkiewicz, "Estimating curvatures and their derivatives on triangle meshes",
    3DPVT 2004, with the directions of the cloth in place of the triangle's own.
    """
    normals = vertex_normals(positions, model.triangles.astype(np.int64))[model.triangles]
    turn_weft = _slope(normals, model.slopes[:, :3])
    turn_warp = _slope(normals, model.slopes[:, 3:])
    along_weft = np.einsum("tc,tc->t", turn_weft, weft)
    along_warp = np.einsum("tc,tc->t", turn_warp, warp)
    twist = 0.5 * np.einsum("tc,tc->t", turn_weft, warp)
    twist += 0.5 * np.einsum("tc,tc->t", turn_warp, weft)
    curvature = np.column_stack([along_weft, along_warp, 2.0 * twist])
    return np.asarray(0.5 * np.einsum("tk,tk->t", model.rigidity, curvature**2))
