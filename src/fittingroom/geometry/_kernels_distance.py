"""Compiled loops behind `distance.py`."""

from __future__ import annotations

import numpy as np
from numba import njit

from fittingroom.arrays import Floats, Ints

_STACK = 128  # deeper than twice the levels of any tree we can build


@njit(cache=True, nogil=True)
def _dot(ax: float, ay: float, az: float, bx: float, by: float, bz: float) -> float:
    return ax * bx + ay * by + az * bz


@njit(cache=True, nogil=True, error_model="numpy")
def closest_on_triangle(
    px: float, py: float, pz: float, corners: Floats, t: int
) -> tuple[float, float, float, int]:
    """Return the barycentric weights of the closest point and the feature it lies on.

    Features: 0-2 corners, 3 edge ab, 4 edge bc, 5 edge ca, 6 the face.

    Source: Ericson, Real-Time Collision Detection (2005), section 5.1.5.
    """
    ax, ay, az = corners[t, 0, 0], corners[t, 0, 1], corners[t, 0, 2]
    abx, aby, abz = corners[t, 1, 0] - ax, corners[t, 1, 1] - ay, corners[t, 1, 2] - az
    acx, acy, acz = corners[t, 2, 0] - ax, corners[t, 2, 1] - ay, corners[t, 2, 2] - az
    apx, apy, apz = px - ax, py - ay, pz - az
    d1 = _dot(abx, aby, abz, apx, apy, apz)
    d2 = _dot(acx, acy, acz, apx, apy, apz)
    if d1 <= 0.0 and d2 <= 0.0:
        return 1.0, 0.0, 0.0, 0
    bpx, bpy, bpz = apx - abx, apy - aby, apz - abz
    d3 = _dot(abx, aby, abz, bpx, bpy, bpz)
    d4 = _dot(acx, acy, acz, bpx, bpy, bpz)
    if d3 >= 0.0 and d4 <= d3:
        return 0.0, 1.0, 0.0, 1
    vc = d1 * d4 - d3 * d2
    if vc <= 0.0 and d1 >= 0.0 and d3 <= 0.0:
        share = d1 / (d1 - d3)
        return 1.0 - share, share, 0.0, 3
    cpx, cpy, cpz = apx - acx, apy - acy, apz - acz
    d5 = _dot(abx, aby, abz, cpx, cpy, cpz)
    d6 = _dot(acx, acy, acz, cpx, cpy, cpz)
    if d6 >= 0.0 and d5 <= d6:
        return 0.0, 0.0, 1.0, 2
    vb = d5 * d2 - d1 * d6
    if vb <= 0.0 and d2 >= 0.0 and d6 <= 0.0:
        share = d2 / (d2 - d6)
        return 1.0 - share, 0.0, share, 5
    va = d3 * d6 - d5 * d4
    if va <= 0.0 and d4 - d3 >= 0.0 and d5 - d6 >= 0.0:
        share = (d4 - d3) / ((d4 - d3) + (d5 - d6))
        return 0.0, 1.0 - share, share, 4
    total = va + vb + vc
    return va / total, vb / total, vc / total, 6


@njit(cache=True, nogil=True)
def _plane_gap(px: float, py: float, pz: float, corners: Floats, normals: Floats, t: int) -> float:
    """Squared distance to the triangle's plane: never more than the one to the triangle."""
    gap = (
        (px - corners[t, 0, 0]) * normals[t, 6, 0]
        + (py - corners[t, 0, 1]) * normals[t, 6, 1]
        + (pz - corners[t, 0, 2]) * normals[t, 6, 2]
    )
    square: float = gap * gap
    return square


@njit(cache=True, nogil=True)
def _gap(
    px: float, py: float, pz: float, corners: Floats, normals: Floats, t: int
) -> tuple[float, float, float, float, float]:
    """Return squared distance, side (+ outside) and closest point."""
    u, v, w, feature = closest_on_triangle(px, py, pz, corners, t)
    x = u * corners[t, 0, 0] + v * corners[t, 1, 0] + w * corners[t, 2, 0]
    y = u * corners[t, 0, 1] + v * corners[t, 1, 1] + w * corners[t, 2, 1]
    z = u * corners[t, 0, 2] + v * corners[t, 1, 2] + w * corners[t, 2, 2]
    dx, dy, dz = px - x, py - y, pz - z
    side = _dot(dx, dy, dz, normals[t, feature, 0], normals[t, feature, 1], normals[t, feature, 2])
    return _dot(dx, dy, dz, dx, dy, dz), side, x, y, z


@njit(cache=True, nogil=True)
def _box_gap(px: float, py: float, pz: float, low: Floats, high: Floats, n: int) -> float:
    dx = max(max(low[n, 0] - px, px - high[n, 0]), 0.0)
    dy = max(max(low[n, 1] - py, py - high[n, 1]), 0.0)
    dz = max(max(low[n, 2] - pz, pz - high[n, 2]), 0.0)
    square: float = dx * dx + dy * dy + dz * dz
    return square


@njit(cache=True, nogil=True)
def query_tree(
    points: Floats,
    corners: Floats,
    normals: Floats,
    low: Floats,
    high: Floats,
    first_leaf: int,
    leaf_size: int,
    distance: Floats,
    closest: Floats,
    triangle: Ints,
) -> None:
    """Fill signed distance, closest point and triangle of every point (tree in heap order)."""
    stack = np.empty(_STACK, np.int64)
    gaps = np.empty(_STACK)
    count = corners.shape[0]
    for i in range(points.shape[0]):
        px, py, pz = points[i, 0], points[i, 1], points[i, 2]
        best = np.inf
        best_side = 1.0
        top = 1
        stack[0] = 1
        gaps[0] = 0.0
        while top > 0:
            top -= 1
            if gaps[top] >= best:
                continue
            node = stack[top]
            if node >= first_leaf:
                start = (node - first_leaf) * leaf_size
                for t in range(start, min(start + leaf_size, count)):
                    if _plane_gap(px, py, pz, corners, normals, t) >= best:
                        continue
                    square, side, x, y, z = _gap(px, py, pz, corners, normals, t)
                    if square < best:
                        best, best_side = square, side
                        triangle[i] = t
                        closest[i, 0], closest[i, 1], closest[i, 2] = x, y, z
                continue
            left = 2 * node
            gap_left = _box_gap(px, py, pz, low, high, left)
            gap_right = _box_gap(px, py, pz, low, high, left + 1)
            # the nearer child goes on top
            if gap_left < gap_right:
                stack[top], gaps[top] = left + 1, gap_right
                stack[top + 1], gaps[top + 1] = left, gap_left
            else:
                stack[top], gaps[top] = left, gap_left
                stack[top + 1], gaps[top + 1] = left + 1, gap_right
            top += 2
        distance[i] = np.sqrt(best) if best_side >= 0.0 else -np.sqrt(best)


@njit(cache=True, nogil=True)
def mark_nodes(
    points: Floats, origin: Floats, inverse_cell: float, square: float, best: Floats
) -> None:
    """Write `square` into the nodes of each point's cell and of the cells round it."""
    for p in range(points.shape[0]):
        i = int((points[p, 0] - origin[0]) * inverse_cell)
        j = int((points[p, 1] - origin[1]) * inverse_cell)
        k = int((points[p, 2] - origin[2]) * inverse_cell)
        for x in range(max(i - 1, 0), min(i + 3, best.shape[0])):
            for y in range(max(j - 1, 0), min(j + 3, best.shape[1])):
                for z in range(max(k - 1, 0), min(k + 3, best.shape[2])):
                    best[x, y, z] = square


@njit(cache=True, nogil=True)
def pseudonormals(
    vertices: Floats, triangles: Ints, edges: Ints, corner: Floats, edge: Floats, out: Floats
) -> None:
    """Fill `out` with each triangle's normals of corners, edges and face, shape (triangle, 7, 3).

    `corner` and `edge` are zeros, shape (vertex, 3) and (edge, 3).
    """
    side = np.empty((3, 3))
    for t in range(triangles.shape[0]):
        for k in range(3):
            for c in range(3):
                here, after = triangles[t, k], triangles[t, (k + 1) % 3]
                side[k, c] = vertices[after, c] - vertices[here, c]
        x = side[0, 1] * side[1, 2] - side[0, 2] * side[1, 1]
        y = side[0, 2] * side[1, 0] - side[0, 0] * side[1, 2]
        z = side[0, 0] * side[1, 1] - side[0, 1] * side[1, 0]
        area = max(np.sqrt(x * x + y * y + z * z), 1e-300)
        out[t, 6, 0], out[t, 6, 1], out[t, 6, 2] = x / area, y / area, z / area
        for k in range(3):
            a, b = side[k], side[(k + 2) % 3]
            angle = np.arctan2(area, -(a[0] * b[0] + a[1] * b[1] + a[2] * b[2]))
            for c in range(3):
                corner[triangles[t, k], c] += angle * out[t, 6, c]
                edge[edges[t, k], c] += out[t, 6, c]
    for t in range(triangles.shape[0]):
        for k in range(3):
            for c in range(3):
                out[t, k, c] = corner[triangles[t, k], c]
                out[t, 3 + k, c] = edge[edges[t, k], c]


@njit(cache=True, nogil=True)
def _circle(corners: Floats, t: int) -> tuple[float, float, float, float]:
    """Centre of a triangle, and how far its farthest corner is from it."""
    x = (corners[t, 0, 0] + corners[t, 1, 0] + corners[t, 2, 0]) / 3.0
    y = (corners[t, 0, 1] + corners[t, 1, 1] + corners[t, 2, 1]) / 3.0
    z = (corners[t, 0, 2] + corners[t, 1, 2] + corners[t, 2, 2]) / 3.0
    square = 0.0
    for k in range(3):
        dx, dy, dz = corners[t, k, 0] - x, corners[t, k, 1] - y, corners[t, k, 2] - z
        square = max(square, dx * dx + dy * dy + dz * dz)
    return x, y, z, np.sqrt(square)


@njit(cache=True, nogil=True)
def splat_band(
    values: Floats,
    best: Floats,
    origin: Floats,
    cell: float,
    corners: Floats,
    normals: Floats,
    band: float,
) -> None:
    """Write the exact signed distance into grid nodes within `band` of a triangle.

    `best` is the square of the distance below which a node is written, and falls meanwhile.
    """
    low = np.empty(3, np.int64)
    high = np.empty(3, np.int64)
    for t in range(corners.shape[0]):
        for k in range(3):
            least = min(min(corners[t, 0, k], corners[t, 1, k]), corners[t, 2, k]) - band
            most = max(max(corners[t, 0, k], corners[t, 1, k]), corners[t, 2, k]) + band
            low[k] = max(0, int(np.ceil((least - origin[k]) / cell)))
            high[k] = min(values.shape[k] - 1, int(np.floor((most - origin[k]) / cell)))
        cx, cy, cz, radius = _circle(corners, t)
        nx, ny, nz = normals[t, 6, 0], normals[t, 6, 1], normals[t, 6, 2]
        for i in range(low[0], high[0] + 1):
            px = origin[0] + i * cell
            for j in range(low[1], high[1] + 1):
                py = origin[1] + j * cell
                for m in range(low[2], high[2] + 1):
                    if best[i, j, m] <= 0.0:
                        continue
                    pz = origin[2] + m * cell
                    # no nearer than a disc in the triangle's plane that holds the triangle
                    x, y, z = px - cx, py - cy, pz - cz
                    up = x * nx + y * ny + z * nz
                    aside = max(np.sqrt(max(x * x + y * y + z * z - up * up, 0.0)) - radius, 0.0)
                    if up * up + aside * aside >= best[i, j, m]:
                        continue
                    square, side, _, _, _ = _gap(px, py, pz, corners, normals, t)
                    if square < best[i, j, m]:
                        best[i, j, m] = square
                        root = np.sqrt(square)
                        values[i, j, m] = root if side >= 0.0 else -root


@njit(cache=True, nogil=True)
def field_at(
    px: float, py: float, pz: float, values: Floats, origin: Floats, inverse_cell: float
) -> tuple[float, float, float, float]:
    """Return the trilinear value and its unit gradient; outside the grid the border's value."""
    fx = (px - origin[0]) * inverse_cell
    fy = (py - origin[1]) * inverse_cell
    fz = (pz - origin[2]) * inverse_cell
    fx = min(max(fx, 0.0), values.shape[0] - 1.001)
    fy = min(max(fy, 0.0), values.shape[1] - 1.001)
    fz = min(max(fz, 0.0), values.shape[2] - 1.001)
    i, j, k = int(fx), int(fy), int(fz)
    fx, fy, fz = fx - i, fy - j, fz - k
    c000, c001 = values[i, j, k], values[i, j, k + 1]
    c010, c011 = values[i, j + 1, k], values[i, j + 1, k + 1]
    c100, c101 = values[i + 1, j, k], values[i + 1, j, k + 1]
    c110, c111 = values[i + 1, j + 1, k], values[i + 1, j + 1, k + 1]
    a00, a01 = c000 + (c001 - c000) * fz, c010 + (c011 - c010) * fz
    a10, a11 = c100 + (c101 - c100) * fz, c110 + (c111 - c110) * fz
    b0, b1 = a00 + (a01 - a00) * fy, a10 + (a11 - a10) * fy
    gx = b1 - b0
    gy = (a01 - a00) * (1.0 - fx) + (a11 - a10) * fx
    gz = ((c001 - c000) * (1.0 - fy) + (c011 - c010) * fy) * (1.0 - fx) + (
        (c101 - c100) * (1.0 - fy) + (c111 - c110) * fy
    ) * fx
    scale = 1.0 / np.sqrt(gx * gx + gy * gy + gz * gz + 1e-30)
    return b0 + gx * fx, gx * scale, gy * scale, gz * scale


@njit(cache=True, nogil=True)
def sample_field(
    points: Floats, values: Floats, origin: Floats, inverse_cell: float, out: Floats
) -> None:
    """Fill `out` with value and unit gradient, shape (point, 4)."""
    for i in range(points.shape[0]):
        d, x, y, z = field_at(
            points[i, 0], points[i, 1], points[i, 2], values, origin, inverse_cell
        )
        out[i, 0], out[i, 1], out[i, 2], out[i, 3] = d, x, y, z
