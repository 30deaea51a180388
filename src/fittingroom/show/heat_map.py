"""`heat_map`: a picture of a look coloured by one quantity, with its legend."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from fittingroom.arrays import Floats
from fittingroom.drape.drape import Drape
from fittingroom.show import heat
from fittingroom.show.heat import Quantity, Scale
from fittingroom.show.images import Pixels, linear_from_srgb, srgb_from_linear
from fittingroom.show.look import Look
from fittingroom.show.part import Material, Part, plain_colour
from fittingroom.show.rendering import RenderOptions, View, dressed, picture_of

GREY = (0.62, 0.61, 0.60)  # sRGB of the body, so that only cloth has colour
RAMP_PIXELS = 256
STUDIO_EXPOSURE = 0.75  # a surface that faces the lamps then has its legend's colour
FOOT_ROOM = 0.12  # of the height: room for the legend


def heat_map(
    look: Look,
    quantity: Quantity,
    *,
    view: View = "front",
    options: RenderOptions | None = None,
) -> Pixels:
    """Return a picture of a look coloured by a quantity, with a legend in physical units.

    Args:
        look: who wears what.
        quantity: "ease" (distance from the skin), "strain" (larger of warp and weft),
            "strain_warp", "strain_weft", "shear", "pressure" or "bending".
        view: the side of the person that is seen.
        options: size and quality.

    Raises:
        UnknownName: a quantity that doesn't exist.
        MissingDependency: the renderer isn't installed.
    """
    chosen = options or RenderOptions()
    return map_of(dressed(look), look.drape, quantity, view, chosen)


def map_of(
    parts: tuple[Part, ...], drape: Drape, quantity: Quantity, view: View, options: RenderOptions
) -> Pixels:
    """Return the heat map of a look's parts, the body first, from one side."""
    scale, numbers = heat.scale(drape, quantity), heat.values(drape, quantity)
    body, *cloth = parts
    grey = replace(body.material, colour=plain_colour(GREY), softness=0.0, sheen=0.0, varies=False)
    painted = [_painted(part, numbers, scale) for part in cloth if _is_cloth(part)]
    shown = (Part(body.surface, grey), *painted)
    return with_legend(picture_of(shown, view, options, foot_room=FOOT_ROOM), scale)


def _is_cloth(part: Part) -> bool:
    return part.material.name not in ("seam", "stitching")


def _painted(part: Part, numbers: Floats, scale: Scale) -> Part:
    """Return a part whose texture is the scale itself, run through by each vertex's number."""
    share = scale.share(numbers[part.surface.origin])
    # the ends are drawn in: the picture repeats
    across = (share * (RAMP_PIXELS - 1) + 0.5) / RAMP_PIXELS
    surface = replace(part.surface, uv=np.column_stack([across, np.full(len(across), 0.5)]))
    ramp = heat.coloured(_along(scale, RAMP_PIXELS), scale)
    lit = srgb_from_linear(linear_from_srgb(ramp) * STUDIO_EXPOSURE)
    colour = np.tile(np.rint(lit * 255).astype(np.uint8), (4, 1, 1))
    name, kind = part.material.name, part.material.kind
    return Part(surface, Material(name, colour, None, 0.95, 0.1, varies=True, kind=kind))


def with_legend(picture: Pixels, scale: Scale) -> Pixels:
    """Return a picture with a scale's colours, numbers and unit written at its foot."""
    image = Image.fromarray(picture)
    width, height = image.size
    unit = height / 768  # text grows with the picture
    draw = ImageDraw.Draw(image)
    title, small = (ImageFont.load_default(size=size * unit) for size in (17, 14))
    left, right, top = 0.08 * width, 0.92 * width, height - 52 * unit
    panel = [left - 14 * unit, top - 40 * unit, right + 14 * unit, height - 8 * unit]
    draw.rounded_rectangle(panel, radius=10 * unit, fill=(252, 251, 249))
    text = f"{scale.title['en']} [{scale.unit}]"
    draw.text((left, top - 31 * unit), text, font=title, fill=(30, 28, 26))
    draw.text((right, top - 29 * unit), scale.note, font=small, fill=(95, 90, 84), anchor="ra")
    columns = heat.coloured(_along(scale, int(right - left)), scale)
    ramp = np.rint(columns * 255).astype(np.uint8)
    bar = np.tile(ramp, (round(14 * unit), 1, 1))
    image.paste(Image.fromarray(bar), (round(left), round(top)))
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        number = _tick(scale, share)
        place = (left + share * (right - left), top + 18 * unit)
        anchor = {0.0: "la", 1.0: "ra"}.get(share, "ma")
        draw.text(place, number, font=small, fill=(30, 28, 26), anchor=anchor)
    return np.asarray(image)


def _along(scale: Scale, count: int) -> Floats:
    """Numbers (SI) at equal distances from one end of a scale to the other."""
    return np.linspace(scale.low, scale.high, count) * scale.factor


def _tick(scale: Scale, share: float) -> str:
    number = f"{scale.low + share * (scale.high - scale.low):g}"
    if share == 1.0:
        return number + "+"
    return "< " + number if share == 0.0 and scale.low < 0.0 else number
