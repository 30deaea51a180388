"""The noun this stage makes: `Drape`, the 3D model M of a garment on a body."""

from __future__ import annotations

from dataclasses import dataclass

from fittingroom.arrays import Floats, Ints
from fittingroom.body.body import Body
from fittingroom.garment.pattern import Pattern


@dataclass(frozen=True, slots=True)
class Settling:
    """How the simulation ended.

    Args:
        seconds: wall time of the whole drape [s].
        settled: whether nothing visible moves any more.
        speed: root mean square vertex speed at the end [m/s].
        penetration: how deep the deepest vertex lies inside the body, 0 if none does [m].
        seam_gap: widest opening of a seam [m].
        strain_mean: mean absolute edge strain.
        strain_max: largest edge strain.
        crossings: pairs of triangles of the cloth that go through one another.
    """

    seconds: float
    settled: bool
    speed: float
    penetration: float
    seam_gap: float
    strain_mean: float
    strain_max: float
    crossings: int


@dataclass(frozen=True, slots=True)
class Drape:
    """A garment settled on a body. Sewn vertices are one vertex.

    What is said per vertex of stretch, shear and bending is the mean of the triangles round it,
    weighted by rest area.

    Args:
        body: the body under it, in the pose it was draped in, with the room it made for cloth: arms
            that rest on the sides, skin that gave way in the armpits.
        pattern: what was cut.
        vertices: [m], shape (vertex, 3).
        triangles: wound outward (right side out), shape (triangle, 3).
        pattern_points: where each triangle corner lies in its panel's plane [m],
            shape (triangle, 3, 2).
        panel: number of each triangle's panel in `pattern.panels`, shape (triangle,).
        strain: stretch along warp and weft, 0 at rest, shape (triangle, 2).
        pressure: contact pressure on the body [Pa], shape (vertex,).
        gap: distance to the body's surface, negative inside [m], shape (vertex,).
        strain_warp: stretch along the warp, positive stretched, negative pushed together,
            shape (vertex,).
        strain_weft: the same along the weft, shape (vertex,).
        shear: how far the angle between warp and weft fell below a right angle [rad], positive
            where +warp and +weft close up, negative where they open, shape (vertex,).
        bending: bending energy over rest area [J/m²], never negative, shape (vertex,).
        settling: how the simulation ended.
    """

    body: Body
    pattern: Pattern
    vertices: Floats
    triangles: Ints
    pattern_points: Floats
    panel: Ints
    strain: Floats
    pressure: Floats
    gap: Floats
    strain_warp: Floats
    strain_weft: Floats
    shear: Floats
    bending: Floats
    settling: Settling
