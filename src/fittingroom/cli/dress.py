"""`fittingroom try`: one person, one garment, one size, all files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fittingroom.cli.input import AsJson, GarmentRef, OutFolder, PersonFile, read_person_file
from fittingroom.cli.output import say, watch, whole_folder, write_json
from fittingroom.cli.tables import fit_table
from fittingroom.errors import UnknownName
from fittingroom.fit.wire import fit_json
from fittingroom.progress import Progress, Work

if TYPE_CHECKING:
    from fittingroom.show.heat import Quantity


def try_command(
    person: PersonFile,
    garment: GarmentRef,
    out: OutFolder,
    size: Annotated[str | None, typer.Option(help="size name; the advised one if left out")] = None,
    vertices: Annotated[
        int | None, typer.Option(help="garment vertices, more for finer folds", min=500, max=40000)
    ] = None,
    pictures: Annotated[bool, typer.Option(help="render the pictures")] = True,
    heat: Annotated[
        str, typer.Option(help="heat maps, names with commas between, or all")
    ] = "ease,strain",
    as_json: AsJson = False,
) -> None:
    """Dress a person: 3D files, pictures, fit in centimetres, report."""
    from fittingroom.drape.options import DrapeOptions
    from fittingroom.garment.catalogue import catalogue
    from fittingroom.tryon import TryOnOptions, try_on_steps

    shown = _quantities(heat)
    who, what = read_person_file(person), catalogue[garment]
    drape = DrapeOptions() if vertices is None else DrapeOptions(vertices=vertices)
    options = TryOnOptions(drape=drape)
    with whole_folder(out) as folder:
        work = try_on_steps(who, what, size=size, options=options)
        fit = watch(_save(work, folder, pictures=pictures, heat=shown), start="read")
    if as_json:
        write_json(fit)
    else:
        say(fit_table(fit))
        say(f"[bold]{out / 'report.html'}[/] shows it in 3D; the other files are beside it.")


def _quantities(names: str) -> tuple[Quantity, ...]:
    """Read `--heat`.

    Raises:
        UnknownName: a quantity that doesn't exist.
    """
    from fittingroom.show.heat import QUANTITIES

    if names == "all":
        return QUANTITIES
    known = {str(name): name for name in QUANTITIES}
    wanted = [name.strip() for name in names.split(",") if name.strip()]
    for name in wanted:
        if name not in known:
            raise UnknownName("heat map", name, (*QUANTITIES, "all"))
    return tuple(dict.fromkeys(known[name] for name in wanted))


def _save(
    work: Work[Any], folder: Path, *, pictures: bool, heat: tuple[Quantity, ...]
) -> Work[dict[str, Any]]:
    from fittingroom.show.saving import save_look_steps

    look = yield from work
    yield from save_look_steps(look, folder, pictures=pictures, heat=heat)
    fit = fit_json(look.drape, look.garment, look.fit, look.advice)
    (folder / "fit.json").write_text(json.dumps(fit, ensure_ascii=False, indent=1))
    yield Progress("done", 1.0)
    return fit
