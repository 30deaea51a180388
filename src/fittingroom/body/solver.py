"""Bounded nonlinear least squares with a quadratic prior: Levenberg-Marquardt, active set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from fittingroom.arrays import Floats

Residuals = Callable[[Floats], tuple[Floats, Floats]]
Prior = Callable[[Floats], tuple[float, Floats, Floats]]

AT_BOUND = 1e-9  # a parameter this near to its bound counts as on it
SMALLEST_DAMPING, LARGEST_DAMPING = 1e-6, 1e4


@dataclass(frozen=True, slots=True)
class Solution:
    """Where the solver stopped.

    Args:
        parameters: shape (parameter,).
        cost: half the sum of squared residuals plus the prior's cost.
        steps: evaluations made.
    """

    parameters: Floats
    cost: float
    steps: int


def solve(
    residuals: Residuals,
    prior: Prior,
    start: Floats,
    lower: Floats,
    upper: Floats,
    *,
    step_limit: int,
    tolerance: float,
) -> Solution:
    """Minimise `0.5 |residuals(x)|² + prior(x)` inside a box.

    Args:
        residuals: gives residuals `shape (n,)` and their Jacobian `shape (n, parameter)`.
        prior: gives its cost, gradient and Hessian.
        start: first guess, shape (parameter,).
        lower: bounds.
        upper: bounds.
        step_limit: evaluations at most.
        tolerance: relative fall of the cost below which a step is the last.
    """

    def evaluate(x: Floats) -> tuple[float, Floats, Floats]:
        values, jacobian = residuals(x)
        cost, gradient, hessian = prior(x)
        total = 0.5 * float(values @ values) + cost
        return total, jacobian.T @ values + gradient, jacobian.T @ jacobian + hessian

    x, damping = np.clip(start, lower, upper), 1e-3
    cost, gradient, hessian = evaluate(x)
    steps = 1
    while steps < step_limit and damping < LARGEST_DAMPING:
        ahead = _bounded_step(x, gradient, hessian, damping, lower, upper)
        new_cost, new_gradient, new_hessian = evaluate(ahead)
        steps += 1
        if new_cost >= cost:
            damping = max(damping * 8, 1e-3)
            continue
        settled = cost - new_cost < tolerance * max(1.0, new_cost)
        x, cost, gradient, hessian = ahead, new_cost, new_gradient, new_hessian
        damping = max(damping / 8, SMALLEST_DAMPING)
        if settled:
            break
    return Solution(x, cost, steps)


def _bounded_step(
    x: Floats, gradient: Floats, hessian: Floats, damping: float, lower: Floats, upper: Floats
) -> Floats:
    """Return the damped Newton step's end; parameters it pushes out stay on their bound."""
    held_low = (x <= lower + AT_BOUND) & (gradient > 0)
    held_high = (x >= upper - AT_BOUND) & (gradient < 0)
    free = ~(held_low | held_high)
    fixed = np.zeros_like(x)
    damped = hessian + damping * np.diag(np.diag(hessian))
    for _ in range(8):
        some = np.flatnonzero(free)
        rest = gradient + hessian @ fixed
        step = fixed.copy()
        step[some] = -np.linalg.solve(damped[np.ix_(some, some)], rest[some])
        ahead = x + step
        out = free & ((ahead < lower - AT_BOUND) | (ahead > upper + AT_BOUND))
        if not out.any():
            break
        fixed[out] = np.clip(ahead, lower, upper)[out] - x[out]
        free &= ~out
    return np.clip(x + step, lower, upper)
