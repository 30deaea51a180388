"""Cut panels into triangles and sew them: pattern in, `ClothMesh` out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.drape.sewing import EdgeKey, check_seams, match_seam, merge
from fittingroom.drape.triangulation import fill, signed_area
from fittingroom.errors import PatternError
from fittingroom.garment.pattern import Panel, Pattern

_LEAST_AREA = 1e-4  # [m²] a panel below 1 cm² is a mistake
_COUNT_TOLERANCE = 0.06  # of the wanted vertex count


@dataclass(frozen=True, slots=True, eq=False)
class ClothMesh:
    """A pattern as triangles, sewn: a vertex may be several points of the panels.

    Args:
        points: all points of all panels in their panel's plane [m], shape (point, 2).
        point_panel: panel of each point, shape (point,).
        vertex: sewn vertex of each point, shape (point,).
        point_triangles: triangles as points, counter-clockwise in the plane, shape (triangle, 3).
        panel: panel of each triangle, shape (triangle,).
        spacing: distance of neighbouring points [m].
        sewn: pairs of points that a seam joins, shape (pair, 2).
        sewn_by: seam of each pair, shape (pair,).
    """

    points: Floats
    point_panel: Ints
    vertex: Ints
    point_triangles: Ints
    panel: Ints
    spacing: float
    sewn: Ints
    sewn_by: Ints

    @property
    def vertex_count(self) -> int:
        """How many sewn vertices there are."""
        return int(self.vertex.max()) + 1

    @property
    def triangles(self) -> Ints:
        """Triangles as sewn vertices, shape (triangle, 3)."""
        return np.asarray(self.vertex[self.point_triangles])

    @property
    def pattern_points(self) -> Floats:
        """Place of each triangle corner in its panel's plane [m], shape (triangle, 3, 2)."""
        return np.asarray(self.points[self.point_triangles])


def mesh_pattern(pattern: Pattern, *, vertices: int) -> ClothMesh:
    """Triangulate all panels with about `vertices` sewn vertices of equal spacing.

    Raises:
        PatternError: a panel is empty, open or crosses itself; a seam names what isn't there.
    """
    check_seams(pattern)
    area = sum(_area(panel) for panel in pattern.panels)
    spacing = float(np.sqrt(area * 2 / np.sqrt(3) / vertices))
    mesh = mesh_with_spacing(pattern, spacing)
    for _ in range(3):
        ratio = mesh.vertex_count / vertices
        if abs(ratio - 1) < _COUNT_TOLERANCE:
            break
        spacing *= float(np.sqrt(ratio))
        mesh = mesh_with_spacing(pattern, spacing)
    return mesh


def mesh_with_spacing(pattern: Pattern, spacing: float) -> ClothMesh:
    """Triangulate all panels with points `spacing` [m] apart and sew them."""
    lengths = {
        (panel.name, edge.name): float(np.linalg.norm(np.diff(edge.points, axis=0), axis=1).sum())
        for panel in pattern.panels
        for edge in panel.edges
    }
    seams = [match_seam(seam, lengths, spacing) for seam in pattern.seams]
    shares = {
        key: np.linspace(0, 1, max(1, round(length / spacing)) + 1)
        for key, length in lengths.items()
    }
    for seam in seams:
        shares |= seam.shares
    points: list[Floats] = []
    triangles: list[Ints] = []
    on_edge: dict[EdgeKey, Ints] = {}
    start = 0
    for panel in pattern.panels:
        outline, numbers = _outline(panel, shares)
        inside, faces = fill(outline, spacing, name=panel.name)
        points.append(np.vstack([outline, inside]))
        triangles.append(faces + start)
        on_edge |= {key: number + start for key, number in numbers.items()}
        start += len(points[-1])
    pairs: list[tuple[int, int]] = []
    by: list[int] = []
    for number, seam in enumerate(seams):
        first: dict[int, int] = {}
        for key, nodes in seam.nodes.items():
            for node, point in zip(nodes.tolist(), on_edge[key].tolist(), strict=True):
                pairs.append((first.setdefault(node, point), point))
                by.append(number)
    vertex, flat = merge(start, pairs), np.vstack(points)
    owner = np.repeat(np.arange(len(points)), [len(t) for t in triangles])
    return ClothMesh(
        points=flat,
        point_panel=np.repeat(np.arange(len(points)), [len(p) for p in points]),
        vertex=vertex,
        point_triangles=_without_collapsed(flat, np.vstack(triangles), vertex, owner, pattern),
        panel=owner,
        spacing=spacing,
        sewn=np.array(pairs, np.int64).reshape(-1, 2),
        sewn_by=np.array(by, np.int64),
    )


def _without_collapsed(
    points: Floats, faces: Ints, vertex: Ints, panel: Ints, pattern: Pattern
) -> Ints:
    """Turn the side of every triangle two corners of which are sewn together, as in a bag's corner.

    Raises:
        PatternError: the panel has no other triangle there.
    """
    turned = faces.copy()
    for number in np.flatnonzero(_collapsed(vertex[faces])):
        ways = [np.roll(turned[number], -k).tolist() for k in range(3)]
        one, other, corner = next((w for w in ways if vertex[w[0]] == vertex[w[1]]), (-1, -1, -1))
        beside = np.flatnonzero(np.isin(turned, (one, other)).sum(axis=1) == 2)
        beside = beside[beside != number]
        if len(beside):  # and it wasn't turned with its neighbour
            (far,) = set(turned[beside[0]].tolist()) - {one, other}
            turned[number], turned[beside[0]] = (one, far, corner), (far, other, corner)
    sides = points[turned[:, 1:]] - points[turned[:, :1]]
    wrong = np.flatnonzero(_collapsed(vertex[turned]) | ~(np.linalg.det(sides) > 0))
    if len(wrong):
        name = pattern.panels[int(panel[wrong[0]])].name
        raise PatternError(
            f"panel '{name}' is sewn to itself so that a triangle of it has no room: ask for more "
            "vertices",
            field="seams",
            value=name,
        )
    return turned


def _collapsed(triangles: Ints) -> Ints:
    """Whether two corners of a triangle are one vertex, shape (triangle,)."""
    return np.asarray((triangles == np.roll(triangles, 1, axis=1)).any(axis=1))


def _outline(panel: Panel, shares: dict[EdgeKey, Floats]) -> tuple[Floats, dict[EdgeKey, Ints]]:
    """Sample the outline, each corner once; also the points' numbers along every edge."""
    pieces: list[Floats] = []
    numbers: dict[EdgeKey, Ints] = {}
    total = sum(len(shares[panel.name, edge.name]) - 1 for edge in panel.edges)
    start = 0
    for edge in panel.edges:
        share = shares[panel.name, edge.name]
        step = np.linalg.norm(np.diff(edge.points, axis=0), axis=1)
        along = np.concatenate([[0.0], np.cumsum(step)])
        at = share[:-1] * along[-1]
        pieces.append(np.column_stack([np.interp(at, along, edge.points[:, k]) for k in (0, 1)]))
        numbers[panel.name, edge.name] = (start + np.arange(len(share))) % total
        start += len(share) - 1
    return np.vstack(pieces), numbers


def _area(panel: Panel) -> float:
    """Area of a panel [m²], after checking its outline."""
    ends = [(edge.points[0], edge.points[-1]) for edge in panel.edges]
    for number, edge in enumerate(panel.edges):
        if not np.allclose(ends[number - 1][1], ends[number][0], atol=1e-6):
            raise PatternError(
                f"panel '{panel.name}' is open: edge '{edge.name}' does not begin where the one "
                "before it ended",
                field="panels",
                value=panel.name,
            )
    area = signed_area(np.vstack([edge.points[:-1] for edge in panel.edges]))
    if not area > _LEAST_AREA:
        raise PatternError(
            f"panel '{panel.name}' has an area of {area * 1e4:.2f} cm²: outlines run "
            "counter-clockwise and enclose at least 1 cm²",
            field="panels",
            value=panel.name,
        )
    return area
