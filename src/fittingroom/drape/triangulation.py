"""Fill one outline with well-shaped triangles: hexagonal lattice, Delaunay, smoothing."""

from __future__ import annotations

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.errors import PatternError

_CLEAR = 0.6  # lattice points keep this many spacings from the outline
_SMOOTHING_ROUNDS = 3
_SLIVER = 1e-4  # of the square of the spacing: below this a triangle is a line


def signed_area(outline: Floats) -> float:
    """Return the area of a closed polygon [m²], positive when counter-clockwise."""
    x, y = outline[:, 0], outline[:, 1]
    return 0.5 * float(x @ np.roll(y, -1) - y @ np.roll(x, -1))


def contains(outline: Floats, points: Floats) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Tell which points lie inside a closed polygon (crossing number)."""
    a, b = outline, np.roll(outline, -1, axis=0)
    inside = np.zeros(len(points), dtype=bool)
    for (ax, ay), (bx, by) in zip(a, b, strict=True):
        if ay == by:
            continue
        crosses = (points[:, 1] < ay) != (points[:, 1] < by)
        inside ^= crosses & (points[:, 0] < ax + (points[:, 1] - ay) * (bx - ax) / (by - ay))
    return inside


def fill(outline: Floats, spacing: float, *, name: str) -> tuple[Floats, Ints]:
    """Triangulate the inside of an outline, keeping its points and segments.

    Args:
        outline: counter-clockwise, not closed [m], shape (point, 2).
        spacing: distance of inner points [m].
        name: the panel's, for the error.

    Returns:
        Inner points [m], shape (inner, 2), and counter-clockwise triangles numbering the
        outline's points first, shape (triangle, 3).

    Raises:
        PatternError: the outline crosses itself.
    """
    inner = _lattice(outline, spacing)
    triangles = _triangulate(outline, inner, spacing)
    for _ in range(_SMOOTHING_ROUNDS if len(inner) else 0):
        inner = _smoothed(outline, inner, triangles)
        triangles = _triangulate(outline, inner, spacing)
    if len(triangles) != len(outline) - 2 + 2 * len(inner):
        # Euler: a disc with b points on its rim and i inside has b - 2 + 2i triangles
        raise PatternError(
            f"panel '{name}' can't be triangulated: does its outline cross itself?",
            field="panels",
            value=name,
        )
    return inner, triangles


def _lattice(outline: Floats, spacing: float) -> Floats:
    """Hexagonal lattice inside the outline, symmetric about the middle of its box."""
    from scipy.spatial import cKDTree

    low, high = outline.min(axis=0), outline.max(axis=0)
    middle, half = (low + high) / 2, (high - low) / 2
    row = spacing * np.sqrt(3) / 2
    row_count, column_count = int(half[1] / row) + 1, int(half[0] / spacing) + 1
    j, i = np.mgrid[-row_count : row_count + 1, -column_count : column_count + 1]
    x = middle[0] + spacing * (i + 0.5 * (j % 2))
    y = middle[1] + row * j
    nodes = np.column_stack([x.ravel(), y.ravel()])
    nodes = nodes[contains(outline, nodes)]
    if not len(nodes):
        return nodes
    ends = np.roll(outline, -1, axis=0)
    rim = np.vstack([outline + share * (ends - outline) for share in (0.0, 0.25, 0.5, 0.75)])
    return np.asarray(nodes[cKDTree(rim).query(nodes)[0] > _CLEAR * spacing])


def _triangulate(outline: Floats, inner: Floats, spacing: float) -> Ints:
    """Delaunay triangles inside the outline, every segment of it kept."""
    from scipy.spatial import Delaunay

    points = np.vstack([outline, inner])
    triangles = _counter_clockwise(points, np.asarray(Delaunay(points).simplices, np.int64))
    triangles = _with_segments(points, triangles, len(outline))
    area = _areas(points, triangles)
    kept = contains(outline, points[triangles].mean(axis=1)) & (area > _SLIVER * spacing**2)
    return np.asarray(triangles[kept])


def _with_segments(points: Floats, triangles: Ints, rim: int) -> Ints:
    """Flip edges until every segment of the outline is one (Sloan 1993)."""
    wanted = np.column_stack([np.arange(rim), (np.arange(rim) + 1) % rim])
    sides = np.vstack([triangles[:, [corner, (corner + 1) % 3]] for corner in range(3)])
    missing = wanted[~np.isin(_keys(wanted, len(points)), _keys(sides, len(points)))]
    if not len(missing):
        return triangles
    faces = triangles.tolist()
    for start, end in missing.tolist():
        for _ in range(200):
            crossing = _crossed(points, faces, start, end)
            if crossing is None or not _flip(points, faces, *crossing):
                break
    return np.array(faces)


def _crossed(
    points: Floats, faces: list[list[int]], start: int, end: int
) -> tuple[int, int] | None:
    """Two faces that share an edge crossing the segment and can be flipped."""
    owner: dict[frozenset[int], int] = {}
    for number, face in enumerate(faces):
        for corner in range(3):
            a, b = face[corner], face[corner - 2]
            if {a, b} & {start, end}:
                continue
            key = frozenset((a, b))
            if key in owner and _cross(points, a, b, start, end):
                one = owner[key]
                (p,) = set(faces[one]) - key
                (q,) = set(face) - key
                if _cross(points, a, b, p, q):
                    return one, number
            owner[key] = number
    return None


def _flip(points: Floats, faces: list[list[int]], one: int, other: int) -> bool:
    shared = set(faces[one]) & set(faces[other])
    (p,) = set(faces[one]) - shared
    (q,) = set(faces[other]) - shared
    a, b = shared
    pair = _counter_clockwise(points, np.array([[p, q, a], [p, q, b]])).tolist()
    faces[one], faces[other] = pair
    return True


def _cross(points: Floats, a: int, b: int, c: int, d: int) -> bool:
    """Tell whether segments ab and cd cross in their insides."""

    def side(i: int, j: int, k: int) -> float:
        (xi, yi), (xj, yj), (xk, yk) = points[i], points[j], points[k]
        return float((xj - xi) * (yk - yi) - (yj - yi) * (xk - xi))

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


def _keys(pairs: Ints, count: int) -> Ints:
    """One number for each unordered pair of point numbers below `count`."""
    return np.asarray(pairs.min(axis=1) * count + pairs.max(axis=1))


def _areas(points: Floats, triangles: Ints) -> Floats:
    a, b, c = (points[triangles[:, corner]] for corner in range(3))
    u, v = b - a, c - a
    return np.asarray(0.5 * (u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]))


def _counter_clockwise(points: Floats, triangles: Ints) -> Ints:
    turned = triangles.copy()
    wrong = _areas(points, triangles) < 0
    turned[wrong] = triangles[wrong][:, [0, 2, 1]]
    return turned


def _smoothed(outline: Floats, inner: Floats, triangles: Ints) -> Floats:
    """Move every inner point to the mean of its triangles' centres, weighted by their area."""
    points = np.vstack([outline, inner])
    area = _areas(points, triangles)
    centre = points[triangles].mean(axis=1)
    weight = np.bincount(triangles.ravel(), np.repeat(area, 3), len(points))
    mean = (
        np.column_stack(
            [
                np.bincount(triangles.ravel(), np.repeat(area * centre[:, k], 3), len(points))
                for k in (0, 1)
            ]
        )
        / np.where(weight > 0, weight, 1.0)[:, None]
    )
    return np.asarray(mean[len(outline) :])
