"""`fittingroom outfit`: one person, several garments over one another."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fittingroom.cli.input import AsJson, OutFolder, PersonFile, read_person_file
from fittingroom.cli.output import say, watch, whole_folder, write_json
from fittingroom.cli.tables import fit_table
from fittingroom.errors import UnknownName
from fittingroom.fit.wire import fit_json
from fittingroom.progress import Progress, Work

if TYPE_CHECKING:
    from fittingroom.garment.garment import Garment


def outfit_command(
    person: PersonFile,
    wear: Annotated[
        list[str],
        typer.Option(
            "--wear",
            help="GARMENT or GARMENT:SIZE, once for each, from the skin outwards: a tee before "
            "trousers is tucked in",
        ),
    ],
    out: OutFolder,
    vertices: Annotated[
        int | None, typer.Option(help="vertices of each garment", min=500, max=40000)
    ] = None,
    pictures: Annotated[bool, typer.Option(help="render the pictures")] = True,
    as_json: AsJson = False,
) -> None:
    """Dress a person in garments worn over one another: 3D file, pictures, fit of each."""
    from fittingroom.drape.options import DrapeOptions
    from fittingroom.tryon import TryOnOptions, try_on_outfit_steps

    who, what = read_person_file(person), [_garment(name) for name in wear]
    drape = DrapeOptions() if vertices is None else DrapeOptions(vertices=vertices)
    with whole_folder(out) as folder:
        work = try_on_outfit_steps(who, what, options=TryOnOptions(drape=drape))
        told = watch(_save(work, folder, pictures=pictures), start="read")
    if as_json:
        write_json(told)
        return
    for fit in told["garments"]:
        say(fit_table(fit))
    say(f"[bold]{out / 'look.glb'}[/] shows it in 3D; the other files are beside it.")


def _garment(name: str) -> tuple[Garment, str | None]:
    """Read one `--wear`.

    Raises:
        UnknownName: a garment that isn't in the catalogue, or a size it doesn't have.
    """
    from fittingroom.garment.catalogue import catalogue

    ref, _, size = name.partition(":")
    garment = catalogue[ref]
    if ":" in name and size not in garment.chart.sizes:
        raise UnknownName("size", size, garment.chart.sizes)
    return garment, size or None


def _save(work: Work[Any], folder: Path, *, pictures: bool) -> Work[dict[str, Any]]:
    from fittingroom.show.outfit_saving import save_outfit_steps

    worn = yield from work
    yield from save_outfit_steps(worn, folder, pictures=pictures)
    layering = worn.outfit.layering
    told = {
        "garments": [
            fit_json(look.drape, look.garment, look.fit, look.advice) for look in worn.looks
        ],
        "outfit": {
            "seconds": round(layering.seconds, 2),
            "settled": layering.settled,
            "crossings": layering.crossings,
            "overlapping_vertices": layering.overlap,
            "inside_out_pct": round(100 * layering.inside_out, 2),
        },
    }
    (folder / "outfit.json").write_text(json.dumps(told, ensure_ascii=False, indent=1))
    yield Progress("done", 1.0)
    return told
