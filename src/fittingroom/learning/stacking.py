"""Several models' probabilities as one, calibrated: matrix scaling of their logarithms.

Source: Guo, Pleiss, Sun, Weinberger, On calibration of modern neural networks, ICML 2017 (matrix
scaling); Wolpert, Stacked generalization, Neural Networks 5 (1992).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import softmax

from fittingroom.arrays import Floats, Ints, frozen

LEAST = 1e-6
HELD = 20.0  # how firmly weights are held at the plain mean of the members, in rows


@dataclass(frozen=True, slots=True)
class Stack:
    """The weights.

    Args:
        weights: of each member's three logarithms, shape (3 member, 3).
        bias: shape (3,).
    """

    weights: Floats
    bias: Floats

    def probabilities(self, members: Sequence[Floats]) -> Floats:
        """Return one calibrated P(small, fit, large) of the members', shape (row, 3)."""
        return np.asarray(softmax(_logs(members) @ self.weights + self.bias, axis=1))


def plain(count: int) -> Stack:
    """Return the geometric mean of so many members, uncalibrated."""
    return Stack(frozen(np.tile(np.eye(3) / count, (count, 1))), frozen(np.zeros(3)))


def calibrate(members: Sequence[Floats], outcomes: Ints, rows: Floats | None = None) -> Stack:
    """Find the weights under which the outcomes are likeliest.

    Args:
        members: each member's probabilities on rows it wasn't trained on.
        outcomes: places in `FITS`.
        rows: the weight of each row.
    """
    from scipy.optimize import minimize

    logs, start = _logs(members), plain(len(members))
    rows = np.ones(len(outcomes)) if rows is None else rows
    first = np.concatenate([start.weights.ravel(), start.bias])
    happened, held = np.eye(3)[outcomes], HELD / rows.sum()

    def loss(weights: Floats) -> tuple[float, Floats]:
        matrix, bias = weights[:-3].reshape(-1, 3), weights[-3:]
        odds = softmax(logs @ matrix + bias, axis=1)
        cost = -(rows * np.log(np.maximum((odds * happened).sum(1), 1e-12))).sum() / rows.sum()
        wrong = rows[:, None] * (odds - happened) / rows.sum()
        slope = np.concatenate([(logs.T @ wrong).ravel(), wrong.sum(0)])
        away = weights - first
        return float(cost + held * (away @ away)), slope + 2.0 * held * away

    found = minimize(loss, first, jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    return Stack(frozen(found[:-3].reshape(-1, 3)), frozen(found[-3:]))


def _logs(members: Sequence[Floats]) -> Floats:
    return np.concatenate([np.log(np.maximum(odds, LEAST)) for odds in members], axis=1)
