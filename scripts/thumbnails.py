"""Make the wardrobe's thumbnails again: every garment of the catalogue, worn by nobody."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from fittingroom.body.making import make_body
from fittingroom.garment.catalogue import catalogue
from fittingroom.person.reading import read_person
from fittingroom.show.thumbnail import thumbnail
from fittingroom.show.writing import write_whole
from fittingroom.tryon import try_on

FOLDER = Path(__file__).resolve().parents[1] / "src/fittingroom/show/assets/thumbnails"
# whom the charts' middle sizes suit
WEARER: dict[str, Any] = {
    "sex": "female", "height_cm": 170, "weight_kg": 61, "bust_girth_cm": 90,
    "waist_girth_cm": 71, "hip_girth_cm": 97,
}  # fmt: skip


def main() -> None:
    """Make the thumbnails named on the command line, or all of them."""
    person = read_person(WEARER)
    body = make_body(person)
    for ref in sys.argv[1:] or catalogue:
        look = try_on(person, catalogue[ref], body=body)
        content = thumbnail(look)
        write_whole(FOLDER / f"{ref}.webp", content)
        print(f"{ref}.webp: size {look.fit.size}, {len(content) / 1000:.0f} kB")


if __name__ == "__main__":
    main()
