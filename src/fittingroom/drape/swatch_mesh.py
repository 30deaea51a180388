"""Cut a swatch into triangles, and put it where it begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.drape.meshing import ClothMesh
from fittingroom.drape.swatch import Swatch
from fittingroom.drape.triangulation import fill

_GHOST = 0.25  # of an edge: a row this far behind a clamped rim keeps its direction


@dataclass(frozen=True, slots=True)
class SwatchMesh:
    """A swatch as triangles, behind its clamped rims a row of ghosts that only the engine sees.

    Args:
        points: [m], shape (point, 2); where a tube is sewn, two points are one vertex.
        vertex: of each point, shape (point,).
        triangles: points, counter-clockwise, those of ghosts last, shape (triangle, 3).
        own_triangles: how many are the swatch's own.
        own_vertices: how many vertices are; ghosts are numbered last.
        rims: name to its points in order, shape (point,).
        held: vertices that never move, shape (vertex,).
    """

    points: Floats
    vertex: Ints
    triangles: Ints
    own_triangles: int
    own_vertices: int
    rims: Mapping[str, Ints]
    held: Ints

    def as_cloth(self) -> ClothMesh:
        """Return the same as a pattern of one panel."""
        none = np.zeros(0, np.int64)
        return ClothMesh(
            points=self.points,
            point_panel=np.zeros(len(self.points), np.int64),
            vertex=self.vertex,
            point_triangles=self.triangles,
            panel=np.zeros(len(self.triangles), np.int64),
            spacing=0.0,
            sewn=none.reshape(0, 2),
            sewn_by=none,
        )


def mesh_swatch(swatch: Swatch) -> SwatchMesh:
    """Triangulate a swatch."""
    points, triangles, rims = _disc(swatch) if swatch.shape == "disc" else _rectangle(swatch)
    count = own_vertices = len(points)
    vertex = np.arange(count)
    if swatch.shape == "tube":
        vertex[rims["right"]] = rims["left"][::-1]
        vertex = np.unique(vertex, return_inverse=True)[1].reshape(-1)
        own_vertices = int(vertex.max()) + 1
    held = _held(swatch, points, rims)
    cut = len(triangles)
    for name in swatch.clamped:
        rim = rims.get(name)
        if rim is None:
            continue
        ghosts, faces = _ghosts(points, rim, _GHOST * swatch.spacing, len(points))
        points, triangles = np.vstack([points, ghosts]), np.vstack([triangles, faces])
        number = np.arange(len(ghosts))
        if swatch.shape == "tube":
            number %= len(ghosts) - 1
        vertex = np.concatenate([vertex, vertex.max() + 1 + number])
    of_vertex = np.zeros(int(vertex.max()) + 1, bool)
    of_vertex[vertex[held]] = True
    of_vertex[own_vertices:] = True
    return SwatchMesh(points, vertex, triangles, cut, own_vertices, rims, of_vertex)


def placed(swatch: Swatch, points: Floats) -> Floats:
    """Put points of the swatch's plane where it begins [m], shape (point, 3)."""
    if callable(swatch.start):
        return np.array(swatch.start(points), dtype=np.float64)
    disc = swatch.shape == "disc"
    x = points[:, 0] - (0.0 if disc else swatch.width / 2)
    y = points[:, 1] - (0.0 if disc else swatch.length)
    if swatch.start == "round":
        radius = swatch.start_radius or swatch.width / (2 * np.pi)
        angle = 2 * np.pi * points[:, 0] / swatch.width
        up = points[:, 1] - swatch.length / 2
        return np.column_stack([radius * np.sin(angle), up, radius * np.cos(angle)])
    flat = np.zeros(len(points))
    return np.column_stack([x, y, flat] if swatch.start == "hanging" else [x, flat, -y])


def _rectangle(swatch: Swatch) -> tuple[Floats, Ints, dict[str, Ints]]:
    """Points, triangles and rims, counter-clockwise from the lower left corner."""
    w, h = swatch.width, swatch.length
    corners = np.array([[0, 0], [w, 0], [w, h], [0, h]], dtype=float)
    counts = [max(1, round(side / swatch.spacing)) for side in (w, h, w, h)]
    share = [np.arange(n)[:, None] / n for n in counts]
    ends = np.roll(corners, -1, axis=0)
    outline = np.vstack([a + s * (b - a) for a, b, s in zip(corners, ends, share, strict=True)])
    first = np.concatenate([[0], np.cumsum(counts)])
    inner, triangles = fill(outline, swatch.spacing, name="swatch")
    rims = {
        name: np.arange(first[k], first[k + 1] + 1) % len(outline)
        for k, name in enumerate(("bottom", "right", "top", "left"))
    }
    return np.vstack([outline, inner]), triangles, rims


def _disc(swatch: Swatch) -> tuple[Floats, Ints, dict[str, Ints]]:
    """Rings of points; what a round support holds is left out."""
    from scipy.spatial import Delaunay

    radius, spacing = swatch.width / 2, swatch.spacing
    inner = swatch.support if "middle" in swatch.clamped else 0.0
    rings = inner + (radius - inner) * np.linspace(0, 1, round((radius - inner) / spacing) + 1)
    pieces: list[Floats] = []
    rims: dict[str, Ints] = {}
    start = 0
    for number, ring in enumerate(rings):
        count = max(1, round(2 * np.pi * ring / spacing))
        angle = 2 * np.pi * (np.arange(count) + 0.5 * (number % 2)) / count
        pieces.append(ring * np.column_stack([np.cos(angle), np.sin(angle)]))
        rim = np.append(np.arange(count), 0) + start
        rims |= {"middle": rim} if number == 0 else {"rim": rim}
        start += count
    points = np.vstack(pieces)
    triangles = np.asarray(Delaunay(points).simplices, np.int64)
    hole = len(pieces[0]) if inner > 0 else 0
    triangles = triangles[(triangles >= hole).any(axis=1)]
    a, b, c = (points[triangles[:, k]] for k in range(3))
    u, v = b - a, c - a
    turned = u[:, 0] * v[:, 1] < u[:, 1] * v[:, 0]
    triangles[turned] = triangles[turned][:, [0, 2, 1]]
    if hole:
        rims["middle"] = rims["middle"][::-1]  # the cloth lies to the left of every rim
    return points, triangles, rims if hole else {"rim": rims["rim"]}


def _held(swatch: Swatch, points: Floats, rims: Mapping[str, Ints]) -> Ints:
    held = [rims[name] for name in swatch.clamped if name in rims]
    if "middle" in swatch.clamped and "middle" not in rims:
        middle = np.zeros(2) if swatch.shape == "disc" else points.max(axis=0) / 2
        distance = np.linalg.norm(points - middle, axis=1)
        held.append(np.array([distance.argmin()]))
    return np.concatenate(held) if held else np.zeros(0, np.int64)


def _ghosts(points: Floats, rim: Ints, behind: float, start: int) -> tuple[Floats, Ints]:
    """A row of points behind a rim, to the right of its way, and the triangles between."""
    line = points[rim]
    along = np.gradient(line, axis=0)
    number = start + np.arange(len(line))
    if rim[0] == rim[-1]:
        along[[0, -1]] = line[1] - line[-2]
        number[-1] = start
    right = np.column_stack([along[:, 1], -along[:, 0]])
    row = line + behind * right / np.linalg.norm(right, axis=1, keepdims=True)
    one, other, here, there = rim[:-1], rim[1:], number[:-1], number[1:]
    faces = np.vstack([np.column_stack([here, there, one]), np.column_stack([there, other, one])])
    return row[: len(np.unique(number))], faces
