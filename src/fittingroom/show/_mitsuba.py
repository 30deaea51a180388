"""The border to Mitsuba 3: scenes in, pictures out. Variant `scalar_rgb` needs nothing but pip."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.errors import MissingDependency
from fittingroom.show.surface import Surface

if TYPE_CHECKING:
    from fittingroom.show.studio import Camera

Description = dict[str, Any]
VARIANT = "scalar_rgb"


def _library() -> Any:
    try:
        import mitsuba
    except ImportError as error:
        raise MissingDependency("mitsuba", purpose="rendering") from error
    if mitsuba.variant() != VARIANT:
        mitsuba.set_variant(VARIANT)
    return mitsuba


def load(scene: Description) -> Any:
    """Return a scene ready to be rendered."""
    # merging equal parts puts lamps in an order of chance: one seed, two pictures
    return _library().load_dict({"type": "scene"} | scene, optimize=False)


def picture(loaded: Any, camera: Description, *, samples: int, seed: int) -> Floats:
    """Return the linear picture that `camera` takes, shape (row, column, 3)."""
    mi = _library()
    taken = mi.render(loaded, sensor=mi.load_dict(camera), spp=samples, seed=seed)
    return np.array(taken, dtype=np.float64)


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


def camera(view: Camera, window: tuple[int, int, int, int] | None = None) -> Description:
    """Return a perspective camera.

    Args:
        view: where it stands and what it shows.
        window: the part of the picture to render [pixel]: left, top, width, height.
    """
    mi = _library()
    x, y, z = view.eye
    left, top, width, height = window or (0, 0, view.width, view.height)
    place = mi.ScalarTransform4f().look_at(origin=[x, y, z], target=[x, y, z - 1.0], up=[0, 1, 0])
    film = {
        "type": "hdrfilm",
        "width": view.width,
        "height": view.height,
        "crop_offset_x": left,
        "crop_offset_y": top,
        "crop_width": width,
        "crop_height": height,
        "pixel_format": "rgb",
        "component_format": "float32",
        "rfilter": {"type": "box"},
    }
    return {
        "type": "perspective",
        "fov": float(np.degrees(view.angle)),
        "fov_axis": "y",
        "to_world": place,
        "film": film,
        "sampler": {"type": "independent"},
    }
