"""A drape as cloth: right side, wrong side, thick edges, seams and hem stitching."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from fittingroom.arrays import Floats, Ints
from fittingroom.drape.drape import Drape
from fittingroom.garment.pattern import Panel, Pattern
from fittingroom.geometry.mesh import vertex_normals
from fittingroom.show.edging import Edges, find_edges
from fittingroom.show.images import Pixels, linear_from_srgb, srgb_from_linear
from fittingroom.show.look import Look
from fittingroom.show.part import Material, Part, plain_colour
from fittingroom.show.ribbons import contour, ribbon
from fittingroom.show.surface import Surface, joined, split_corners
from fittingroom.show.weaves import tile, weave

LEAST_CLEARANCE = 1.0e-3  # [m] between skin and the shown cloth: half a cloth, half a mesh's sag
MOST_LIFT = 2.5e-3  # [m]
LEAST_THICKNESS = 0.9e-3  # [m]: a hem is folded cloth, twice to three times one layer
WRONG_SIDE_RINGS = 14  # triangles from an open edge to where nobody looks in
WRONG_SIDE_SHADE = 0.55  # light of the wrong side against the right one
SEAM_WIDTH, SEAM_LIFT, SEAM_SHADE = 1.6e-3, 0.15e-3, 0.5
STITCH_WIDTH, STITCH_LIFT, STITCH_LENGTH = 1.3e-3, 0.2e-3, 3.0e-3
HEM_DEPTH, TWIN_NEEDLE, EDGE_DEPTH = 20e-3, 4e-3, 6e-3
BAND = 0.07  # [m]: a narrower panel is a band, and a band has no hem
Bools = NDArray[np.bool_]
KNITS = ("jersey", "rib")


def cloth_parts(look: Look) -> tuple[Part, ...]:
    """Return the garment as parts; every surface's `origin` counts the drape's vertices."""
    drape, appearance = look.drape, look.garment.appearance
    normals = vertex_normals(drape.vertices, drape.triangles)
    points = shown_positions(drape, normals)
    edges = find_edges(drape.triangles, drape.pattern_points, drape.panel)
    parts = []
    for cloth, (name, colour) in _cloths(look).items():
        mine = np.flatnonzero(
            [drape.pattern.panels[number].cloth == cloth for number in drape.panel.tolist()]
        )
        if len(mine):
            parts += _one_cloth(look, points, normals, edges, mine, cloth, name, colour)
    parts += _lines(look, points, normals, edges, appearance.colour)
    return tuple(parts)


def shown_positions(drape: Drape, normals: Floats) -> Floats:
    """Return the drape's vertices, lifted where skin would show through between two of them."""
    lift = np.clip(LEAST_CLEARANCE - drape.gap, 0.0, MOST_LIFT)
    shown: Floats = drape.vertices + lift[:, None] * normals
    return shown


def _cloths(look: Look) -> dict[str, tuple[str, tuple[float, float, float]]]:
    """Return weave and colour of each cloth."""
    appearance = look.garment.appearance
    trim = look.garment.fabrics.get("trim")
    trim_weave = "rib" if trim is not None and "rib" in trim.name else appearance.weave
    return {
        "shell": (appearance.weave, appearance.colour),
        "trim": (trim_weave, appearance.trim_colour or appearance.colour),
    }


def _one_cloth(
    look: Look,
    points: Floats,
    normals: Floats,
    edges: Edges,
    mine: Ints,
    cloth: str,
    name: str,
    colour: tuple[float, float, float],
) -> list[Part]:
    drape, kind, picture = look.drape, weave(name), tile(name, colour)
    triangles = drape.triangles[mine]
    tiles = drape.pattern_points[mine] / np.asarray(picture.size)
    right = split_corners(points, normals, triangles, tiles)
    thickness = max(look.garment.fabrics["shell"].thickness, LEAST_THICKNESS)
    own = np.isin(edges.open_triangle, mine)
    wall = _wall(points, normals, edges, own, drape, np.asarray(picture.size), thickness)
    material = Material(
        cloth,
        picture.colour,
        picture.normal,
        kind.roughness,
        kind.specular,
        kind.sheen,
        kind.anisotropy,
        unevenness=kind.unevenness,
    )
    parts = [Part(joined((right, wall)), material)]
    inside = _near_open_edge(drape.triangles, edges, len(points))[mine]
    if inside.any():
        shade = srgb_from_linear(linear_from_srgb(picture.colour / 255.0) * WRONG_SIDE_SHADE)
        back = split_corners(
            points - thickness * normals,
            -normals,
            triangles[inside][:, ::-1],
            tiles[inside][:, ::-1],
        )
        dark = np.rint(shade * 255).astype(np.uint8)
        wrong = Material(f"{cloth} wrong side", dark, None, 0.95, 0.1, 0.1, kind=3)
        parts.append(Part(back, wrong))
    return parts


def _wall(
    points: Floats,
    normals: Floats,
    edges: Edges,
    own: Bools,
    drape: Drape,
    tile_size: Floats,
    thickness: float,
) -> Surface:
    """Return the cut face of the cloth along its open edges, rounded by its normals."""
    pairs, triangle = edges.open[own], edges.open_triangle[own]
    outward = np.zeros_like(points)
    along = points[pairs[:, 1]] - points[pairs[:, 0]]
    for end in range(2):
        np.add.at(outward, pairs[:, end], np.cross(along, normals[pairs[:, end]]))
    outward /= np.maximum(np.linalg.norm(outward, axis=1, keepdims=True), 1e-12)
    corner = [
        np.argmax(drape.triangles[triangle] == pairs[:, end : end + 1], axis=1) for end in range(2)
    ]
    rows = [(0.0, 0.0, 1.0), (0.5, 0.35, 0.15), (1.0, 0.0, -1.0)]
    position, normal, uv, origin = [], [], [], []
    for depth, bulge, lean in rows:
        for end in range(2):
            here = pairs[:, end]
            position.append(
                points[here] + thickness * (bulge * outward[here] - depth * normals[here])
            )
            tilted = outward[here] + lean * normals[here]
            normal.append(tilted / np.linalg.norm(tilted, axis=1, keepdims=True))
            uv.append(drape.pattern_points[triangle, corner[end]] / tile_size)
            origin.append(here)
    count, row = len(pairs), np.arange(len(pairs))
    faces = []
    for step in range(2):
        a, b = row + 2 * step * count, row + (2 * step + 1) * count
        c, d = row + (2 * step + 2) * count, row + (2 * step + 3) * count
        faces += [np.column_stack([b, a, c]), np.column_stack([b, c, d])]
    return Surface(
        np.concatenate(position),
        np.concatenate(normal),
        np.concatenate(uv),
        np.concatenate(faces),
        np.concatenate(origin),
    )


def _near_open_edge(triangles: Ints, edges: Edges, count: int) -> Bools:
    """Return whether each triangle lies within a few triangles of an open edge."""
    near = np.zeros(count, bool)
    near[edges.open.reshape(-1)] = True
    for _ in range(WRONG_SIDE_RINGS):
        near[triangles[near[triangles].any(1)].reshape(-1)] = True
    inside: Bools = np.all(near[triangles], axis=1)
    return inside


def _lines(
    look: Look,
    points: Floats,
    normals: Floats,
    edges: Edges,
    colour: tuple[float, float, float],
) -> list[Part]:
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
