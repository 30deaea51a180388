"""How the pleated side of a seam lies: folded to and fro along the other side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.errors import PatternError
from fittingroom.garment.pattern import Pleat, Seam

# A fold under 5 mm can't be pressed in cloth [m].
SHALLOWEST = 0.005
# Pleats may meet, within a micrometre.
MEET = 1e-6
# Layer at the beginning, the hidden fold and the end of a pleat, the innermost 0: the cloth that
# comes out from under a fold lies one layer deeper than the fold.
_LAYERS = {"end": (2.0, 0.0, 1.0), "start": (1.0, 0.0, 2.0)}


@dataclass(frozen=True, slots=True)
class Course:
    """Where the points of a run lie along its seam, and in which layer.

    All are to be interpolated between the points.

    Args:
        run: points along the cloth, rising [m], shape (point,).
        seam: where each lies along the seam [m], shape (point,).
        layer: how many layers lie below it, shape (point,).
    """

    run: Floats
    seam: Floats
    layer: Floats


def pleat_course(seam: Seam, length: float) -> Course:
    """Return how the first run of a seam lies.

    Args:
        seam: with its pleats, or none.
        length: of the run, unfolded [m].

    Raises:
        PatternError: a pleat is too shallow, isn't on the run, or lies on another one.
    """
    run, along, taken = [0.0], [0.0], 0.0
    free = 0.0  # where along the seam the pleat before ends
    for pleat in seam.pleats:
        _check(seam, pleat)
        begin = pleat.at - taken
        turn = begin - pleat.depth if pleat.toward == "end" else begin + pleat.depth
        if min(begin, turn) < free - MEET:
            _refuse(seam, pleat, "has no room before it: it would lie on another one")
        run += [pleat.at, pleat.at + pleat.depth, pleat.at + 2 * pleat.depth]
        along += [begin, turn, begin]
        free = max(begin, turn)
        taken += 2 * pleat.depth
    if seam.pleats and free > length - taken + MEET:
        _refuse(seam, seam.pleats[-1], f"ends beyond its run of {length * 100:.1f} cm")
    run, along = [*run, length], [*along, length - taken]
    places = np.array(_layers(seam, length))
    knots = np.unique(np.clip([*run, *places[:, 0]], 0.0, length))
    knots = knots[np.concatenate([np.diff(knots) > MEET, [True]])]
    return Course(knots, np.interp(knots, run, along), np.interp(knots, *places.T))


def _layers(seam: Seam, length: float) -> list[tuple[float, float]]:
    """Return the layer at points along the run; from fold to fold it comes up where it can."""
    places = [(0.0, 2.0)]
    for pleat in seam.pleats:
        last, layer = places[-1]
        # as far as its fold is deep
        came_from = last if layer == 2.0 else 2 * last - places[-2][0]
        goes_down = pleat.at - (pleat.depth if pleat.toward == "start" else 0.0)
        if came_from <= goes_down + MEET:
            places += [(came_from, 2.0), (goes_down, 2.0)]
        steps = pleat.at + pleat.depth * np.arange(3)
        places += zip(steps.tolist(), _LAYERS[pleat.toward], strict=True)
    if places[-1][1] < 2.0:
        places.append((2 * places[-1][0] - places[-2][0], 2.0))
    return [*places, (max(length, places[-1][0]), places[-1][1])]


def _check(seam: Seam, pleat: Pleat) -> None:
    if pleat.toward not in _LAYERS:
        _refuse(seam, pleat, f"points toward '{pleat.toward}': allowed is 'start' or 'end'")
    if not (np.isfinite(pleat.at) and SHALLOWEST <= pleat.depth < np.inf):
        _refuse(seam, pleat, f"is {pleat.depth * 100:.2f} cm deep: allowed is 0.5 cm and more")


def _refuse(seam: Seam, pleat: Pleat, what: str) -> NoReturn:
    raise PatternError(
        f"the pleat at {pleat.at * 100:.1f} cm of seam '{seam.name}' {what}",
        field=seam.name,
        value=pleat.at,
    )
