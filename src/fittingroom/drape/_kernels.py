"""Compiled loops of the solver: forces and stiffness of the cloth, contact and friction.

One thread each: a service runs as many drapes at once as it has cores, and one thread gives the
same answer every time. Blocks of the matrix are 3 x 3, column after column, each padded to four.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from fittingroom.arrays import Floats, Ints
from fittingroom.geometry._kernels_distance import field_at

_INSIDE = 9.0  # times stiffer pushes the body back against cloth that is inside it
_GIVE = 0.5  # share of the missing room that caught cloth gives up at each turn of the push


@njit(cache=True, nogil=True, error_model="numpy", fastmath=True)
def add_membrane(
    x: Floats,
    triangles: Ints,
    slopes: Floats,
    area: Floats,
    stiffness: Floats,
    hardening: Floats,
    compression: Floats,
    slots: Ints,
    blocks: Floats,
    force: Floats,
) -> float:
    """Add stretch and shear forces and their projected stiffness; return the energy [J].

    Energy per triangle: area / 2 · (k_weft (|Fu| - 1)² + k_warp (|Fv| - 1)² + k_shear (Fu·Fv)²),
    where k_weft and k_warp are multiplied by `compression` while the cloth is shorter than cut.
    The stiffness drops the geometric part under compression, so that it stays positive. Where
    `hardening` has a row per triangle, k is the secant of a curve and it is what the tangent has
    on top.

    Source: Baraff and Witkin, "Large steps in cloth simulation", SIGGRAPH 1998.
    """
    energy = 0.0
    for t in range(triangles.shape[0]):
        i0, i1, i2 = triangles[t, 0], triangles[t, 1], triangles[t, 2]
        a0, a1, a2 = slopes[t, 0], slopes[t, 1], slopes[t, 2]
        b0, b1, b2 = slopes[t, 3], slopes[t, 4], slopes[t, 5]
        ux = a0 * x[i0, 0] + a1 * x[i1, 0] + a2 * x[i2, 0]
        uy = a0 * x[i0, 1] + a1 * x[i1, 1] + a2 * x[i2, 1]
        uz = a0 * x[i0, 2] + a1 * x[i1, 2] + a2 * x[i2, 2]
        vx = b0 * x[i0, 0] + b1 * x[i1, 0] + b2 * x[i2, 0]
        vy = b0 * x[i0, 1] + b1 * x[i1, 1] + b2 * x[i2, 1]
        vz = b0 * x[i0, 2] + b1 * x[i1, 2] + b2 * x[i2, 2]
        lu = np.sqrt(ux * ux + uy * uy + uz * uz) + 1e-12
        lv = np.sqrt(vx * vx + vy * vy + vz * vz) + 1e-12
        shear = ux * vx + uy * vy + uz * vz
        ku, kv, ks = (
            stiffness[t, 0] * area[t],
            stiffness[t, 1] * area[t],
            stiffness[t, 2] * area[t],
        )
        if lu < 1.0:
            ku *= compression[t]
        if lv < 1.0:
            kv *= compression[t]
        energy += 0.5 * (ku * (lu - 1.0) ** 2 + kv * (lv - 1.0) ** 2 + ks * shear * shear)
        pull_u, pull_v = ku * (1.0 - 1.0 / lu), kv * (1.0 - 1.0 / lv)
        tension_u, tension_v = max(pull_u, 0.0), max(pull_v, 0.0)
        if hardening.shape[0]:
            ku, kv = ku + hardening[t, 0] * area[t], kv + hardening[t, 1] * area[t]
        along_u, along_v = (ku - tension_u) / (lu * lu), (kv - tension_v) / (lv * lv)
        skew = ks * shear
        u0, u1, u2 = np.float32(ux), np.float32(uy), np.float32(uz)
        v0, v1, v2 = np.float32(vx), np.float32(vy), np.float32(vz)
        for corner in range(3):
            i = triangles[t, corner]
            ai, bi = slopes[t, corner], slopes[t, 3 + corner]
            cu, cv = pull_u * ai + skew * bi, pull_v * bi + skew * ai
            force[i, 0] -= cu * ux + cv * vx
            force[i, 1] -= cu * uy + cv * vy
            force[i, 2] -= cu * uz + cv * vz
            for other in range(3):
                aj, bj = slopes[t, other], slopes[t, 3 + other]
                s = slots[t, corner, other]
                aa, bb = ai * aj, bi * bj
                d = np.float32(tension_u * aa + tension_v * bb)
                # d + u pᵀ + v qᵀ
                uu, vv = np.float32(along_u * aa + ks * bb), np.float32(along_v * bb + ks * aa)
                uv, vu = np.float32(ks * bi * aj), np.float32(ks * ai * bj)
                px, qx = uu * u0 + uv * v0, vv * v0 + vu * u0
                py, qy = uu * u1 + uv * v1, vv * v1 + vu * u1
                pz, qz = uu * u2 + uv * v2, vv * v2 + vu * u2
                blocks[s, 0] += u0 * px + v0 * qx + d
                blocks[s, 1] += u1 * px + v1 * qx
                blocks[s, 2] += u2 * px + v2 * qx
                blocks[s, 4] += u0 * py + v0 * qy
                blocks[s, 5] += u1 * py + v1 * qy + d
                blocks[s, 6] += u2 * py + v2 * qy
                blocks[s, 8] += u0 * pz + v0 * qz
                blocks[s, 9] += u1 * pz + v1 * qz
                blocks[s, 10] += u2 * pz + v2 * qz + d
    return energy


@njit(cache=True, nogil=True)
def add_bending(x: Floats, start: Ints, column: Ints, value: Floats, force: Floats) -> float:
    """Add the forces of a quadratic bending energy and return the energy [J]."""
    energy = 0.0
    for i in range(x.shape[0]):
        fx, fy, fz = 0.0, 0.0, 0.0
        for s in range(start[i], start[i + 1]):
            j = column[s]
            fx += value[s] * x[j, 0]
            fy += value[s] * x[j, 1]
            fz += value[s] * x[j, 2]
        force[i, 0] -= fx
        force[i, 1] -= fy
        force[i, 2] -= fz
        energy += 0.5 * (fx * x[i, 0] + fy * x[i, 1] + fz * x[i, 2])
    return energy


@njit(cache=True, nogil=True, error_model="numpy")
def add_contact(
    x: Floats,
    values: Floats,
    origin: Floats,
    inverse_cell: float,
    offset: Floats,
    normal_stiffness: Floats,
    tangent_stiffness: Floats,
    friction: Floats,
    anchor: Floats,
    held: Ints,
    slip: Floats,
    slack: Floats,
    press: Floats,
    diagonal: Ints,
    blocks: Floats,
    force: Floats,
) -> None:
    """Push vertices off the body and hold them by Coulomb friction.

    A vertex in contact hangs on its anchor by a spring; where the spring would pull harder than
    friction allows, its stiffness is scaled so that it pulls just that hard over the length it
    slid last time, which lets it slide on and never pushes it back.
    """
    for i in range(x.shape[0]):
        d, nx, ny, nz = field_at(x[i, 0], x[i, 1], x[i, 2], values, origin, inverse_cell)
        depth = offset[i] - slack[i] - d
        if depth <= 0.0:
            press[i] = 0.0
            continue
        k = normal_stiffness[i]
        f = k * depth
        if d < 0.0:
            # taut cloth cuts deep into a crease: the flesh gives way less and less
            k *= 1.0 + _INSIDE
            f -= _INSIDE * normal_stiffness[i] * d
        press[i] = f
        force[i, 0] += f * nx
        force[i, 1] += f * ny
        force[i, 2] += f * nz
        kt = 0.0
        if held[i] and friction[i] > 0.0:
            tx, ty, tz = x[i, 0] - anchor[i, 0], x[i, 1] - anchor[i, 1], x[i, 2] - anchor[i, 2]
            tn = tx * nx + ty * ny + tz * nz
            tx, ty, tz = tx - tn * nx, ty - tn * ny, tz - tn * nz
            length = max(np.sqrt(tx * tx + ty * ty + tz * tz), slip[i])
            kt = tangent_stiffness[i]
            if kt * length > friction[i] * f:
                kt = friction[i] * f / length
            force[i, 0] -= kt * tx
            force[i, 1] -= kt * ty
            force[i, 2] -= kt * tz
        s = diagonal[i]
        e = k - kt
        blocks[s, 0] += e * nx * nx + kt
        blocks[s, 4] += e * nx * ny
        blocks[s, 8] += e * nx * nz
        blocks[s, 1] += e * ny * nx
        blocks[s, 5] += e * ny * ny + kt
        blocks[s, 9] += e * ny * nz
        blocks[s, 2] += e * nz * nx
        blocks[s, 6] += e * nz * ny
        blocks[s, 10] += e * nz * nz + kt


@njit(cache=True, nogil=True, error_model="numpy")
def update_anchors(
    x: Floats,
    values: Floats,
    origin: Floats,
    inverse_cell: float,
    offset: Floats,
    tangent_stiffness: Floats,
    friction: Floats,
    press: Floats,
    anchor: Floats,
    held: Ints,
    slip: Floats,
    normal: Floats,
    slack: Floats,
) -> None:
    """Set anchors where contact begins, drag them where the cloth slides, drop them in the air.

    Where the push turns round from one step to the next, cloth is caught between two parts of the
    body that leave it less room than its offset: it then gives way until it lies still.
    """
    for i in range(x.shape[0]):
        if press[i] <= 0.0:
            held[i] = 0
            slip[i] = 0.0
            continue
        d, nx, ny, nz = field_at(x[i, 0], x[i, 1], x[i, 2], values, origin, inverse_cell)
        if normal[i, 0] * nx + normal[i, 1] * ny + normal[i, 2] * nz < 0.0:
            room = offset[i] - slack[i] - d
            slack[i] = min(slack[i] + _GIVE * max(room, 0.0), offset[i])
        normal[i, 0], normal[i, 1], normal[i, 2] = nx, ny, nz
        if not held[i]:
            held[i] = 1
            slip[i] = 0.0
            for c in range(3):
                anchor[i, c] = x[i, c]
            continue
        tx, ty, tz = x[i, 0] - anchor[i, 0], x[i, 1] - anchor[i, 1], x[i, 2] - anchor[i, 2]
        tn = tx * nx + ty * ny + tz * nz
        tx, ty, tz = tx - tn * nx, ty - tn * ny, tz - tn * nz
        length = np.sqrt(tx * tx + ty * ty + tz * tz)
        reach = friction[i] * press[i] / tangent_stiffness[i]
        share = 1.0
        slip[i] = 0.0
        if length > reach:
            slip[i] = length
            share = reach / length
        anchor[i, 0] = x[i, 0] - share * tx
        anchor[i, 1] = x[i, 1] - share * ty
        anchor[i, 2] = x[i, 2] - share * tz


@njit(cache=True, nogil=True)
def move_clamped(x: Floats, step: Floats, longest: float) -> float:
    """Move every vertex by its step, none further than `longest`; return the largest step asked."""
    most = 0.0
    for i in range(x.shape[0]):
        sx, sy, sz = np.float64(step[i, 0]), np.float64(step[i, 1]), np.float64(step[i, 2])
        length = np.sqrt(sx * sx + sy * sy + sz * sz)
        most = max(most, length)
        scale = min(1.0, longest / (length + 1e-30))
        x[i, 0] += scale * sx
        x[i, 1] += scale * sy
        x[i, 2] += scale * sz
    return most
