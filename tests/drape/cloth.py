"""Plain cloths and bodies with closed forms, for the tests of the simulation."""

from __future__ import annotations

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.drape.links import Links
from fittingroom.drape.model import DrapeModel, model_from_triangles
from fittingroom.geometry.distance import DistanceField


def rectangle(width: float, height: float, spacing: float) -> tuple[Floats, Ints]:
    """A rectangle of alternating right triangles: points (point, 2) and triangles."""
    columns, rows = round(width / spacing) + 1, round(height / spacing) + 1
    x, y = np.meshgrid(np.linspace(0, width, columns), np.linspace(0, height, rows), indexing="ij")
    triangles = []
    for i in range(columns - 1):
        for j in range(rows - 1):
            a, b = i * rows + j, (i + 1) * rows + j
            corners = [a, b, b + 1, a + 1]
            split = [(0, 1, 2), (0, 2, 3)] if (i + j) % 2 else [(0, 1, 3), (1, 2, 3)]
            triangles += [[corners[k] for k in face] for face in split]
    return np.column_stack([x.ravel(), y.ravel()]), np.array(triangles)


def model(
    points: Floats,
    triangles: Ints,
    *,
    vertex: Ints | None = None,
    stiffness: tuple[float, float, float] = (500.0, 300.0, 100.0),
    rigidity: tuple[float, float, float] = (2e-5, 1e-5, 7e-6),
    density: float = 0.2,
    offset: float = 0.002,
    friction: float = 0.0,
    links: Links | None = None,
) -> DrapeModel:
    """A model of one even cloth; `vertex` merges points."""
    count = len(triangles)
    return model_from_triangles(
        triangles if vertex is None else vertex[triangles],
        points[triangles],
        stiffness=np.tile(stiffness, (count, 1)),
        rigidity=np.tile(rigidity, (count, 1)),
        density=np.full(count, density),
        offset=np.full(count, offset),
        friction=np.full(count, friction),
        links=links,
    )


def nowhere() -> DistanceField:
    """A body too far away to touch."""
    return DistanceField(np.full((2, 2, 2), 9.0, np.float32), np.zeros(3), 1.0)


def half_space(slope: float, size: float = 2.0, cell: float = 0.05) -> DistanceField:
    """Everything below a plane through the origin that falls towards +x by `slope` [rad]."""
    axis = np.arange(-size, size + cell, cell)
    x, y, _ = np.meshgrid(axis, axis, axis, indexing="ij")
    values = np.sin(slope) * x + np.cos(slope) * y
    return DistanceField(values.astype(np.float32), np.full(3, -size), cell)


def cylinder(radius: float, cell: float, half_width: float, half_length: float) -> DistanceField:
    """A cylinder round the y axis."""
    across = np.arange(-half_width, half_width + cell, cell)
    along = np.arange(-half_length, half_length + cell, cell)
    x, _, z = np.meshgrid(across, along, across, indexing="ij")
    values = np.hypot(x, z) - radius
    origin = np.array([-half_width, -half_length, -half_width])
    return DistanceField(values.astype(np.float32), origin, cell)


def sphere(radius: float, cell: float, half_width: float) -> DistanceField:
    """A sphere round the origin."""
    axis = np.arange(-half_width, half_width + cell, cell)
    x, y, z = np.meshgrid(axis, axis, axis, indexing="ij")
    values = np.sqrt(x**2 + y**2 + z**2) - radius
    return DistanceField(values.astype(np.float32), np.full(3, -half_width), cell)
