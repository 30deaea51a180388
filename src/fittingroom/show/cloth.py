"""A drape as cloth: right side, wrong side, thick edges, seams and hem stitching."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from fittingroom.arrays import Floats, Ints
from fittingroom.drape.drape import Drape
from fittingroom.geometry.mesh import vertex_normals
from fittingroom.show.edging import Edges, find_edges
from fittingroom.show.images import linear_from_srgb, srgb_from_linear
from fittingroom.show.look import Look
from fittingroom.show.part import Material, Part
from fittingroom.show.stitching import line_parts
from fittingroom.show.surface import Surface, joined, split_corners
from fittingroom.show.weaves import tile, weave

LEAST_CLEARANCE = 1.0e-3  # [m] between skin and the shown cloth: half a cloth, half a mesh's sag
MOST_LIFT = 2.5e-3  # [m]
LEAST_THICKNESS = 0.9e-3  # [m]: a hem is folded cloth, twice to three times one layer
WRONG_SIDE_RINGS = 14  # triangles from an open edge to where nobody looks in
WRONG_SIDE_SHADE = 0.55  # light of the wrong side against the right one
Bools = NDArray[np.bool_]


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
    parts += line_parts(look, points, normals, edges, appearance.colour)
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
