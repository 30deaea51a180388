"""Bending stiffness of a flat cloth as one constant matrix.

Morley's plate triangle, whose slope across each side is not unknown but read from the vertices
round it, so that every quadratic is met exactly on any mesh, its rims included. Both triangles at a
side share the slope, so a constant moment leaves inner vertices alone: the element passes the patch
test and converges. Hinge and cotangent bending are about twice too stiff whatever the mesh.

Source: Morley, "The constant-moment plate-bending element", J. Strain Analysis 6, 1971.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.drape.unfolding import Surrounds, unfold

# how readily a vertex is used to read a side's slope: the opposite one alone does on even meshes
_NEXT, _FURTHER = 0.1, 0.01
_RIDGE = 1e-6  # keeps the reading regular where vertices are few
_EXACT = 1e-3  # of a slope: the vertex across alone reads it so well on an even mesh
_ALONE = 1e-20  # [N/m] a vertex that nothing bends still has its diagonal
_UNUSED = 0.01  # of a slope's largest share: a smaller one is left out, which keeps the matrix thin


def bending_matrix(
    triangles: Ints, pattern_points: Floats, area: Floats, rigidity: Floats, vertex_count: int
) -> Any:
    """Build the matrix Q of the energy ½ xᵀ Q x, the same for each coordinate.

    Args:
        triangles: sewn vertices, shape (triangle, 3).
        pattern_points: corners in their panel's plane [m], shape (triangle, 3, 2).
        area: of each triangle [m²], shape (triangle,).
        rigidity: along weft (x), along warp (y), of twist [N·m], shape (triangle, 3).
        vertex_count: size of the matrix.

    Returns:
        `scipy.sparse.csr_matrix`, symmetric, positive semidefinite [N/m].
    """
    import scipy.sparse as sp

    around = unfold(triangles, pattern_points)
    slope = _side_slopes(triangles, pattern_points, area, around, vertex_count)
    normal, length = _outward(pattern_points)
    lever = length / area[:, None]
    nx, ny = normal[..., 0], normal[..., 1]
    weight = np.sqrt(area[:, None] * rigidity * np.array([1.0, 1.0, 4.0]))
    local = np.stack([nx * nx, ny * ny, nx * ny], axis=1) * lever[:, None] * weight[:, :, None]
    count = len(triangles)
    half_edge = np.arange(3 * count).reshape(-1, 3)
    curvature = sp.csr_matrix(
        (local.ravel(), np.repeat(half_edge, 3, axis=0).ravel(), np.arange(0, 9 * count + 1, 3)),
        shape=(3 * count, 3 * count),
    )
    bent = curvature @ slope
    matrix = (bent.T @ bent).tocsr()
    if not matrix.diagonal().all():
        matrix = matrix + sp.diags(np.full(vertex_count, _ALONE))
    matrix.sort_indices()
    return matrix


def _side_slopes(
    triangles: Ints, points: Floats, area: Floats, around: Surrounds, vertex_count: int
) -> Any:
    """Matrix from vertices to how much steeper the cloth is at a side than its triangle."""
    import scipy.sparse as sp

    own, rise, across = _readings(points, area, around)
    columns = np.concatenate([triangles, np.where(around.vertex >= 0, around.vertex, 0)], axis=1)
    twin = around.twin.ravel()

    def of_vertices(per_rise: Floats) -> Any:
        """Shape (triangle, side, 9) on the rises becomes a matrix on the vertices."""
        per_rise = np.where(
            np.abs(per_rise) > _UNUSED * np.abs(per_rise).max(axis=2, keepdims=True), per_rise, 0.0
        )
        values = np.concatenate([-per_rise @ own, per_rise], axis=2)
        row = np.arange(0, values.size + 1, 12)
        matrix = sp.csr_matrix(
            (values.ravel(), np.repeat(columns, 3, axis=0).ravel(), row),
            shape=(len(twin), vertex_count),
        )
        matrix.eliminate_zeros()
        return matrix

    read, step = of_vertices(rise), of_vertices(across)
    inner = twin >= 0
    swap = sp.csr_matrix(
        (np.where(inner, -0.5, 0.0), (np.arange(len(twin)), np.maximum(twin, 0))),
        shape=(len(twin),) * 2,
    )
    keep = sp.diags(np.where(inner, 0.5, 1.0))
    return keep @ read + swap @ read + 0.5 * step


def _readings(points: Floats, area: Floats, around: Surrounds) -> tuple[Floats, Floats, Floats]:
    """Read each side's slope from how far the vertices round it stand off the triangle's plane.

    Returns:
        The plane at the vertices round it by the corners, shape (triangle, 9, 3); the slope at
        each side over the plane's by the rises, and the slope of the neighbour over the
        triangle's by them [1/m], both of shape (triangle, 3, 9).
    """
    size = np.sqrt(area)[:, None, None]
    centre = points.mean(axis=1, keepdims=True)
    have = around.vertex >= 0
    corner, place = (points - centre) / size, (around.place - centre) / size
    plane = np.linalg.inv(_linear(corner))  # corners to value and gradient at the centre
    own = (_linear(place) @ plane) * have[:, :, None]
    bulge = _quadratic(place) * have[:, :, None] - own @ _quadratic(corner)
    normal, length = _outward(points)
    middle = (np.roll(corner, -1, axis=1) + np.roll(corner, 1, axis=1)) / 2
    u, v, n, m = middle[..., 0], middle[..., 1], normal[..., 0], normal[..., 1]
    steep = np.stack([n * u, m * v, n * v + m * u], axis=-1)
    flat = np.einsum("tks,tsc->tkc", normal, plane[:, 1:]) @ _quadratic(corner)
    reach = np.einsum("tks,tks->tk", around.place[:, :3] - np.roll(points, -1, axis=1), normal)
    across, rise = np.zeros((2, len(points), 3, 9))
    side = np.arange(3)
    per_step = 1.0 / np.where(have[:, :3], reach, np.inf)
    height = 2 * area[:, None] / length
    opposite = per_step * height / (height + reach)
    across[:, side, side], rise[:, side, side] = per_step, opposite
    # what the vertex across misses is read from all, by the smallest weights that do
    wanted = steep - flat
    missed = wanted - (opposite * size[:, 0])[:, :, None] * bulge[:, :3]
    t, k = np.nonzero(np.abs(missed).max(axis=2) > _EXACT * np.abs(wanted).max(axis=2))
    near = bulge[t]
    weighed = (_readiness()[k] * have[t])[:, :, None] * near
    gram = near.transpose(0, 2, 1) @ weighed
    ridge = _RIDGE * np.trace(gram, axis1=1, axis2=2)[:, None, None] + 1e-30
    solved = np.linalg.solve(gram + ridge * np.eye(3), missed[t, k][:, :, None])
    rise[t, k] += (weighed @ solved)[:, :, 0] / size[t, 0]
    return own, rise, across


def _readiness() -> Floats:
    """How readily each side, shape (3,), is read from each vertex round its triangle, (9,)."""
    own = np.eye(3, dtype=bool)
    near = np.where(own, 1.0, _NEXT)
    far = np.where(own, _NEXT, _FURTHER)
    return np.concatenate([near, far, far], axis=1)


def _linear(places: Floats) -> Floats:
    return np.concatenate([np.ones((*places.shape[:-1], 1)), places], axis=-1)


def _quadratic(places: Floats) -> Floats:
    u, v = places[..., 0], places[..., 1]
    return np.stack([u * u / 2, v * v / 2, u * v], axis=-1)


def _outward(points: Floats) -> tuple[Floats, Floats]:
    """Unit outward normal of each side, shape (triangle, 3, 2), and its length [m]."""
    along = np.roll(points, 1, axis=1) - np.roll(points, -1, axis=1)
    length = np.linalg.norm(along, axis=2)
    return np.stack([along[..., 1], -along[..., 0]], axis=2) / length[..., None], length
