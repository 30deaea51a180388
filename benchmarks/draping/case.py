"""The one case that every solver is measured on: the catalogue's T-shirt, put on a woman."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fittingroom.body.body import Body
from fittingroom.body.making import make_body
from fittingroom.drape.easing import easy_fabrics
from fittingroom.drape.meshing import ClothMesh, mesh_pattern
from fittingroom.drape.model import DrapeModel, build_model
from fittingroom.drape.putting_on import put_on
from fittingroom.drape.refining import refinement
from fittingroom.drape.result import edge_strain
from fittingroom.garment.catalogue import catalogue
from fittingroom.garment.cutting import cut
from fittingroom.garment.fabric import Fabric
from fittingroom.garment.pattern import Cloth, Pattern
from fittingroom.geometry.distance import MeshDistance
from fittingroom.person.reading import read_person

COARSE = 1300  # vertices while it is put on


@dataclass(frozen=True)
class Case:
    """A garment and who wears it."""

    body: Body
    pattern: Pattern
    fabrics: dict[Cloth, Fabric]


def tee_case() -> Case:
    """Return the T-shirt M on a woman of 168 cm and 62 kg."""
    tee = catalogue["classic-tee"]
    body = make_body(read_person({"sex": "female", "height_cm": 168, "weight_kg": 62}))
    return Case(body, cut(tee, "M"), dict(tee.fabrics))


def put_on_mesh(case: Case, vertices: int) -> tuple[ClothMesh, DrapeModel, np.ndarray]:
    """Mesh and model of the asked size, and where its vertices are once it is put on [m]."""
    coarse = mesh_pattern(case.pattern, vertices=COARSE)
    easy = build_model(coarse, case.pattern, easy_fabrics(case.fabrics))
    positions = np.zeros(0)
    for _, placed in put_on(coarse, easy, case.pattern, case.body):
        positions = placed
    mesh = mesh_pattern(case.pattern, vertices=vertices)
    model = build_model(mesh, case.pattern, case.fabrics)
    return mesh, model, refinement(coarse, mesh) @ positions


def save_case(case: Case, vertices: int, path: Path) -> ClothMesh:
    """Write what another solver needs to drape the same, and return the mesh."""
    mesh, model, start = put_on_mesh(case, vertices)
    shell = case.fabrics[case.pattern.panels[0].cloth]
    np.savez(
        path,
        start=start,
        triangles=mesh.triangles,
        points=mesh.points,
        point_triangles=mesh.point_triangles,
        body_vertices=case.body.mesh.vertices,
        body_triangles=case.body.mesh.triangles,
        pinned=np.zeros(len(start), bool),
        mass=model.mass,
        stretch=model.stiffness,
        bending=[
            shell.bending_weft,
            shell.bending_warp,
            np.sqrt(shell.bending_weft * shell.bending_warp) / 2,
        ],
        friction=shell.friction,
        offset=float(np.median(model.offset)),
    )
    return mesh


def quality(case: Case, mesh: ClothMesh, positions: np.ndarray) -> dict[str, float]:
    """Penetration and strain of a drape, measured the same for every solver."""
    surface, triangles = MeshDistance(case.body.mesh), mesh.triangles
    points = np.vstack([positions, positions[triangles].mean(axis=1)])
    strain = np.abs(edge_strain(positions, triangles, mesh.pattern_points))
    return {
        "penetration_mm": round(max(0.0, -1e3 * float(surface.signed(points)[0].min())), 3),
        "strain_mean_pct": round(100 * float(strain.mean()), 3),
        "strain_p99_pct": round(100 * float(np.quantile(strain, 0.99)), 2),
        "strain_max_pct": round(100 * float(strain.max()), 1),
    }


def apart_mm(one: np.ndarray, other: np.ndarray) -> float:
    """Root mean square distance of two states of one mesh [mm]."""
    return round(1e3 * float(np.sqrt(np.mean(np.sum((one - other) ** 2, axis=1)))), 2)
