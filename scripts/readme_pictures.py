"""Make the README's pictures again: strips of real try-ons, side by side."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from fittingroom.body.making import make_body
from fittingroom.garment.catalogue import catalogue
from fittingroom.person.reading import read_person
from fittingroom.show.heat import Quantity
from fittingroom.show.heat_map import heat_map
from fittingroom.show.rendering import View, render
from fittingroom.tryon import try_on

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
HEIGHT = 560
SHEET_ROWS = 8  # of the sheet of bodies: front and side in turn
HEAT: dict[str, Quantity] = {"heat_strain": "strain", "heat_ease": "ease"}
VIEW: dict[str, View] = {"front": "front", "side": "side", "back": "back"}
SHOPPERS: dict[str, dict[str, Any]] = {
    "anna": json.loads((ROOT / "examples" / "person.json").read_text()),
    "ben": {
        "sex": "male", "age_years": 41, "height_cm": 183, "weight_kg": 92, "chest_girth_cm": 108,
        "waist_girth_cm": 96, "hip_girth_cm": 106, "inside_leg_length_cm": 83,
    },
    "carla": {
        "sex": "female", "age_years": 48, "height_cm": 164, "weight_kg": 84,
        "bust_girth_cm": 108, "waist_girth_cm": 95, "hip_girth_cm": 114,
    },
}  # fmt: skip
STRIPS: dict[str, list[tuple[str, str, str | None, str]]] = {
    "sizes": [("anna", "classic-tee", size, "front") for size in ("S", "M", "L")],
    "heat": [
        ("anna", "classic-tee", "S", "heat_strain"),
        ("anna", "classic-tee", "S", "heat_ease"),
        ("anna", "classic-tee", "L", "heat_ease"),
    ],
}


def main() -> None:
    """Make the strips named on the command line, or all of them."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    _fronts()
    strips = STRIPS | {"wardrobe": wardrobe()}
    for name in sys.argv[1:] or strips:
        pictures = [captioned(*each) for each in strips[name]]
        joined = Image.new("RGB", (sum(p.width for p in pictures), HEIGHT + 36), "white")
        left = 0
        for picture in pictures:
            joined.paste(picture, (left, 0))
            left += picture.width
        joined.save(IMAGES / f"{name}.jpg", quality=88, optimize=True)
        print(f"docs/images/{name}.jpg")


def _fronts() -> None:
    """Lay the front views of the docs' sheet of bodies side by side."""
    with Image.open(IMAGES / "bodies.png") as sheet:
        width, row = sheet.width, sheet.height // SHEET_ROWS
        joined = Image.new("RGB", (2 * width, 2 * row))
        for number in range(SHEET_ROWS // 2):
            front = sheet.crop((0, 2 * number * row, width, (2 * number + 1) * row))
            joined.paste(front, (number % 2 * width, number // 2 * row))
    joined.resize((width * 6 // 5, row * 6 // 5)).save(IMAGES / "bodies-front.jpg", quality=88)


def wardrobe() -> list[tuple[str, str, str | None, str]]:
    """One garment of every style, each in the advised size, on the three shoppers in turn."""
    first: dict[str, str] = {}
    for ref in catalogue:
        first.setdefault(catalogue[ref].style, ref)
    wearers = {"straight-trousers": "ben"}
    strip = [(wearers.get(style, "anna"), ref, None, "front") for style, ref in first.items()]
    return [*strip, ("ben", "classic-tee", None, "side"), ("carla", "classic-tee", None, "front")]


def captioned(shopper: str, ref: str, size: str | None, view: str) -> Image.Image:
    """One picture of one try-on with a line under it."""
    person, garment = read_person(SHOPPERS[shopper]), catalogue[ref]
    look = try_on(person, garment, size=size, body=body_of(shopper))
    made = heat_map(look, HEAT[view]) if view in HEAT else render(look, VIEW[view])
    picture = Image.fromarray(made).convert("RGB")
    picture = picture.resize((round(picture.width * HEIGHT / picture.height), HEIGHT))
    framed = Image.new("RGB", (picture.width, HEIGHT + 36), "white")
    framed.paste(picture, (0, 0))
    text = f"{garment.title['en']}, {look.fit.size}: {look.fit.verdict.replace('_', ' ')}"
    ImageDraw.Draw(framed).text((10, HEIGHT + 8), text, "black", ImageFont.load_default(17))
    return framed


BODIES: dict[str, Any] = {}


def body_of(shopper: str) -> Any:
    """The shopper's body, made once."""
    if shopper not in BODIES:
        BODIES[shopper] = make_body(read_person(SHOPPERS[shopper]))
    return BODIES[shopper]


if __name__ == "__main__":
    main()
