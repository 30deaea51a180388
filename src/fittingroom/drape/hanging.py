"""The verb `hang`: let a swatch come to rest and measure it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from fittingroom.arrays import Floats, Ints, frozen
from fittingroom.drape.model import DrapeModel, DrapeState, Surroundings, model_of_fabrics
from fittingroom.drape.multigrid import CoarseGrid, coarse_grid
from fittingroom.drape.refining import refinement
from fittingroom.drape.relaxing import Loaded, Rest, RestOptions, relax
from fittingroom.drape.result import worn_area
from fittingroom.drape.swatch import COARSEST, Swatch
from fittingroom.drape.swatch_mesh import SwatchMesh, mesh_swatch, placed
from fittingroom.errors import DrapeDiverged
from fittingroom.geometry.distance import DistanceField, MeshDistance

_CELL = 0.004  # [m] of the field made round a body given as a mesh
_LARGE = 600  # vertices from which on a coarse grid pays
_GRID_VERTICES = 200  # of that grid
_FAR = 9.0  # [m] a body that isn't there


@dataclass(frozen=True, slots=True)
class Hung:
    """A swatch at rest.

    Args:
        swatch: what was hung.
        vertices: [m], shape (vertex, 3).
        points: where each vertex lies in the swatch's plane [m], shape (vertex, 2).
        triangles: shape (triangle, 3).
        pattern_points: where each corner lies in the swatch's plane [m], shape (triangle, 3, 2).
        rims: rim to its vertices in order, counter-clockwise.
        strain: stretch along warp and weft, shape (triangle, 2).
        shear: cosine between warp and weft times both stretches, shape (triangle,).
        contact: force of the body on each vertex [N], shape (vertex,).
        pressure: the same over the vertex's worn area [Pa], shape (vertex,).
        energy: elastic energy, stretch and bending [J].
        residual: sum of the forces that are out of balance, over the sum of those that act.
        at_rest: whether the residual is small enough.
    """

    swatch: Swatch
    vertices: Floats
    points: Floats
    triangles: Ints
    pattern_points: Floats
    rims: dict[str, Ints]
    strain: Floats
    shear: Floats
    contact: Floats
    pressure: Floats
    energy: float
    residual: float
    at_rest: bool


def hang(swatch: Swatch, *, options: RestOptions | None = None) -> Hung:
    """Let a swatch hang, lie or stretch until all forces on it balance.

    The state found is one of rest: time and mass play no part, and where several exist (folds), it
    is the one that lies downhill from the start.

    Args:
        swatch: what hangs.
        options: when it counts as at rest; the defaults where None.

    Raises:
        DrapeDiverged: no rest was found: nothing holds it, or more steps are needed.

    Example:
        >>> from fittingroom.garment.fabrics import fabric_of
        >>> strip = Swatch(fabric_of("rib"), width=0.1, length=0.5, spacing=0.05)
        >>> hung = hang(strip)
        >>> weight = 0.22 * 9.81 * 0.5  # [N/m], half of it stretches the warp of 700 N/m
        >>> drop = -hung.vertices[hung.rims["bottom"], 1].mean() - 0.5
        >>> bool(abs(drop / (weight / 2 / 700 * 0.5) - 1) < 1e-3)
        True
    """
    options = options or RestOptions()
    mesh = mesh_swatch(swatch)
    sine, cosine = np.sin(swatch.grain), np.cos(swatch.grain)
    turned = mesh.points @ np.array([[cosine, -sine], [sine, cosine]])
    faces = mesh.vertex[mesh.triangles]
    model = model_of_fabrics(
        faces, turned[mesh.triangles], [swatch.fabric], np.zeros(len(faces), np.int64)
    )
    first = np.unique(mesh.vertex, return_index=True)[1]
    start = placed(swatch, mesh.points[first])
    coarse = _coarse(swatch, mesh, model)
    solver = Loaded(model, _pulls(swatch, mesh), pinned=mesh.held, coarse=coarse)
    around = Surroundings(_field(swatch, start), gravity=swatch.gravity)
    start += _nudge(mesh.points[first], swatch, options.nudge) * ~mesh.held[:, None]
    rest = relax(solver, DrapeState.at_rest(start), around, options)
    if options.insist and not rest.at_rest:
        raise DrapeDiverged(
            f"the swatch found no rest: after {rest.steps} steps {100 * rest.residual:.2g} % of "
            "the forces on it are out of balance. Hold it somewhere, or allow more steps"
        )
    return _measured(swatch, mesh, model, rest, first)


def _measured(swatch: Swatch, mesh: SwatchMesh, model: DrapeModel, rest: Rest, first: Ints) -> Hung:
    """Leave out the ghosts and measure the rest."""
    own, cut = mesh.own_vertices, mesh.own_triangles
    x, triangles = rest.state.positions, mesh.vertex[mesh.triangles[:cut]]
    corners = x[model.triangles[:cut]]
    weft = np.einsum("tk,tkc->tc", model.slopes[:cut, :3], corners)
    warp = np.einsum("tk,tkc->tc", model.slopes[:cut, 3:], corners)
    contact = rest.state.press[:own]
    return Hung(
        swatch=swatch,
        vertices=frozen(x[:own]),
        points=frozen(mesh.points[first][:own]),
        triangles=frozen(triangles, np.int64),
        pattern_points=frozen(mesh.points[mesh.triangles[:cut]]),
        rims={name: frozen(mesh.vertex[rim], np.int64) for name, rim in mesh.rims.items()},
        strain=frozen(np.linalg.norm([warp, weft], axis=2).T - 1.0),
        shear=frozen(np.einsum("tc,tc->t", weft, warp)),
        contact=frozen(contact),
        pressure=frozen(contact / worn_area(x[:own], triangles)),
        energy=rest.energy,
        residual=rest.residual,
        at_rest=rest.at_rest,
    )


def _pulls(swatch: Swatch, mesh: SwatchMesh) -> Floats:
    """Force of the pulls on each vertex [N]: half a side's to each of its ends."""
    loads = np.zeros((len(mesh.held), 3))
    for name, traction in swatch.pull.items():
        rim = mesh.rims[name]
        length = np.linalg.norm(np.diff(mesh.points[rim], axis=0), axis=1)
        share = np.outer(length / 2, traction)
        np.add.at(loads, mesh.vertex[rim[:-1]], share)
        np.add.at(loads, mesh.vertex[rim[1:]], share)
    return loads


def _coarse(swatch: Swatch, mesh: SwatchMesh, model: DrapeModel) -> CoarseGrid | None:
    """The grid that helps a large cloth's linear solve."""
    if model.vertex_count < _LARGE:
        return None
    widest = COARSEST * (
        swatch.width if swatch.shape == "disc" else min(swatch.width, swatch.length)
    )
    spacing = swatch.spacing * float(np.sqrt(model.vertex_count / _GRID_VERTICES))
    below = mesh_swatch(replace(swatch, spacing=min(spacing, widest)))
    return coarse_grid(model, refinement(below.as_cloth(), mesh.as_cloth()))


def _nudge(points: Floats, swatch: Swatch, size: float) -> Floats:
    """Uneven small moves that depend on the place alone."""
    phase = points @ np.array([[12.9, 7.1, 3.7], [5.3, 11.7, 9.1]]) / swatch.spacing
    return np.asarray(size * np.sin(phase))


def _field(swatch: Swatch, start: Floats) -> DistanceField:
    """The body's distance field; of nothing, one that is far from everything."""
    if isinstance(swatch.body, DistanceField):
        return swatch.body
    if swatch.body is None:
        return DistanceField(np.full((2, 2, 2), _FAR, np.float32), np.zeros(3), 1.0)
    reach = max(swatch.width, swatch.length)
    low, high = start.min(axis=0) - reach, start.max(axis=0) + reach
    box = swatch.body.vertices
    low = np.maximum(low, box.min(axis=0) - 10 * _CELL)
    high = np.minimum(high, box.max(axis=0) + 10 * _CELL)
    return MeshDistance(swatch.body).field(low, high, _CELL)
