"""Compiled loops of the two-grid preconditioner: sweeps on the cloth, a direct solve below it.

Source: Trottenberg, Oosterlee and Schüller, "Multigrid", 2001, sections 2 and 7.
"""

from __future__ import annotations

import numpy as np
from numba import config, njit

from fittingroom.arrays import Floats, Ints
from fittingroom.drape._kernels_band import solve_band
from fittingroom.drape._kernels_collide import add_pairs_product
from fittingroom.drape._kernels_linear import dot, turn

_before = config.SLP_VECTORIZE, config.LOOP_VECTORIZE
config.SLP_VECTORIZE, config.LOOP_VECTORIZE = 1, 0

_VECTORS = "float32[:,::1]"
_COUNTS = "uint32[::1]"
_SPARSE = f"{_COUNTS}, {_COUNTS}, {_COUNTS}, float32[:,::1], {_COUNTS}, {_COUNTS}, {_COUNTS}"
_MATRIX = f"{_SPARSE}, float32[::1]"
_PAIRS = f"uint32[:,::1], {', '.join([_VECTORS] * 3)}"
_PROLONG = "uint32[:,::1], float32[:,::1]"


@njit(f"void({_MATRIX}, {', '.join([_VECTORS] * 3)})", cache=True, nogil=True, fastmath=True)
def sweep_down(
    start: Ints,
    column: Ints,
    diagonal: Ints,
    blocks: Floats,
    bend_start: Ints,
    bend_column: Ints,
    bend_diagonal: Ints,
    bend_value: Floats,
    inverse: Floats,
    r: Floats,
    z: Floats,
) -> None:
    """Fill z with a Gauss-Seidel sweep from zero, (D + L) z = r."""
    for i in range(z.shape[0]):
        s0, s1, s2 = r[i, 0], r[i, 1], r[i, 2]
        for s in range(start[i], diagonal[i]):
            j = column[s]
            a, b, c = z[j, 0], z[j, 1], z[j, 2]
            s0 -= blocks[s, 0] * a + blocks[s, 4] * b + blocks[s, 8] * c
            s1 -= blocks[s, 1] * a + blocks[s, 5] * b + blocks[s, 9] * c
            s2 -= blocks[s, 2] * a + blocks[s, 6] * b + blocks[s, 10] * c
        for s in range(bend_start[i], bend_diagonal[i]):
            j = bend_column[s]
            w = bend_value[s]
            s0 -= w * z[j, 0]
            s1 -= w * z[j, 1]
            s2 -= w * z[j, 2]
        z[i, 0] = inverse[i, 0] * s0 + inverse[i, 1] * s1 + inverse[i, 2] * s2
        z[i, 1] = inverse[i, 1] * s0 + inverse[i, 3] * s1 + inverse[i, 4] * s2
        z[i, 2] = inverse[i, 2] * s0 + inverse[i, 4] * s1 + inverse[i, 5] * s2


@njit(
    f"void({_MATRIX}, {_PROLONG}, {_VECTORS}, float32[::1])",
    cache=True,
    nogil=True,
    fastmath=True,
)
def restrict_rest(
    start: Ints,
    column: Ints,
    diagonal: Ints,
    blocks: Floats,
    bend_start: Ints,
    bend_column: Ints,
    bend_diagonal: Ints,
    bend_value: Floats,
    parent: Ints,
    weight: Floats,
    z: Floats,
    coarse: Floats,
) -> None:
    """Fill `coarse` with what `sweep_down` left, - U z, gathered on the coarse grid."""
    coarse[:] = 0.0
    zero = np.float32(0.0)
    for i in range(z.shape[0]):
        s0, s1, s2 = zero, zero, zero
        for s in range(diagonal[i] + 1, start[i + 1]):
            j = column[s]
            a, b, c = z[j, 0], z[j, 1], z[j, 2]
            s0 -= blocks[s, 0] * a + blocks[s, 4] * b + blocks[s, 8] * c
            s1 -= blocks[s, 1] * a + blocks[s, 5] * b + blocks[s, 9] * c
            s2 -= blocks[s, 2] * a + blocks[s, 6] * b + blocks[s, 10] * c
        for s in range(bend_diagonal[i] + 1, bend_start[i + 1]):
            j = bend_column[s]
            w = bend_value[s]
            s0 -= w * z[j, 0]
            s1 -= w * z[j, 1]
            s2 -= w * z[j, 2]
        for a in range(3):
            at, share = 3 * parent[i, a], weight[i, a]
            coarse[at] += share * s0
            coarse[at + 1] += share * s1
            coarse[at + 2] += share * s2


@njit(f"void({_PROLONG}, float32[::1], {_VECTORS})", cache=True, nogil=True, fastmath=True)
def prolong(parent: Ints, weight: Floats, coarse: Floats, z: Floats) -> None:
    """Add the coarse grid's correction to z."""
    for i in range(z.shape[0]):
        for a in range(3):
            at, share = 3 * parent[i, a], weight[i, a]
            z[i, 0] += share * coarse[at]
            z[i, 1] += share * coarse[at + 1]
            z[i, 2] += share * coarse[at + 2]


@njit(f"float64({_MATRIX}, {', '.join([_VECTORS] * 4)})", cache=True, nogil=True, fastmath=True)
def sweep_up(
    start: Ints,
    column: Ints,
    diagonal: Ints,
    blocks: Floats,
    bend_start: Ints,
    bend_column: Ints,
    bend_diagonal: Ints,
    bend_value: Floats,
    inverse: Floats,
    r: Floats,
    z: Floats,
    product: Floats,
) -> float:
    """Improve z by a Gauss-Seidel sweep from the last vertex to the first; return r · z.

    Then (D + U) z = r - L z', with z' as it came in. That is put into `product`: `add_lower` makes
    it the matrix times z.
    """
    total = 0.0
    for i in range(z.shape[0] - 1, -1, -1):
        s0, s1, s2 = r[i, 0], r[i, 1], r[i, 2]
        for s in range(start[i], diagonal[i]):
            j = column[s]
            a, b, c = z[j, 0], z[j, 1], z[j, 2]
            s0 -= blocks[s, 0] * a + blocks[s, 4] * b + blocks[s, 8] * c
            s1 -= blocks[s, 1] * a + blocks[s, 5] * b + blocks[s, 9] * c
            s2 -= blocks[s, 2] * a + blocks[s, 6] * b + blocks[s, 10] * c
        for s in range(bend_start[i], bend_diagonal[i]):
            j = bend_column[s]
            w = bend_value[s]
            s0 -= w * z[j, 0]
            s1 -= w * z[j, 1]
            s2 -= w * z[j, 2]
        product[i, 0], product[i, 1], product[i, 2] = s0, s1, s2
        for s in range(diagonal[i] + 1, start[i + 1]):
            j = column[s]
            a, b, c = z[j, 0], z[j, 1], z[j, 2]
            s0 -= blocks[s, 0] * a + blocks[s, 4] * b + blocks[s, 8] * c
            s1 -= blocks[s, 1] * a + blocks[s, 5] * b + blocks[s, 9] * c
            s2 -= blocks[s, 2] * a + blocks[s, 6] * b + blocks[s, 10] * c
        for s in range(bend_diagonal[i] + 1, bend_start[i + 1]):
            j = bend_column[s]
            w = bend_value[s]
            s0 -= w * z[j, 0]
            s1 -= w * z[j, 1]
            s2 -= w * z[j, 2]
        z[i, 0] = inverse[i, 0] * s0 + inverse[i, 1] * s1 + inverse[i, 2] * s2
        z[i, 1] = inverse[i, 1] * s0 + inverse[i, 3] * s1 + inverse[i, 4] * s2
        z[i, 2] = inverse[i, 2] * s0 + inverse[i, 4] * s1 + inverse[i, 5] * s2
        total += r[i, 0] * z[i, 0] + r[i, 1] * z[i, 1] + r[i, 2] * z[i, 2]
    return total


@njit(f"void({_MATRIX}, {_VECTORS}, {_VECTORS})", cache=True, nogil=True, fastmath=True)
def add_lower(
    start: Ints,
    column: Ints,
    diagonal: Ints,
    blocks: Floats,
    bend_start: Ints,
    bend_column: Ints,
    bend_diagonal: Ints,
    bend_value: Floats,
    z: Floats,
    product: Floats,
) -> None:
    """Add L z to `product`."""
    zero = np.float32(0.0)
    for i in range(z.shape[0]):
        s0, s1, s2, s3 = zero, zero, zero, zero
        for s in range(start[i], diagonal[i]):
            j = column[s]
            a, b, c = z[j, 0], z[j, 1], z[j, 2]
            s0 += blocks[s, 0] * a + blocks[s, 4] * b + blocks[s, 8] * c
            s1 += blocks[s, 1] * a + blocks[s, 5] * b + blocks[s, 9] * c
            s2 += blocks[s, 2] * a + blocks[s, 6] * b + blocks[s, 10] * c
            s3 += blocks[s, 3] * a + blocks[s, 7] * b + blocks[s, 11] * c
        for s in range(bend_start[i], bend_diagonal[i]):
            j = bend_column[s]
            w = bend_value[s]
            s0 += w * z[j, 0]
            s1 += w * z[j, 1]
            s2 += w * z[j, 2]
            s3 += w * z[j, 3]
        product[i, 0] += s0
        product[i, 1] += s1
        product[i, 2] += s2
        product[i, 3] += s3


@njit(f"void(float32, {', '.join([_VECTORS] * 4)})", cache=True, nogil=True, fastmath=True)
def step(alpha: float, x: Floats, r: Floats, p: Floats, q: Floats) -> None:
    """Step solution and residual."""
    for i in range(x.shape[0]):
        for c in range(4):
            x[i, c] += alpha * p[i, c]
            r[i, c] -= alpha * q[i, c]


@njit(
    f"int64({_MATRIX}, {_VECTORS}, {_PROLONG}, float32[:,::1], float32[::1], "
    f"{', '.join([_VECTORS] * 7)}, {_PAIRS}, int64, float64)",
    cache=True,
    nogil=True,
)
def two_grid_gradient(
    start: Ints,
    column: Ints,
    diagonal: Ints,
    blocks: Floats,
    bend_start: Ints,
    bend_column: Ints,
    bend_diagonal: Ints,
    bend_value: Floats,
    inverse: Floats,
    parent: Ints,
    weight: Floats,
    factor: Floats,
    coarse: Floats,
    x: Floats,
    r: Floats,
    z: Floats,
    p: Floats,
    q: Floats,
    product: Floats,
    whole: Floats,
    pair_corners: Ints,
    pair_weights: Floats,
    pair_normals: Floats,
    pair_stiffness: Floats,
    most: int,
    tolerance: float,
) -> int:
    """Solve A x = r from x = 0 by conjugate gradients, r is used up; return the rounds.

    The sweeps say what the matrix makes of z, so it is never multiplied with p.
    """
    x[:] = 0.0
    q[:] = 0.0
    p[:] = 0.0
    beta, rz, first, rounds = np.float32(0.0), 0.0, 0.0, 0
    while True:
        sweep_down(
            start,
            column,
            diagonal,
            blocks,
            bend_start,
            bend_column,
            bend_diagonal,
            bend_value,
            inverse,
            r,
            z,
        )
        restrict_rest(
            start,
            column,
            diagonal,
            blocks,
            bend_start,
            bend_column,
            bend_diagonal,
            bend_value,
            parent,
            weight,
            z,
            coarse,
        )
        solve_band(factor, coarse)
        prolong(parent, weight, coarse, z)
        after = sweep_up(
            start,
            column,
            diagonal,
            blocks,
            bend_start,
            bend_column,
            bend_diagonal,
            bend_value,
            inverse,
            r,
            z,
            product,
        )
        if rounds == 0:
            first = after
        else:
            beta = np.float32(after / rz)
        rz = after
        if rounds >= most or not rz > tolerance * tolerance * first:
            break
        add_lower(
            start,
            column,
            diagonal,
            blocks,
            bend_start,
            bend_column,
            bend_diagonal,
            bend_value,
            z,
            product,
        )
        turn(beta, p, z)
        turn(beta, q, product)
        whole[:] = q
        add_pairs_product(p, whole, pair_corners, pair_weights, pair_normals, pair_stiffness)
        pq = dot(p, whole)
        if not pq > 0.0:
            break
        step(np.float32(rz / pq), x, r, p, whole)
        rounds += 1
    return rounds


config.SLP_VECTORIZE, config.LOOP_VECTORIZE = _before
