"""Drape a grid of people, garments, sizes, poses and fabrics, and say how many come out clean.

    python scripts/grid.py [--sample 80] [--limit N] [--vertices 2000] [--workers 2] [--page]
                           [--only standing denim] [--least-bmi 30] [--seed 2026]

40 people x 4 garments x smallest and largest size x 3 poses x 3 fabrics = 2,880 drapes. Results are
added to out/grid/results.jsonl, and what is there already isn't draped again, so that a run may be
stopped and gone on with. `--sample` takes that many at random (the same for one seed), `--limit`
stops after so many new ones; `--only` and `--least-bmi` keep the hard ones of the whole. Failures
leave a picture. `--page` writes docs/grid.md.

A drape is clean when it is at rest, no vertex or triangle centre lies deeper than 1 mm in the body,
no two triangles of the cloth cross, and no side is stretched to five times its length.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from itertools import product
from pathlib import Path
from types import FrameType

import numpy as np

from fittingroom.body.body import Body
from fittingroom.body.making import make_body
from fittingroom.body.poses import POSES
from fittingroom.body.posing import pose_body
from fittingroom.drape.drape import Settling
from fittingroom.drape.draping import drape
from fittingroom.drape.model import DrapeState
from fittingroom.drape.options import DrapeOptions
from fittingroom.drape.result import edge_strain
from fittingroom.errors import FittingRoomError
from fittingroom.garment.catalogue import catalogue
from fittingroom.garment.cutting import cut
from fittingroom.garment.fabrics import fabric_of
from fittingroom.person.reading import read_person
from grid_page import write_page
from grid_people import body_mass_index, describe, draw_people
from grid_picture import Surface, cloth_colours, draw, skin_colours

ROOT = Path(__file__).parents[1]
OUT = ROOT / "out" / "grid"
GARMENTS = ("classic-tee", "a-line-skirt", "shift-dress", "straight-trousers")
POSE_NAMES = ("drape", "standing", "arms-up")
FABRIC_NAMES = ("single-jersey", "poplin", "denim")
PEOPLE = 40
DEEPEST_MM = 1.0

Cell = dict[str, object]


def main() -> None:
    """Drape what is asked for and not there yet."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sample", type=int, help="take so many at random")
    parser.add_argument("--limit", type=int, help="stop after so many new ones")
    parser.add_argument("--vertices", type=int, default=2000)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seed", type=int, default=2026, help="of people and sample")
    parser.add_argument(
        "--only", nargs="*", default=[], metavar="NAME", help="garments, ends, poses, fabrics"
    )
    parser.add_argument("--least-bmi", type=float, default=0.0, help="leave lighter people out")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--page", action="store_true", help="write docs/grid.md")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    results = asked.out / "results.jsonl"
    whole = kept(cells(asked.seed, asked.vertices), asked.only, asked.least_bmi)
    wanted = sampled(whole, asked.sample, asked.seed)
    done = read_results(results)
    new = [cell for cell in wanted if cell["id"] not in done][: asked.limit]
    with ProcessPoolExecutor(asked.workers) as pool, results.open("a") as file:
        waiting = {pool.submit(run, cell, asked.out): cell for cell in new}
        for number, future in enumerate(as_completed(waiting), 1):
            crash = future.exception()
            if isinstance(crash, BrokenProcessPool):
                raise crash  # a process was killed, which is no fault of the drapes
            row = future.result() if crash is None else crashed(waiting[future], crash)
            file.write(json.dumps(row) + "\n")
            file.flush()
            done[str(row["id"])] = row
            why = row.get("reason", "clean")
            print(f"{number}/{len(new)} {row['id']} {row['seconds']} s: {why}", flush=True)
    asked_for = {str(cell["id"]) for cell in wanted}
    rows = [row for name, row in done.items() if name in asked_for]
    clean = sum(bool(row["clean"]) for row in rows)
    print(f"{clean} of {len(rows)} clean")
    if asked.page:
        docs, size = ROOT / "docs", len(whole)
        write_page(rows, asked.out, docs, vertices=asked.vertices, seed=asked.seed, whole=size)


def cells(seed: int, vertices: int) -> list[Cell]:
    """List all there is to drape."""
    whole: list[Cell] = []
    for person, garment, end, pose, fabric in product(
        range(PEOPLE), GARMENTS, ("smallest", "largest"), POSE_NAMES, FABRIC_NAMES
    ):
        sizes = list(catalogue[garment].chart.sizes)
        size = sizes[0] if end == "smallest" else sizes[-1]
        name = f"{seed}-{person:02d}-{garment}-{size}-{pose}-{fabric}-{vertices}"
        whole.append(
            {
                "id": name,
                "seed": seed,
                "person": person,
                "garment": garment,
                "end": end,
                "size": size,
                "pose": pose,
                "fabric": fabric,
                "vertices": vertices,
            }
        )
    return whole


def kept(whole: list[Cell], only: list[str], least_bmi: float) -> list[Cell]:
    """Keep cells of heavy people that have, of every kind named at all, one of the names."""
    kinds = {
        kind: names
        for kind in ("garment", "end", "pose", "fabric")
        if (names := {str(cell[kind]) for cell in whole} & set(only))
    }
    strange = set(only) - set().union(*kinds.values())
    if strange:
        raise SystemExit(f"--only: nothing is called {', '.join(sorted(strange))}")
    return [
        cell
        for cell in whole
        if all(cell[kind] in names for kind, names in kinds.items())
        and body_mass_index(people(int(str(cell["seed"])))[int(str(cell["person"]))]) >= least_bmi
    ]


def sampled(whole: list[Cell], sample: int | None, seed: int) -> list[Cell]:
    """Take so many at random, or all."""
    if sample is None or sample >= len(whole):
        return whole
    chosen = np.random.default_rng(seed).choice(len(whole), sample, replace=False)
    return [whole[number] for number in chosen]


def read_results(path: Path) -> dict[str, Cell]:
    """Return the rows that are there, by their id; a run that was killed may have cut the last."""
    text = path.read_text() if path.is_file() else ""
    whole = [line for line in text.splitlines() if line.endswith("}")]
    if text and not text.endswith("\n"):
        path.write_text("".join(f"{line}\n" for line in whole))
    rows = [json.loads(line) for line in whole]
    return {row["id"]: row for row in rows}


@cache
def commit() -> str:
    """Return the commit that is measured, or nothing outside a repository."""
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True
    )
    return done.stdout.strip()


@cache
def people(seed: int) -> list[dict[str, object]]:
    """Draw the people once a process."""
    return draw_people(PEOPLE, seed)


@cache
def dressed_body(person: int, pose: str, seed: int) -> Body:
    """Make a body once a process and pose."""
    if pose == "drape":
        return make_body(read_person(people(seed)[person]))
    return pose_body(dressed_body(person, "drape", seed), POSES[pose])


def crashed(cell: Cell, why: BaseException) -> Cell:
    """Count a cell that ended in an error of ours as a failure."""
    who = describe(people(int(str(cell["seed"])))[int(str(cell["person"]))])
    told = {"who": who, "clean": False, "commit": commit(), "seconds": 0.0}
    return cell | told | {"reason": f"crashed: {why!r}"}


def run(cell: Cell, out: Path) -> Cell:
    """Drape one cell and judge it; a failure leaves a picture."""
    person, pose, seed = int(str(cell["person"])), str(cell["pose"]), int(str(cell["seed"]))
    row = cell | {"who": describe(people(seed)[person]), "clean": False, "commit": commit()}
    began = time.process_time()
    body = dressed_body(person, pose, seed)
    garment = catalogue[str(cell["garment"])]
    fabrics = dict(garment.fabrics) | {"shell": fabric_of(str(cell["fabric"]))}
    options = DrapeOptions(vertices=int(str(cell["vertices"])), seconds=600)
    began = time.process_time()
    try:
        worn = drape(body, cut(garment, str(cell["size"])), fabrics, options=options)
    except FittingRoomError as refusal:
        row["reason"] = str(refusal)
        body, cloth = last_seen(refusal) or (body, [])
    else:
        body, end = worn.body, worn.settling
        row |= {
            "settled": end.settled,
            "penetration_mm": round(1e3 * end.penetration, 3),
            "strain_mean_pct": round(100 * end.strain_mean, 2),
            "strain_max_pct": round(100 * end.strain_max, 1),
            "crossings": end.crossings,
        }
        if faults := faults_of(end):
            row["reason"] = "; ".join(faults)
        row["clean"] = not faults
        cloth = [(worn.vertices, worn.triangles, cloth_colours(worn.strain.max(axis=1)))]
    row["seconds"] = round(time.process_time() - began, 2)
    if not row["clean"]:
        mesh = body.mesh
        skin = (mesh.vertices, mesh.triangles, skin_colours(len(mesh.triangles)))
        draw([skin, *cloth], out / f"{row['id']}.png", mark=worst_place(cloth))
        row["picture"] = f"{row['id']}.png"
    return row


def faults_of(end: Settling) -> list[str]:
    """Say what isn't as it should be."""
    faults = []
    if not end.settled:
        faults.append(f"still moves at {1e3 * end.speed:.1f} mm/s")
    if 1e3 * end.penetration > DEEPEST_MM:
        faults.append(f"lies {1e3 * end.penetration:.1f} mm inside the body")
    if end.crossings:
        faults.append(f"{end.crossings} pairs of triangles cross")
    return faults


def worst_place(cloth: list[Surface]) -> np.ndarray | None:
    """Return the middle of the largest triangle, where the cloth is torn or caught."""
    if not cloth:
        return None
    places, triangles, _ = cloth[0]
    corners = places[triangles]
    area = np.linalg.norm(
        np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1
    )
    return np.asarray(corners[area.argmax()].mean(axis=0))


def last_seen(refusal: FittingRoomError) -> tuple[Body, list[Surface]] | None:
    """Find body and cloth as they were when refused, in the frames the error came through."""
    trace = refusal.__traceback__
    while trace is not None:
        frame: FrameType = trace.tb_frame
        state, mesh, body = (frame.f_locals.get(name) for name in ("state", "mesh", "body"))
        if isinstance(state, DrapeState) and isinstance(body, Body) and mesh is not None:
            places, triangles = state.positions, mesh.triangles
            if np.isfinite(places).all() and len(places) == mesh.vertex_count:
                strain = edge_strain(places, triangles, mesh.pattern_points)
                colours = cloth_colours(strain.reshape(-1, 3).max(axis=1))
                return body, [(places, triangles, colours)]
        trace = trace.tb_next
    return None


if __name__ == "__main__":
    main()
