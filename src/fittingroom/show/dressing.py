"""From a drape and a body to the surfaces that viewers show."""

from __future__ import annotations

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.body.body import Body
from fittingroom.drape.drape import Drape
from fittingroom.geometry.mesh import vertex_normals
from fittingroom.show.surface import Surface, split_corners


def body_surface(body: Body) -> Surface:
    """Return the posed skin with the body model's own texture coordinates."""
    mesh = body.mesh
    normals = vertex_normals(mesh.vertices, mesh.triangles)
    return split_corners(mesh.vertices, normals, mesh.triangles, body.texture_coordinates)


def cloth_surface(drape: Drape, tile_size: tuple[float, float]) -> Surface:
    """Return the right side of the cloth; texture coordinates count tiles along the grain.

    Args:
        drape: the garment.
        tile_size: width and height of one repeat of the cloth's picture [m].
    """
    normals = vertex_normals(drape.vertices, drape.triangles)
    tiles: Floats = drape.pattern_points / np.asarray(tile_size)
    return split_corners(drape.vertices, normals, drape.triangles, tiles)
