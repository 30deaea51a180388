"""Check that a pattern's elastic and buttons can be sewn on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.errors import PatternError
from fittingroom.garment.drafting import outline
from fittingroom.garment.pattern import Button, Elastic, PanelPoint, Pattern

# A piece of elastic shorter than 1 cm can't be sewn, one of 10 m is a mistake of units [m].
SHORTEST_ELASTIC, LONGEST_ELASTIC = 0.01, 10.0
# The stiffest webbing pulls a few kilonewtons at full strain [N].
STIFFEST_ELASTIC = 1e4


def check_notions(pattern: Pattern) -> None:
    """Refuse elastic and buttons that can't be sewn on.

    Raises:
        PatternError: naming the elastic or the button.
    """
    names = [elastic.name for elastic in pattern.elastics]
    names += [button.name for button in pattern.buttons]
    for name, count in Counter(names).items():
        if count > 1:
            raise PatternError(
                f"{count} notions are called '{name}': rename all but one", field=name, value=count
            )
    edges = {f"{panel.name}.{edge.name}" for panel in pattern.panels for edge in panel.edges}
    for elastic in pattern.elastics:
        _check_elastic(elastic, edges)
    outlines = {panel.name: outline(panel) for panel in pattern.panels}
    for button in pattern.buttons:
        _check_button(button, outlines)


def _check_elastic(elastic: Elastic, edges: set[str]) -> None:
    if not elastic.edges:
        raise PatternError(f"elastic '{elastic.name}' is sewn to nothing", field=elastic.name)
    for ref in elastic.edges:
        where = f"{ref.panel}.{ref.edge}"
        if where not in edges:
            raise PatternError(
                f"elastic '{elastic.name}' is sewn to '{where}', which no panel has",
                field=elastic.name,
                value=where,
            )
    allowed = {
        "relaxed": (SHORTEST_ELASTIC, LONGEST_ELASTIC, "m"),
        "stiffness": (0.0, STIFFEST_ELASTIC, "N"),
    }
    for name, (low, high, unit) in allowed.items():
        value = getattr(elastic, name)
        if not low <= value <= high:
            raise PatternError(
                f"elastic '{elastic.name}' has {name} {value} {unit}: "
                f"allowed is {low:g} to {high:g} {unit}",
                field=f"{elastic.name}.{name}",
                value=value,
                allowed=f"{low:g} to {high:g} {unit}",
            )


def _check_button(button: Button, outlines: Mapping[str, Floats]) -> None:
    for point in (button.over, button.under):
        if point.panel not in outlines:
            raise PatternError(
                f"button '{button.name}' is on panel '{point.panel}', which the pattern doesn't "
                f"have: it has {', '.join(sorted(outlines))}",
                field=button.name,
                value=point.panel,
            )
        if not _inside(outlines[point.panel], point):
            raise PatternError(
                f"button '{button.name}' isn't on panel '{point.panel}' but beside it, at "
                f"{np.asarray(point.at).tolist()} m",
                field=button.name,
                value=np.asarray(point.at).tolist(),
            )


def _inside(points: Floats, point: PanelPoint) -> bool:
    """Tell whether a point lies in a closed outline (crossing number)."""
    at = np.asarray(point.at, np.float64)
    if at.shape != (2,) or not np.isfinite(at).all():
        return False
    a, b = points, np.roll(points, -1, axis=0)
    spans = (a[:, 1] > at[1]) != (b[:, 1] > at[1])
    a, b = a[spans], b[spans]
    reach = a[:, 0] + (at[1] - a[:, 1]) / (b[:, 1] - a[:, 1]) * (b[:, 0] - a[:, 0])
    return bool(np.count_nonzero(reach > at[0]) % 2)
