"""Seams as grooves and hems as rows of stitches, laid on the cloth."""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from fittingroom.arrays import Floats, Ints
from fittingroom.drape.drape import Drape
from fittingroom.garment.pattern import Panel, Pattern
from fittingroom.show.edging import Edges
from fittingroom.show.images import Pixels, linear_from_srgb, srgb_from_linear
from fittingroom.show.look import Look
from fittingroom.show.part import Material, Part, plain_colour
from fittingroom.show.ribbons import contour, ribbon
from fittingroom.show.surface import Surface, joined

SEAM_WIDTH, SEAM_LIFT, SEAM_SHADE = 1.6e-3, 0.15e-3, 0.5
STITCH_WIDTH, STITCH_LIFT, STITCH_LENGTH = 1.3e-3, 0.2e-3, 3.0e-3
HEM_DEPTH, TWIN_NEEDLE, EDGE_DEPTH = 20e-3, 4e-3, 6e-3
BAND = 0.07  # [m]: a narrower panel is a band, and a band has no hem
KNITS = ("jersey", "rib")


def line_parts(
    look: Look,
    points: Floats,
    normals: Floats,
    edges: Edges,
    colour: tuple[float, float, float],
) -> list[Part]:
    """Return the grooves of all seams and the stitches of all hems, where there are any.

    Args:
        look: who wears what.
        points: the shown cloth's vertices [m], shape (vertex, 3).
        normals: shape (vertex, 3).
        edges: of the sewn mesh.
        colour: sRGB of the cloth.
    """
    light = linear_from_srgb(colour)
    parts = []
    if len(edges.seams):
        groove = ribbon(
            points,
            normals,
            edges.seams,
            np.zeros((len(edges.seams), 2)),
            np.arange(len(points)),
            width=SEAM_WIDTH,
            lift=SEAM_LIFT,
        )
        shade = plain_colour(srgb_from_linear(light * SEAM_SHADE))
        parts.append(Part(groove, Material("seam", shade, None, 0.95, 0.1)))
    rows = [row for row in _hem_rows(look, points, normals) if len(row.triangles)]
    if rows:
        stitch = Material("stitching", _stitch_picture(light), None, 0.9, 0.15)
        parts.append(Part(joined(tuple(rows)), stitch))
    return parts


def _hem_rows(look: Look, points: Floats, normals: Floats) -> list[Surface]:
    drape = look.drape
    knit = look.garment.appearance.weave in KNITS
    rows = []
    for number, panel in enumerate(drape.pattern.panels):
        mine = np.flatnonzero(drape.panel == number)
        for hem in (True, False):
            line = _finished_edges(drape.pattern, panel, hem=hem)
            if not len(mine) or line is None or _is_band(panel):
                continue
            distance = cKDTree(line).query(drape.pattern_points[mine].reshape(-1, 2))[0]
            depth = HEM_DEPTH if hem else EDGE_DEPTH
            for level in (depth, depth + TWIN_NEEDLE) if knit and hem else (depth,):
                rows.append(_row(drape, mine, distance.reshape(-1, 3), level, points, normals))
    return rows


def _row(
    drape: Drape, mine: Ints, distance: Floats, level: float, points: Floats, normals: Floats
) -> Surface:
    """Return a row of stitches at `level` metres from a panel's edge."""
    triangles = drape.triangles[mine]
    pairs, share, which = contour(triangles, distance, level)
    vertex = triangles[which[:, None, None], pairs]  # crossing, side, end
    weight = np.stack([1.0 - share, share], axis=-1)[..., None]
    place = (points[vertex] * weight).sum(2).reshape(-1, 3)
    normal = (normals[vertex] * weight).sum(2).reshape(-1, 3)
    flat = (drape.pattern_points[mine][which[:, None, None], pairs] * weight).sum(2)
    nearest = np.where(share < 0.5, vertex[:, :, 0], vertex[:, :, 1]).reshape(-1)
    keys = np.sort(vertex.reshape(-1, 2), axis=1)
    _, first, number = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    return ribbon(
        place[first],
        normal[first],
        number.reshape(-1, 2),
        flat[:, :, 0] / STITCH_LENGTH,
        nearest[first],
        width=STITCH_WIDTH,
        lift=STITCH_LIFT,
    )


def _finished_edges(pattern: Pattern, panel: Panel, *, hem: bool) -> Floats | None:
    """Return points every 2 mm along a panel's unsewn edges: its hems, or all others."""
    sewn = {(ref.panel, ref.edge) for seam in pattern.seams for ref in (*seam.a, *seam.b)}
    lines = [
        _dense(edge.points)
        for edge in panel.edges
        if (panel.name, edge.name) not in sewn and _is_hem(edge.name) == hem
    ]
    return np.concatenate(lines) if lines else None


def _is_hem(name: str) -> bool:
    return any(word in name for word in ("hem", "cuff", "bottom"))


def _is_band(panel: Panel) -> bool:
    outline = np.concatenate([edge.points for edge in panel.edges])
    return bool(np.ptp(outline, axis=0).min() < BAND)


def _dense(line: Floats) -> Floats:
    length = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    where = np.linspace(0.0, length[-1], max(2, int(length[-1] / 2e-3)))
    return np.column_stack([np.interp(where, length, line[:, axis]) for axis in range(2)])


def _stitch_picture(light: Floats) -> Pixels:
    """Return one stitch and the gap after it, u along the row."""
    u, v = np.meshgrid((np.arange(32) + 0.5) / 32, (np.arange(16) + 0.5) / 16)
    thread = np.clip(1.0 - ((u - 0.5) / 0.4) ** 4 - ((v - 0.5) / 0.3) ** 2, 0.0, 1.0)[..., None]
    mixed = light * 0.45 * (1.0 - thread) + (light * 1.1 + 0.03) * thread
    return np.rint(srgb_from_linear(mixed) * 255).astype(np.uint8)
