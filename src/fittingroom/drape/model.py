"""What a simulation keeps apart: `DrapeModel`, which is fixed, and `DrapeState`, which moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.drape.bending import bending_matrix
from fittingroom.drape.gathers import gathered_triangles
from fittingroom.drape.links import Links, SewnCloth, pattern_links
from fittingroom.drape.stretching import StretchCurves, stretch_curves
from fittingroom.errors import PatternError
from fittingroom.garment.fabric import Fabric
from fittingroom.garment.pattern import Cloth, Pattern
from fittingroom.geometry.distance import DistanceField

KEPT_MODELS = 6  # what is worked out for a model is kept for the last few, two garments' worth
_GATHERED = 0.03  # of the stretch stiffness is left under compression where a seam gathers
SKIN_GAP = 0.002  # [m] hair, underwear and air between skin and cloth


@dataclass(frozen=True, slots=True, eq=False)
class DrapeModel:
    """Topology, rest shape, stiffness and mass of a sewn cloth.

    Args:
        triangles: sewn vertices, shape (triangle, 3).
        slopes: derivative of each corner's hat function by weft (x) and warp (y) [1/m],
            shape (triangle, 6): three by x, three by y.
        area: rest area [m²], shape (triangle,).
        stiffness: along weft, along warp, of shear [N/m], shape (triangle, 3).
        compression: share of the stretch stiffness that is left under compression,
            shape (triangle,).
        rigidity: bending along weft, along warp, of twist [N·m], shape (triangle, 3).
        mass: [kg], shape (vertex,).
        vertex_area: rest area that belongs to a vertex [m²], shape (vertex,).
        offset: distance the middle of the cloth keeps from the skin [m], shape (vertex,).
        friction: Coulomb coefficient, shape (vertex,).
        block_start: rows of the block matrix, shape (vertex + 1,).
        block_column: its columns, shape (block,).
        diagonal: number of each row's diagonal block, shape (vertex,).
        slots: block of each pair of a triangle's corners, shape (triangle, 3, 3).
        bend_start: rows of the bending matrix, shape (vertex + 1,).
        bend_column: its columns.
        bend_value: its values [N/m].
        bend_diagonal: its diagonal [N/m], shape (vertex,).
        curves: measured stretch that takes the place of `stiffness`, or None.
        links: elastic and buttons, or None.
        link_slots: block of each pair of a link's corners, shape (link, 6, 6).
    """

    triangles: Ints
    slopes: Floats
    area: Floats
    stiffness: Floats
    compression: Floats
    rigidity: Floats
    mass: Floats
    vertex_area: Floats
    offset: Floats
    friction: Floats
    block_start: Ints
    block_column: Ints
    diagonal: Ints
    slots: Ints
    bend_start: Ints
    bend_column: Ints
    bend_value: Floats
    bend_diagonal: Floats
    curves: StretchCurves | None = None
    links: Links | None = None
    link_slots: Ints | None = None

    @property
    def vertex_count(self) -> int:
        """How many vertices move."""
        return len(self.mass)


@dataclass(slots=True)
class DrapeState:
    """What moves: places, speeds and what friction remembers.

    Args:
        positions: [m], shape (vertex, 3).
        velocities: [m/s], shape (vertex, 3).
        anchors: where friction holds a vertex [m], shape (vertex, 3).
        held: whether it is held, shape (vertex,).
        slip: how far it slid in the last step [m], shape (vertex,).
        press: contact force [N], shape (vertex,).
        normals: direction the body pushed last, shape (vertex, 3).
        slack: share of the offset given up where cloth is caught [m], shape (vertex,).
    """

    positions: Floats
    velocities: Floats
    anchors: Floats
    held: Ints
    slip: Floats
    press: Floats
    normals: Floats
    slack: Floats

    @classmethod
    def at_rest(cls, positions: Floats) -> DrapeState:
        """Begin without speed and without contact at `positions` [m]."""
        count = len(positions)
        return cls(
            positions=np.array(positions, dtype=np.float64, order="C"),
            velocities=np.zeros((count, 3)),
            anchors=np.zeros((count, 3)),
            held=np.zeros(count, np.int64),
            slip=np.zeros(count),
            press=np.zeros(count),
            normals=np.zeros((count, 3)),
            slack=np.zeros(count),
        )


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What acts on the cloth from outside.

    Args:
        field: signed distance to the body.
        gravity: [m/s²], along -y.
        friction: share of the model's friction that acts, 0 or 1.
    """

    field: DistanceField
    gravity: float = 9.81
    friction: float = 1.0


def build_model(
    mesh: SewnCloth,
    pattern: Pattern,
    fabrics: Mapping[Cloth, Fabric],
    *,
    compression: float = 1.0,
) -> DrapeModel:
    """Give a sewn mesh the figures of its fabrics.

    Args:
        mesh: the cloth.
        pattern: what it was cut from.
        fabrics: by the cloth of the panels.
        compression: share of the stretch stiffness left under compression. A mesh too coarse for
            the cloth's folds can't buckle, so it stands off where cloth would fold: give it less.

    Raises:
        PatternError: a panel is cut from a cloth the garment has no fabric for.
    """
    missing = sorted({panel.cloth for panel in pattern.panels} - set(fabrics))
    if missing:
        raise PatternError(
            f"the pattern has panels of '{missing[0]}', but the garment names no such fabric",
            field="fabrics",
            value=missing[0],
        )
    own = [fabrics[panel.cloth] for panel in pattern.panels]
    return model_of_fabrics(
        mesh.triangles,
        mesh.pattern_points,
        own,
        mesh.panel,
        compression=_under_compression(mesh, pattern, compression),
        links=pattern_links(mesh, pattern, fabrics),
    )


def _under_compression(mesh: SewnCloth, pattern: Pattern, share: float) -> Floats:
    """Share of the stretch stiffness each triangle keeps; in gathers there is little of it."""
    return np.where(gathered_triangles(mesh, pattern), min(share, _GATHERED), share)


def model_of_fabrics(
    triangles: Ints,
    pattern_points: Floats,
    fabrics: Sequence[Fabric],
    which: Ints,
    *,
    compression: float | Floats = 1.0,
    links: Links | None = None,
) -> DrapeModel:
    """Give triangles the figures of the fabric each is of.

    Args:
        triangles: sewn vertices, shape (triangle, 3).
        pattern_points: corners in the fabric's plane, +y along the warp [m],
            shape (triangle, 3, 2).
        fabrics: what is cut from.
        which: number of each triangle's fabric, shape (triangle,).
        compression: share of the stretch stiffness left under compression, one or per triangle.
        links: elastic and buttons, or None.
    """

    def figures(*names: str) -> Floats:
        return np.array([[getattr(fabric, name) for name in names] for fabric in fabrics])[which]

    bending = figures("bending_weft", "bending_warp")
    return model_from_triangles(
        triangles,
        pattern_points,
        stiffness=figures("stretch_weft", "stretch_warp", "shear"),
        rigidity=np.column_stack([bending, np.sqrt(bending[:, 0] * bending[:, 1]) / 2]),
        density=figures("areal_density")[:, 0],
        offset=figures("thickness")[:, 0] / 2 + SKIN_GAP,
        friction=figures("friction")[:, 0],
        curves=stretch_curves(fabrics, which),
        compression=compression,
        links=links,
    )


def model_from_triangles(
    triangles: Ints,
    pattern_points: Floats,
    *,
    stiffness: Floats,
    rigidity: Floats,
    density: Floats,
    offset: Floats,
    friction: Floats,
    curves: StretchCurves | None = None,
    compression: float | Floats = 1.0,
    links: Links | None = None,
) -> DrapeModel:
    """Build a model from triangles and figures per triangle.

    Args:
        triangles: sewn vertices, shape (triangle, 3).
        pattern_points: corners in the plane, counter-clockwise [m], shape (triangle, 3, 2).
        stiffness: along weft, along warp, of shear [N/m], shape (triangle, 3).
        rigidity: bending along weft, along warp, of twist [N·m], shape (triangle, 3).
        density: [kg/m²], shape (triangle,).
        offset: of the cloth's middle from the skin [m], shape (triangle,).
        friction: Coulomb coefficient, shape (triangle,).
        curves: measured stretch that takes the place of `stiffness`, or None.
        compression: share of the stretch stiffness left under compression, one or per triangle.
        links: elastic and buttons, or None.
    """
    count = int(triangles.max()) + 1
    sides = np.stack(
        [pattern_points[:, 1] - pattern_points[:, 0], pattern_points[:, 2] - pattern_points[:, 0]],
        axis=2,
    )
    area = 0.5 * np.linalg.det(sides)
    if not np.all(area > 0):
        raise PatternError("a triangle of the pattern has no area: is a panel turned over?")
    inverse = np.linalg.inv(sides)
    slopes = np.concatenate([-inverse.sum(axis=1)[:, :, None], inverse.transpose(0, 2, 1)], axis=2)

    def shared(values: Floats) -> Floats:
        spread = np.repeat(values * area / 3, 3)
        return np.asarray(np.bincount(triangles.ravel(), spread, count))

    vertex_area = shared(np.ones(len(triangles)))
    start, column, diagonal, slots, link_slots = _block_pattern(triangles, count, links)
    bend = bending_matrix(triangles, pattern_points, area, rigidity, count)
    return DrapeModel(
        triangles=np.ascontiguousarray(triangles, np.uint32),
        slopes=np.ascontiguousarray(slopes.reshape(-1, 6)),
        area=area,
        stiffness=np.ascontiguousarray(stiffness, np.float64),
        compression=np.broadcast_to(compression, len(triangles)).astype(np.float64),
        rigidity=np.ascontiguousarray(rigidity, np.float64),
        mass=shared(density),
        vertex_area=vertex_area,
        offset=shared(offset) / vertex_area,
        friction=shared(friction) / vertex_area,
        block_start=start,
        block_column=column,
        diagonal=diagonal,
        slots=slots,
        bend_start=bend.indptr.astype(np.uint32),
        bend_column=bend.indices.astype(np.uint32),
        bend_value=bend.data,
        bend_diagonal=bend.diagonal(),
        curves=curves,
        links=links,
        link_slots=link_slots,
    )


def _block_pattern(
    triangles: Ints, count: int, links: Links | None
) -> tuple[Ints, Ints, Ints, Ints, Ints | None]:
    """Rows, columns and diagonal of the block matrix; the block of every pair of corners.

    Corners are those of a triangle, then those of a link.
    """
    groups = [triangles] if links is None else [triangles, links.corners]
    wanted = np.concatenate([_corner_pairs(group, count) for group in groups])
    keys, slots = np.unique(wanted, return_inverse=True)
    start = np.searchsorted(keys, np.arange(count + 1, dtype=np.int64) * count)
    diagonal = np.searchsorted(keys, np.arange(count, dtype=np.int64) * (count + 1))
    own, linked = np.split(slots.ravel().astype(np.uint32), [triangles.size * 3])
    return (
        start.astype(np.uint32),
        (keys % count).astype(np.uint32),
        diagonal.astype(np.uint32),
        np.ascontiguousarray(own.reshape(-1, 3, 3)),
        None if links is None else np.ascontiguousarray(linked.reshape(-1, 6, 6)),
    )


def _corner_pairs(groups: Ints, count: int) -> Ints:
    """One number for each ordered pair of vertices of each row."""
    width = groups.shape[1]
    rows = np.repeat(groups, width, axis=1).ravel().astype(np.int64)
    return np.asarray(rows * count + np.tile(groups, (1, width)).ravel())
