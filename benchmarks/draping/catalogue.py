"""The whole catalogue on five bodies: seconds, penetration, strain and rest of every drape."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np

from fittingroom.body.making import make_body
from fittingroom.drape.draping import drape
from fittingroom.drape.options import DrapeOptions
from fittingroom.drape.result import edge_strain
from fittingroom.errors import DrapeDiverged
from fittingroom.garment.catalogue import catalogue
from fittingroom.garment.cutting import cut
from fittingroom.person.reading import read_person

PEOPLE = {
    "woman 168 cm, 62 kg": {"sex": "female", "height_cm": 168, "weight_kg": 62},
    "man 180 cm, 80 kg": {"sex": "male", "height_cm": 180, "weight_kg": 80},
    "woman 163 cm, 105 kg": {"sex": "female", "height_cm": 163, "weight_kg": 105},
    "man 178 cm, 128 kg": {"sex": "male", "height_cm": 178, "weight_kg": 128},
    "woman 155 cm, 43 kg": {"sex": "female", "height_cm": 155, "weight_kg": 43},
}


def measure(
    vertices: int, garments: Sequence[str], *, all_sizes: bool, collide: bool = True
) -> dict[str, object]:
    """Drape everything asked for, print each row and return what sums them up."""
    options = DrapeOptions(vertices=vertices, collide=collide)
    rows: list[dict[str, object]] = []
    for who, form in PEOPLE.items():
        body = make_body(read_person(form))
        for ref in garments or list(catalogue):
            garment = catalogue[ref]
            sizes = list(garment.chart.sizes)
            for size in sizes if all_sizes else {sizes[0]: 0, sizes[-1]: 0}:
                row: dict[str, object] = {"body": who, "garment": ref, "size": size}
                began = time.process_time()
                try:
                    worn = drape(body, cut(garment, size), garment.fabrics, options=options)
                except DrapeDiverged as refusal:
                    row["refused"] = str(refusal)
                else:
                    strain = np.abs(edge_strain(worn.vertices, worn.triangles, worn.pattern_points))
                    end = worn.settling
                    row |= {
                        "seconds": round(time.process_time() - began, 2),
                        "vertices": len(worn.vertices),
                        "settled": end.settled,
                        "penetration_mm": round(1e3 * end.penetration, 3),
                        "strain_mean_pct": round(100 * end.strain_mean, 2),
                        "strain_p99_pct": round(100 * float(np.quantile(strain, 0.99)), 1),
                        "strain_max_pct": round(100 * end.strain_max, 1),
                        "crossings": end.crossings,
                    }
                rows.append(row)
                print("  ".join(f"{key} {value}" for key, value in row.items()), flush=True)
    done = [row for row in rows if "seconds" in row]
    seconds = [float(str(row["seconds"])) for row in done]
    depth = [float(str(row["penetration_mm"])) for row in done]
    return {
        "drapes": len(rows),
        "refused": len(rows) - len(done),
        "settled": sum(bool(row["settled"]) for row in done),
        "seconds_median": round(float(np.median(seconds)), 2),
        "seconds_max": max(seconds),
        "penetration_mm": max(depth),
        "crossing": sum(row["crossings"] != 0 for row in done),
    }
