"""Compiled loops of the linear solve: conjugate gradients on 3 x 3 blocks.

Memory traffic is what they cost, so everything here is float32 (Newton's outer round corrects it)
and padded to four, which lets the compiler use whole vector registers. It does so only when told:
with numba's defaults the product of matrix and vector takes 262 us for 6,000 vertices, with the
switches below 110 us. They are set while this module is compiled and put back after it.
"""

from __future__ import annotations

import numpy as np
from numba import config, njit

from fittingroom.arrays import Floats, Ints
from fittingroom.drape._kernels_collide import add_pairs_product

_before = config.SLP_VECTORIZE, config.LOOP_VECTORIZE
config.SLP_VECTORIZE, config.LOOP_VECTORIZE = 1, 0

_VECTORS = "float32[:,::1]"
_COUNTS = "uint32[::1]"
_SPARSE = f"{_COUNTS}, {_COUNTS}, float32[:,::1], {_COUNTS}, {_COUNTS}, float32[::1]"
_PAIRS = f"uint32[:,::1], {', '.join([_VECTORS] * 3)}"


@njit(
    f"void({_COUNTS}, {_VECTORS}, float64[::1], {_VECTORS})",
    cache=True,
    nogil=True,
    error_model="numpy",
)
def invert_diagonal(
    diagonal: Ints, blocks: Floats, bending_diagonal: Floats, inverse: Floats
) -> None:
    """Fill the inverses of the symmetric diagonal blocks, bending included."""
    for i in range(diagonal.shape[0]):
        s, w = diagonal[i], bending_diagonal[i]
        a, b, c = blocks[s, 0] + w, np.float64(blocks[s, 4]), np.float64(blocks[s, 8])
        d, e, f = blocks[s, 5] + w, np.float64(blocks[s, 9]), blocks[s, 10] + w
        m0, m1, m2 = d * f - e * e, c * e - b * f, b * e - c * d
        scale = 1.0 / (a * m0 + b * m1 + c * m2)
        inverse[i, 0], inverse[i, 1], inverse[i, 2] = m0 * scale, m1 * scale, m2 * scale
        inverse[i, 3], inverse[i, 4] = (a * f - c * c) * scale, (b * c - a * e) * scale
        inverse[i, 5] = (a * d - b * b) * scale


@njit(f"void({_VECTORS}, {_SPARSE}, {_VECTORS})", cache=True, nogil=True, fastmath=True)
def multiply(
    p: Floats,
    start: Ints,
    column: Ints,
    blocks: Floats,
    bend_start: Ints,
    bend_column: Ints,
    bend_value: Floats,
    q: Floats,
) -> None:
    """Fill q = A p."""
    zero = np.float32(0.0)
    for i in range(q.shape[0]):
        s0, s1, s2, s3 = zero, zero, zero, zero
        for s in range(start[i], start[i + 1]):
            j = column[s]
            a, b, c = p[j, 0], p[j, 1], p[j, 2]
            s0 += blocks[s, 0] * a + blocks[s, 4] * b + blocks[s, 8] * c
            s1 += blocks[s, 1] * a + blocks[s, 5] * b + blocks[s, 9] * c
            s2 += blocks[s, 2] * a + blocks[s, 6] * b + blocks[s, 10] * c
            s3 += blocks[s, 3] * a + blocks[s, 7] * b + blocks[s, 11] * c
        for s in range(bend_start[i], bend_start[i + 1]):
            j = bend_column[s]
            w = bend_value[s]
            s0 += w * p[j, 0]
            s1 += w * p[j, 1]
            s2 += w * p[j, 2]
            s3 += w * p[j, 3]
        q[i, 0], q[i, 1], q[i, 2], q[i, 3] = s0, s1, s2, s3


@njit(f"float64({_VECTORS}, {_VECTORS})", cache=True, nogil=True, fastmath=True)
def dot(a: Floats, b: Floats) -> float:
    """Return the inner product."""
    total = 0.0
    for i in range(a.shape[0]):
        total += a[i, 0] * b[i, 0] + a[i, 1] * b[i, 1] + a[i, 2] * b[i, 2] + a[i, 3] * b[i, 3]
    return total


@njit(
    f"float64(float32, {', '.join([_VECTORS] * 6)})",
    cache=True,
    nogil=True,
    fastmath=True,
)
def advance(
    alpha: float, x: Floats, r: Floats, z: Floats, p: Floats, q: Floats, inverse: Floats
) -> float:
    """Step solution and residual, precondition, and return r · z."""
    total = 0.0
    for i in range(x.shape[0]):
        x[i, 0] += alpha * p[i, 0]
        x[i, 1] += alpha * p[i, 1]
        x[i, 2] += alpha * p[i, 2]
        x[i, 3] += alpha * p[i, 3]
        a = r[i, 0] - alpha * q[i, 0]
        b = r[i, 1] - alpha * q[i, 1]
        c = r[i, 2] - alpha * q[i, 2]
        r[i, 0], r[i, 1], r[i, 2] = a, b, c
        za = inverse[i, 0] * a + inverse[i, 1] * b + inverse[i, 2] * c
        zb = inverse[i, 1] * a + inverse[i, 3] * b + inverse[i, 4] * c
        zc = inverse[i, 2] * a + inverse[i, 4] * b + inverse[i, 5] * c
        z[i, 0], z[i, 1], z[i, 2] = za, zb, zc
        total += a * za + b * zb + c * zc
    return total


@njit(f"void(float32, {_VECTORS}, {_VECTORS})", cache=True, nogil=True, fastmath=True)
def turn(beta: float, p: Floats, z: Floats) -> None:
    """Set the next direction, p = z + beta p."""
    for i in range(p.shape[0]):
        p[i, 0] = z[i, 0] + beta * p[i, 0]
        p[i, 1] = z[i, 1] + beta * p[i, 1]
        p[i, 2] = z[i, 2] + beta * p[i, 2]
        p[i, 3] = z[i, 3] + beta * p[i, 3]


@njit(
    f"int64({_SPARSE}, {', '.join([_VECTORS] * 6)}, {_PAIRS}, int64, float64)",
    cache=True,
    nogil=True,
)
def conjugate_gradient(
    start: Ints,
    column: Ints,
    blocks: Floats,
    bend_start: Ints,
    bend_column: Ints,
    bend_value: Floats,
    inverse: Floats,
    x: Floats,
    r: Floats,
    z: Floats,
    p: Floats,
    q: Floats,
    pair_corners: Ints,
    pair_weights: Floats,
    pair_normals: Floats,
    pair_stiffness: Floats,
    most: int,
    tolerance: float,
) -> int:
    """Solve A x = r from x = 0 (block-Jacobi preconditioned), r is used up; return the rounds."""
    x[:] = 0.0
    q[:] = 0.0
    p[:] = 0.0
    rz = advance(np.float32(0.0), x, r, z, p, q, inverse)
    first = rz
    p[:] = z
    rounds = 0
    while rounds < most and rz > tolerance * tolerance * first and rz > 0.0:
        multiply(p, start, column, blocks, bend_start, bend_column, bend_value, q)
        add_pairs_product(p, q, pair_corners, pair_weights, pair_normals, pair_stiffness)
        pq = dot(p, q)
        if not pq > 0.0:
            break
        after = advance(np.float32(rz / pq), x, r, z, p, q, inverse)
        turn(np.float32(after / rz), p, z)
        rz = after
        rounds += 1
    return rounds


config.SLP_VECTORIZE, config.LOOP_VECTORIZE = _before
