"""What a moving garment costs and how well it stays outside.

    python benchmarks/moving.py [--vertices 5000] [--garment REF ...] [--json]

T-shirt and A-line skirt M on a woman of 168 cm and 62 kg, walking and turning: frames a second by
the clock (all frames but the first over the time they took, which means something on an idle
machine only), processor time of a frame on either thread (median, and the fifth and ninety-fifth
hundredth), how many vertices are no deeper than 1 mm in the body at worst, and the deepest.
"""

from __future__ import annotations

import argparse
import json
import time

import numpy as np

from fittingroom.body.making import make_body
from fittingroom.body.motions import MOTIONS, Motion
from fittingroom.body.posing import move
from fittingroom.drape.drape import Drape
from fittingroom.drape.draping import drape
from fittingroom.drape.moving import MovingFrame, moving_frames
from fittingroom.drape.options import DrapeOptions
from fittingroom.garment.catalogue import catalogue
from fittingroom.garment.cutting import cut
from fittingroom.geometry.distance import MeshDistance
from fittingroom.geometry.mesh import TriangleMesh
from fittingroom.person.reading import read_person

GARMENTS = ("classic-tee", "a-line-skirt")
DEEP = 0.001  # [m]


def main() -> None:
    """Move each garment through each motion and print a row."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--vertices", type=int, default=5000)
    parser.add_argument("--garment", nargs="*", default=list(GARMENTS))
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    body = make_body(read_person({"sex": "female", "height_cm": 168, "weight_kg": 62}))
    options = DrapeOptions(vertices=asked.vertices)
    for ref in asked.garment:
        garment = catalogue[ref]
        worn = drape(body, cut(garment, "M"), garment.fabrics, options=options)
        for name, motion in MOTIONS.items():
            list(moving_frames(worn, garment.fabrics, Motion("short", motion.keys[:1])))  # compiles
            began = time.perf_counter()
            frames = list(moving_frames(worn, garment.fabrics, motion))
            seconds = time.perf_counter() - began
            row = {"garment": ref, "motion": name, "vertices": len(worn.vertices)}
            row |= {"frames_per_second": round((len(frames) - 1) / seconds, 1)}
            row |= cost(frames[1:]) | quality(worn, frames)
            print(json.dumps(row) if asked.json else row, flush=True)


def cost(frames: list[MovingFrame]) -> dict[str, list[float]]:
    """Processor time of a frame [ms]: median, and where the middle nine tenths begin and end."""
    told = {"body_ms": "body_seconds", "cloth_ms": "solve_seconds"}
    return {
        key: [
            round(1000 * float(q), 1)
            for q in np.quantile([getattr(frame, field) for frame in frames], [0.5, 0.05, 0.95])
        ]
        for key, field in told.items()
    }


def quality(worn: Drape, frames: list[MovingFrame]) -> dict[str, float]:
    """Share of vertices no deeper than 1 mm at the worst moment [%], and the deepest [mm]."""
    gaps = []
    for frame in frames[3::3]:
        skin = move(worn.body, frame.pose)[1]
        surface = MeshDistance(TriangleMesh(skin, worn.body.mesh.triangles))
        gaps.append(surface.signed(frame.vertices)[0])
    outside = min(float(np.mean(gap > -DEEP)) for gap in gaps)
    deepest = max(0.0, -min(float(gap.min()) for gap in gaps))
    return {"outside_pct": round(100 * outside, 2), "deepest_mm": round(1000 * deepest, 2)}


if __name__ == "__main__":
    main()
