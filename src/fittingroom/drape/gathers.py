"""Where a seam or an elastic gathers: the row of cloth along it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from fittingroom.drape.links import SewnCloth, edge_vertices
from fittingroom.garment.drafting import length
from fittingroom.garment.pattern import EdgeRef, Pattern
from fittingroom.garment.pleating import pleat_course
from fittingroom.garment.tape import panel_number

_GATHERS = 1.25  # times as long a side is gathered; less is ease, or a rib stretched on to its edge


def gathered_triangles(cloth: SewnCloth, pattern: Pattern) -> NDArray[np.bool_]:
    """Tell which triangles touch a gathered edge.

    It can't lie in folds smaller than the mesh: it would be pushed together instead, and push the
    shorter side of its seam apart or its elastic off the body.

    Returns:
        Shape (triangle,).
    """
    found = np.zeros(len(cloth.panel), bool)
    for side in gathered_sides(pattern):
        for ref in side:
            number = panel_number(pattern, ref.panel)
            row = np.isin(cloth.triangles, edge_vertices(cloth, pattern, ref)[0])
            found |= (cloth.panel == number) & (row.any(axis=1))
    return found


def gathered_sides(pattern: Pattern) -> list[tuple[EdgeRef, ...]]:
    """Return the longer side of every seam that gathers, and the run of every such elastic."""
    lengths = {
        (panel.name, edge.name): length(edge.points)
        for panel in pattern.panels
        for edge in panel.edges
    }
    found = []
    for seam in pattern.seams:
        a, b = (sum(lengths[ref.panel, ref.edge] for ref in side) for side in (seam.a, seam.b))
        a = float(pleat_course(seam, a).seam[-1])
        if max(a, b) > _GATHERS * min(a, b):
            found.append(seam.a if a > b else seam.b)
    for elastic in pattern.elastics:
        if sum(lengths[ref.panel, ref.edge] for ref in elastic.edges) > _GATHERS * elastic.relaxed:
            found.append(elastic.edges)
    return found
