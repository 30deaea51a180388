"""The border to Mitsuba 3: scenes in, pictures out. Variant `scalar_rgb` needs nothing but pip."""

from __future__ import annotations

from typing import Any

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.errors import MissingDependency
from fittingroom.show.surface import Surface

Description = dict[str, Any]
VARIANT = "scalar_rgb"


def _library() -> Any:
    try:
        import mitsuba
    except ImportError as error:
        raise MissingDependency("mitsuba", extra="pictures", purpose="rendering") from error
    if mitsuba.variant() != VARIANT:
        mitsuba.set_variant(VARIANT)
    return mitsuba


def picture(scene: Description, *, samples: int, seed: int) -> Floats:
    """Return the linear picture of a scene, shape (row, column, channel)."""
    mi = _library()
    loaded = mi.load_dict({"type": "scene"} | scene)
    return np.array(mi.render(loaded, spp=samples, seed=seed), dtype=np.float64)


def mesh(surface: Surface, bsdf: Description) -> Any:
    """Return a shape Mitsuba can load, with the surface's own normals and texture coordinates."""
    mi = _library()
    properties = mi.Properties()
    properties["bsdf"] = mi.load_dict(bsdf)
    shape = mi.Mesh(
        "surface",
        vertex_count=len(surface.positions),
        face_count=len(surface.triangles),
        has_vertex_normals=True,
        has_vertex_texcoords=True,
        props=properties,
    )
    values = mi.traverse(shape)
    values["vertex_positions"] = surface.positions.astype(np.float32).ravel()
    values["vertex_normals"] = surface.normals.astype(np.float32).ravel()
    values["vertex_texcoords"] = surface.uv.astype(np.float32).ravel()
    values["faces"] = surface.triangles.astype(np.uint32).ravel()
    values.update()
    return shape


def texture(pixels: Any, *, raw: bool = False) -> Description:
    """Return a repeating texture; `raw` keeps numbers as they are (normals), else sRGB."""
    mi = _library()
    # Mitsuba's first row lies at v = 0
    return {
        "type": "bitmap",
        "bitmap": mi.Bitmap(np.ascontiguousarray(pixels[::-1])),
        "raw": raw,
        "filter_type": "bilinear",
        "wrap_mode": "repeat",
    }


def rectangle(
    centre: tuple[float, float, float],
    looks_at: tuple[float, float, float],
    size: tuple[float, float],
    radiance: tuple[float, float, float],
) -> Description:
    """Return a rectangular lamp of `size` [m] that faces `looks_at`."""
    mi = _library()
    place = mi.ScalarTransform4f().look_at(origin=centre, target=looks_at, up=[0, 1, 0])
    half = [size[0] / 2, size[1] / 2, 1.0]
    return {
        "type": "rectangle",
        "to_world": place @ mi.ScalarTransform4f().scale(half),
        "emitter": {"type": "area", "radiance": {"type": "rgb", "value": list(radiance)}},
    }


def camera(
    eye: tuple[float, float, float],
    looks_at: tuple[float, float, float],
    height_angle: float,
    width: int,
    height: int,
) -> Description:
    """Return a perspective camera whose picture is `height_angle` [rad] high."""
    mi = _library()
    return {
        "type": "perspective",
        "fov": float(np.degrees(height_angle)),
        "fov_axis": "y",
        "to_world": mi.ScalarTransform4f().look_at(origin=eye, target=looks_at, up=[0, 1, 0]),
        "film": {
            "type": "hdrfilm",
            "width": width,
            "height": height,
            "pixel_format": "rgb",
            "component_format": "float32",
            "rfilter": {"type": "gaussian"},
        },
        "sampler": {"type": "multijitter"},
    }
