"""Patterns that can't be worn are refused with their cause, never simulated into nonsense."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from fittingroom.body.body import Body
from fittingroom.drape.draping import drape
from fittingroom.errors import DrapeDiverged, PatternError
from fittingroom.garment.pattern import Edge, Panel, Pattern

from .conftest import QUICK
from .patterns import JERSEY, edge, sheet, tube


def with_front(change: Callable[[Panel], Panel]) -> Pattern:
    pattern = tube(0.47, 0.4)
    return replace(pattern, panels=(change(pattern.panels[0]), pattern.panels[1]))


def reshaped(change: Callable[[Edge], Edge]) -> Pattern:
    return with_front(lambda panel: replace(panel, edges=tuple(map(change, panel.edges))))


def flat(one: Edge) -> Edge:
    return replace(one, points=one.points * [1.0, 1e-5])


def lost(one: Edge) -> Edge:
    return replace(one, points=np.where(one.points > 0.3, np.nan, one.points))


def doubled(one: Edge) -> Edge:
    return replace(one, points=np.repeat(one.points, 2, axis=0))


def bow_tie(panel: Panel) -> Panel:
    across = (
        edge("hem", (-0.25, 0), (0.25, 0)),
        edge("right", (0.25, 0), (-0.1, 0.4)),
        edge("top", (-0.1, 0.4), (0.1, 0.4)),
        edge("left", (0.1, 0.4), (-0.25, 0)),
    )
    return replace(panel, edges=across)


def turned_over(panel: Panel) -> Panel:
    backwards = tuple(replace(e, points=e.points[::-1]) for e in reversed(panel.edges))
    return replace(panel, edges=backwards)


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        (reshaped(flat), r"'front' has no area"),
        (reshaped(lost), r"'front\.right' has a coordinate that is no number"),
        (reshaped(doubled), r"'front\.hem' has doubled points"),
        (with_front(bow_tie), r"'front\.right' and 'left' cross near"),
        (with_front(turned_over), r"'front' runs clockwise"),
        (with_front(lambda panel: replace(panel, edges=())), r"'front' has no edges"),
        (with_front(lambda panel: replace(panel, name="back")), r"2 panels are called 'back'"),
        (reshaped(lambda one: replace(one, name="hem")), r"'front' has two edges 'hem'"),
        (replace(tube(0.5, 0.4), panels=()), "no panels"),
        (replace(tube(0.5, 0.4), seams=tube(0.5, 0.4).seams[:1] * 2), "2 seams are called 'left"),
        (
            with_front(lambda p: replace(p, placement=replace(p.placement, wraps="tail"))),
            r"'front' wraps 'tail'.*torso",
        ),
        (
            with_front(lambda p: replace(p, placement=replace(p.placement, angle=np.nan))),
            r"'front' is placed by something that is no number",
        ),
    ],
)
def test_refuses_what_is_no_pattern(woman: Body, pattern: Pattern, message: str) -> None:
    with pytest.raises(PatternError, match=message):
        drape(woman, pattern, {"shell": JERSEY}, options=QUICK)


def test_a_panel_that_nothing_joins_falls_off_by_name(woman: Body) -> None:
    pattern = tube(0.47, 0.4)
    loose = sheet("pocket", 0.15, 0.15, 0.0, hang_on="neck_left")
    with pytest.raises(DrapeDiverged, match=r"'pocket' falls off: it sank by .* no seam or button"):
        drape(
            woman,
            replace(pattern, panels=(*pattern.panels, loose)),
            {"shell": JERSEY},
            options=QUICK,
        )


def test_two_pieces_that_the_body_holds_are_one_garment(woman: Body) -> None:
    """A skirt on the hips and a band round the waist, joined by nothing."""
    skirt, band = tube(0.47, 0.4), tube(0.36, 0.05)

    def upper(panel: Panel) -> Panel:
        place = replace(panel.placement, hang_point=np.array([0.0, -0.03]))
        return replace(panel, name=f"upper {panel.name}", placement=place)

    renamed = tuple(
        replace(
            s,
            name=f"upper {s.name}",
            a=tuple(replace(r, panel=f"upper {r.panel}") for r in s.a),
            b=tuple(replace(r, panel=f"upper {r.panel}") for r in s.b),
        )
        for s in band.seams
    )
    both = replace(
        skirt, panels=(*skirt.panels, *map(upper, band.panels)), seams=(*skirt.seams, *renamed)
    )
    worn = drape(woman, both, {"shell": JERSEY}, options=QUICK)
    assert (worn.settling.settled, worn.settling.crossings) == (True, 0)
