"""From the last state to the noun: strain, pressure, gap, bending and how it ended."""

from __future__ import annotations

import numpy as np

from fittingroom.arrays import Floats, Ints, frozen
from fittingroom.body.body import Body
from fittingroom.drape.drape import Drape, Settling
from fittingroom.drape.fields import at_vertices, cloth_fields
from fittingroom.drape.meshing import ClothMesh
from fittingroom.drape.model import DrapeModel
from fittingroom.garment.pattern import Pattern
from fittingroom.geometry.distance import MeshDistance


def edge_strain(positions: Floats, triangles: Ints, pattern_points: Floats) -> Floats:
    """Return the strain of every side of every triangle, shape (3 * triangle,)."""
    worn, cut = positions[triangles], pattern_points
    lengths = [
        np.linalg.norm(points - np.roll(points, -1, axis=1), axis=2) for points in (worn, cut)
    ]
    return np.asarray((lengths[0] / lengths[1] - 1.0).ravel())


def finish_drape(
    body: Body,
    pattern: Pattern,
    mesh: ClothMesh,
    model: DrapeModel,
    positions: Floats,
    press: Floats,
    surface: MeshDistance,
    *,
    settled: bool,
    speed: float,
    seconds: float,
) -> Drape:
    """Measure the last state and freeze it."""
    triangles = mesh.triangles
    gap = surface.signed(positions)[0]
    centre_gap = surface.signed(positions[triangles].mean(axis=1))[0]
    strain = edge_strain(positions, triangles, mesh.pattern_points)
    felt = cloth_fields(positions, model)

    def spread(values: Floats) -> Floats:
        return frozen(at_vertices(values, triangles, model.area, len(positions)))

    return Drape(
        body=body,
        pattern=pattern,
        vertices=frozen(positions),
        triangles=frozen(triangles, np.int64),
        pattern_points=frozen(mesh.pattern_points),
        panel=frozen(mesh.panel, np.int64),
        strain=frozen(felt.strain),
        pressure=frozen(press / worn_area(positions, triangles)),
        gap=frozen(gap),
        strain_warp=spread(felt.strain[:, 0]),
        strain_weft=spread(felt.strain[:, 1]),
        shear=spread(felt.shear),
        bending=spread(felt.bending),
        settling=Settling(
            seconds=seconds,
            settled=settled,
            speed=speed,
            penetration=max(0.0, -float(gap.min()), -float(centre_gap.min())),
            seam_gap=0.0,  # sewn points are one vertex
            strain_mean=float(np.abs(strain).mean()),
            strain_max=float(strain.max()),
        ),
    )


def worn_area(positions: Floats, triangles: Ints) -> Floats:
    """Return the area of cloth that belongs to each vertex as it hangs [m²]."""
    a, b, c = (positions[triangles[:, corner]] for corner in range(3))
    area = 0.5 * np.linalg.norm(np.cross(b - a, c - a), axis=1)
    spread = np.repeat(area / 3, 3)
    return np.asarray(np.bincount(triangles.ravel(), spread, len(positions)))
