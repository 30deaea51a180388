"""A body and a look as the parts that every output shows."""

from __future__ import annotations

from fittingroom.body.body import Body
from fittingroom.geometry.mesh import vertex_normals
from fittingroom.show.cloth import cloth_parts
from fittingroom.show.look import Look
from fittingroom.show.part import Material, Part
from fittingroom.show.skin import SKIN_TONE, skin_texture
from fittingroom.show.surface import Surface, split_corners

__all__ = ["body_part", "body_surface", "cloth_parts", "garment_parts"]


def body_surface(body: Body) -> Surface:
    """Return the posed skin with the body model's own texture coordinates."""
    mesh = body.mesh
    normals = vertex_normals(mesh.vertices, mesh.triangles)
    return split_corners(mesh.vertices, normals, mesh.triangles, body.texture_coordinates)


def body_part(body: Body, *, skin_tone: tuple[float, float, float] = SKIN_TONE) -> Part:
    """Return the skin with painted underwear; `skin_tone` is sRGB 0 to 1."""
    skin = Material(
        "skin",
        skin_texture(body, skin_tone),
        None,
        roughness=0.58,
        specular=0.3,
        sheen=0.1,
        softness=0.5,
        varies=True,
        kind=1,
    )
    return Part(body_surface(body), skin)


def garment_parts(look: Look) -> tuple[Part, ...]:
    """Return the garment: cloth, wrong side, seams, stitches."""
    return cloth_parts(look)
