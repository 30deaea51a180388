"""A tape over an opening: straight across, and never through the body."""

from __future__ import annotations

import numpy as np
import pytest

from fittingroom.fit.bridging import bridged
from fittingroom.fit.loops import plane_loop

from .test_loops import UP, tube

RADIUS, MISSING = 0.15, 0.1


def circle(radius: float) -> np.ndarray:
    angle = np.linspace(0, 2 * np.pi, 400, endpoint=False)
    return np.stack([radius * np.sin(angle), 0 * angle + 0.5, radius * np.cos(angle)], axis=1)


@pytest.mark.parametrize("stretch", [0.0, 0.08])
def test_a_gap_is_bridged_by_its_chord(stretch: float) -> None:
    drape = tube(RADIUS, stretch=stretch, open_share=MISSING)
    open_ = plane_loop(drape, np.array([0, 0.5, 0]), UP, np.ones(len(drape.triangles), bool))
    closed = bridged(open_, circle(0.05), UP)
    chord = 2 * RADIUS * np.sin(np.pi * MISSING)
    assert closed.around
    assert closed.worn == pytest.approx(2 * np.pi * RADIUS * (1 - MISSING) + chord, rel=1e-3)
    assert closed.strain == pytest.approx(stretch, abs=1e-9)


def test_the_tape_never_cuts_into_the_body() -> None:
    drape = tube(RADIUS, open_share=0.3)
    open_ = plane_loop(drape, np.array([0, 0.5, 0]), UP, np.ones(len(drape.triangles), bool))
    body = circle(RADIUS - 1e-3)
    assert bridged(open_, body, UP).worn >= 2 * np.pi * (RADIUS - 1e-3) * 0.9999


def test_a_closed_loop_stays_as_it_is() -> None:
    drape = tube(RADIUS)
    loop = plane_loop(drape, np.array([0, 0.5, 0]), UP, np.ones(len(drape.triangles), bool))
    assert bridged(loop, circle(0.05), UP) is loop
