"""`fittingroom move`: a dressed person walks or turns."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from fittingroom.cli.input import AsJson, GarmentRef, OutFolder, PersonFile, read_person_file
from fittingroom.cli.output import say, watch, whole_folder, write_json
from fittingroom.progress import Work


def move_command(
    person: PersonFile,
    garment: GarmentRef,
    out: OutFolder,
    to: Annotated[str, typer.Option("--to", help="walk or turn")] = "walk",
    size: Annotated[str | None, typer.Option(help="size name; the advised one if left out")] = None,
    vertices: Annotated[int, typer.Option(help="garment vertices", min=500, max=20000)] = 5000,
    as_json: AsJson = False,
) -> None:
    """Dress a person and let them walk or turn: look_moving.glb with an animation."""
    from fittingroom.body.motions import MOTIONS
    from fittingroom.drape.options import DrapeOptions
    from fittingroom.errors import UnknownName
    from fittingroom.garment.catalogue import catalogue
    from fittingroom.tryon import TryOnOptions, try_on_steps

    if to not in MOTIONS:
        raise UnknownName("movement", to, MOTIONS)
    who, what = read_person_file(person), catalogue[garment]
    options = TryOnOptions(drape=DrapeOptions(vertices=vertices))
    with whole_folder(out) as folder:
        work = try_on_steps(who, what, size=size, options=options)
        told = watch(_moved(work, folder, to), start="read")
    if as_json:
        write_json(told)
    else:
        say(
            f"{told['frames']} frames, {told['cpu_ms_per_frame']:.0f} ms of processor each: "
            f"[bold]{out / 'look_moving.glb'}[/]"
        )


def _moved(work: Work[Any], folder: Path, name: str) -> Work[dict[str, Any]]:
    from fittingroom.show.moving_look import moving_glb_steps
    from fittingroom.show.writing import write_whole

    look = yield from work
    model, frames = yield from moving_glb_steps(look, name)
    write_whole(folder / "look_moving.glb", model)
    body, solve = (
        1000 * float(np.mean([getattr(frame, part) for frame in frames[1:]]))
        for part in ("body_seconds", "solve_seconds")
    )
    return {
        "garment": look.garment.ref,
        "size": look.fit.size,
        "movement": name,
        "frames": len(frames),
        "seconds": round(frames[-1].time, 3),
        "vertices": len(look.drape.vertices),
        "cpu_ms_per_frame": round(body + solve, 1),
        "cpu_ms_of_body": round(body, 1),
        "cpu_ms_of_cloth": round(solve, 1),
    }
