"""Write the size charts of brands by which people tell what they wear, as facts with a source.

    python scripts/write_brand_charts.py ../shared/data/sizecharts

It reads three files of collected charts. Where centimetres and inches of one row disagree
(Bellfield's XL) the centimetres are kept: they go on in the steps of the rows before.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

OUT = Path(__file__).parents[1] / "src/fittingroom/learning/data/brand_charts.json"
TEES = "measured flat in inches, pit to pit and length; github.com/yanboyang713/RMIT-Data-Repository (facts)"  # noqa: E501
BELLFIELD = "Bellfield men's size chart, body in centimetres; github.com/EddyWi/sizechart (facts)"
PARTS = (("", "tops_chest_cm", "bust_girth_cm"), ("-jeans", "jeans_waist_cm", "waist_girth_cm"),
         ("-shorts", "shorts_waist_cm", "waist_girth_cm"))  # fmt: skip


def main(folder: Path) -> None:
    """Write the charts."""
    charts = {**_bellfield(_read(folder / "men_bellfield.json")),
              **_tees(_read(folder / "tshirt_flat_measurements.json"))}  # fmt: skip
    OUT.write_text(json.dumps(charts, indent=1) + "\n", "utf-8")


def _bellfield(told: dict[str, Any]) -> dict[str, Any]:
    return {
        f"bellfield{part}": {
            "brand": "Bellfield",
            "kind": "body",
            "source": BELLFIELD,
            "sizes": {size: {term: girth} for size, girth in told[key].items()},
        }
        for part, key, term in PARTS
    }


def _tees(told: dict[str, Any]) -> dict[str, Any]:
    return {
        f"{brand}-{style}".lower().replace(" ", "-"): {
            "brand": brand,
            "kind": "garment",
            "source": f"{brand} {style}, {TEES}",
            "sizes": {
                size: {"half_chest_in": chest, "length_in": length}
                for size, (chest, length) in sizes.items()
            },
        }
        for brand, styles in told.items()
        if brand != "unit"
        for style, sizes in styles.items()
    }


def _read(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return read


if __name__ == "__main__":
    main(Path(sys.argv[1]))
