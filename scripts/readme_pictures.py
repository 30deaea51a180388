"""Make the README's pictures again: strips of real try-ons, side by side."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from fittingroom.body.making import make_body
from fittingroom.garment.catalogue import catalogue
from fittingroom.person.reading import read_person
from fittingroom.progress import finish
from fittingroom.show.saving import save_look_steps
from fittingroom.tryon import try_on

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
HEIGHT = 560
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
    with tempfile.TemporaryDirectory() as folder:
        finish(save_look_steps(look, Path(folder)))
        with Image.open(Path(folder) / f"{view}.png") as opened:
            picture = opened.convert("RGB")
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
