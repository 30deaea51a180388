"""Curves against closed forms."""

from __future__ import annotations

from math import pi, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fittingroom.errors import PatternError
from fittingroom.garment.construction import dart, solve_length
from fittingroom.garment.drafting import (
    FLATNESS,
    arc,
    curve,
    edge,
    edge_of,
    join,
    length,
    line,
    mirror,
    split,
    unfold,
)


def test_bezier_quarter_circle() -> None:
    """The cubic with handles 4/3 (√2 − 1) leaves a unit circle by 0.027 % at most."""
    k = 4 / 3 * (sqrt(2) - 1)
    points = curve((1, 0), (1, k), (k, 1), (0, 1))
    assert np.linalg.norm(points, axis=1) == pytest.approx(1, abs=3e-4)
    assert length(points) == pytest.approx(pi / 2, abs=4e-4)


def test_curve_is_true_to_its_flatness() -> None:
    controls = ((0, 0), (0.1, 0.2), (0.3, -0.1), (0.3, 0.2))
    points = curve(*controls)
    t = (np.arange(len(points) - 1) + 0.5) / (len(points) - 1)  # furthest from each chord
    a, b, c, d = (np.array(p, dtype=float) for p in controls)
    s = 1 - t
    truth = np.outer(s**3, a) + np.outer(3 * s**2 * t, b)
    truth += np.outer(3 * s * t**2, c) + np.outer(t**3, d)
    middle = (points[1:] + points[:-1]) / 2
    assert np.linalg.norm(truth - middle, axis=1).max() <= FLATNESS * 1.001


def test_arc_length_and_radius() -> None:
    points = arc((0.1, 0.2), 0.05, 0, pi)
    assert length(points) == pytest.approx(pi * 0.05, abs=1e-4)
    assert np.linalg.norm(points - (0.1, 0.2), axis=1) == pytest.approx(0.05)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(share=st.floats(0.001, 0.999))
def test_split_keeps_the_length(share: float) -> None:
    points = curve((0, 0), (0.1, 0.2), (0.3, -0.1), (0.3, 0.2))
    whole = length(points)
    head, tail = split(points, share * whole)
    assert length(head) == pytest.approx(share * whole, abs=2e-5)
    assert length(head) + length(tail) == pytest.approx(whole, abs=2e-5)
    assert head[-1] == pytest.approx(tail[0], abs=2e-5)


def test_mirror_turns_round() -> None:
    points = np.array([[0.0, 0.0], [0.1, 0.2]])
    assert mirror(points).tolist() == [[-0.1, 0.2], [0.0, 0.0]]
    assert mirror(mirror(points)).tolist() == points.tolist()


def test_unfold_joins_the_halves() -> None:
    half = [
        edge("hem", line((0, 0), (1, 0))),
        edge("side", line((1, 0), (1, 1))),
        edge("top", line((1, 1), (0, 1))),
    ]
    whole = unfold(half, plus="left", minus="right", joined=("hem",))
    assert [e.name for e in whole] == ["hem", "side_left", "top_left", "top_right", "side_right"]
    for before, after in zip(whole, [*whole[1:], whole[0]], strict=True):
        assert before.points[-1] == pytest.approx(after.points[0])


def test_dart_takes_what_it_says() -> None:
    """On a straight edge 40 cm long: 3 cm taken, legs equal, the rest 37 cm."""
    top = line((0.4, 0.0), (0.0, 0.0))
    before, a, b, after = dart("d", top, at=0.15, intake=0.03, depth=0.1)
    assert length(before) + length(after) == pytest.approx(0.37)
    assert length(a.points) == pytest.approx(length(b.points))
    assert a.points[-1] == pytest.approx([0.25, -0.1])  # inwards: left of the direction
    assert join(before, a.points)[-1] == pytest.approx(b.points[0])


def test_impossible_length_says_what_is_possible() -> None:
    with pytest.raises(PatternError, match=r"it can be 10\.0 to 50\.0 cm") as refused:
        solve_length(lambda x: line((0, 0), (x, 0)), 0.9, 0.1, 0.5, what="waist")
    assert refused.value.field == "waist"


def test_missing_edge_is_our_mistake() -> None:
    from fittingroom.garment.catalogue import catalogue
    from fittingroom.garment.cutting import cut

    with pytest.raises(KeyError):
        edge_of(cut(catalogue["classic-tee"], "M").panels[0], "nose")
