"""Buttoned overlaps and seams that are sewn over a part of their length."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fittingroom.body.body import Body
from fittingroom.drape.drape import Drape
from fittingroom.drape.draping import drape
from fittingroom.drape.fastened import worn_buttons
from fittingroom.drape.links import button_ends, edge_vertices
from fittingroom.errors import PatternError
from fittingroom.garment.pattern import Button, EdgeRef, PanelPoint, Pattern

from .conftest import QUICK
from .patterns import BUTTONED, JERSEY, gilet, slit_tube, wrap_skirt

OPEN = 0.0025  # [m] a layer's thickness is 1 mm at least, and its buttons give a little


def gaps_at_buttons(worn: Drape) -> tuple[np.ndarray, np.ndarray]:
    """How far buttonholes and buttons are from the skin [m]."""
    corners, weights = button_ends(worn, worn.pattern)
    near = np.abs(weights) * worn.gap[corners]
    return near[:, :3].sum(axis=1), near[:, 3:].sum(axis=1)


@pytest.mark.parametrize("heights", [BUTTONED, BUTTONED[2:]])
def test_a_buttoned_front_stays_closed_and_crosses_nothing(
    woman: Body, heights: tuple[float, ...]
) -> None:
    worn = drape(woman, gilet(heights=heights), {"shell": JERSEY}, options=QUICK)
    assert (worn.settling.settled, worn.settling.crossings) == (True, 0)
    assert worn.settling.penetration <= 1e-3
    buttons = worn_buttons(worn)
    assert [button.name for button in buttons] == [f"button {n}" for n in range(len(heights))]
    for button in buttons:
        assert 0.0009 < button.opening < OPEN
    over, under = gaps_at_buttons(worn)
    assert (over > under).all()


def test_a_tight_front_pulls_at_its_buttons(woman: Body) -> None:
    """15 % narrower, its buttons still hold; they give more than those of the loose one."""
    loose = gilet()
    narrow = np.array([0.85, 1.0])
    panels = tuple(
        replace(p, edges=tuple(replace(e, points=e.points * narrow) for e in p.edges))
        for p in loose.panels
    )
    tight = replace(loose, panels=panels)
    apart = {}
    for name, pattern in (("loose", loose), ("tight", tight)):
        worn = drape(woman, pattern, {"shell": JERSEY}, options=QUICK)
        assert worn.settling.crossings == 0
        apart[name] = max(button.opening for button in worn_buttons(worn))
    assert apart["loose"] < apart["tight"] < OPEN


def test_one_panel_is_buttoned_over_itself(woman: Body) -> None:
    worn = drape(woman, wrap_skirt(0.99, 0.16, 0.45), {"shell": JERSEY}, options=QUICK)
    assert (worn.settling.settled, worn.settling.crossings) == (True, 0)
    assert all(button.opening < OPEN for button in worn_buttons(worn))
    over, under = gaps_at_buttons(worn)
    assert (over > under).all()


def test_a_seam_may_end_in_a_slit(woman: Body) -> None:
    """The sides of the slit are one vertex at its top and lie apart at the hem."""
    worn = drape(woman, slit_tube(0.47, 0.6, 0.25), {"shell": JERSEY}, options=QUICK)
    assert (worn.settling.settled, worn.settling.crossings) == (True, 0)
    front, _ = edge_vertices(worn, worn.pattern, EdgeRef("front", "slit"))
    back, _ = edge_vertices(worn, worn.pattern, EdgeRef("back", "slit", reverse=True))
    assert front[-1] == back[-1]
    assert not set(front[:-1].tolist()) & set(back[:-1].tolist())
    assert np.linalg.norm(worn.vertices[front[0]] - worn.vertices[back[0]]) > 0.005


def buttoned(pattern: Pattern, over: PanelPoint, under: PanelPoint) -> Pattern:
    return replace(pattern, buttons=(*pattern.buttons, Button("odd", over, under)))


def test_refuses_buttons_that_hold_nothing(woman: Body) -> None:
    here, beside = np.array([0.0, 0.1]), np.array([0.4, 0.1])
    left, right = PanelPoint("left_front", here), PanelPoint("right_front", here)
    cases = {
        "odd.*collar": (PanelPoint("collar", here), right),
        "odd.*beside.*0.4": (PanelPoint("left_front", beside), right),
        "buttoned over a panel that lies over it": (right, left),
    }
    for message, (over, under) in cases.items():
        with pytest.raises(PatternError, match=message):
            drape(woman, buttoned(gilet(), over, under), {"shell": JERSEY}, options=QUICK)
    twice = gilet()
    twice = replace(twice, buttons=(*twice.buttons, twice.buttons[0]))
    with pytest.raises(PatternError, match="2 notions are called 'button 0'"):
        drape(woman, twice, {"shell": JERSEY}, options=QUICK)
