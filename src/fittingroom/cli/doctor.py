"""`fittingroom doctor`: what is installed, what is missing, how fast this machine is."""

from __future__ import annotations

import os
import platform
import shutil
import time
from importlib import metadata, resources
from typing import Annotated, Any

import typer
from rich.table import Table

from fittingroom.cli.input import AsJson
from fittingroom.cli.output import say, watch, write_json
from fittingroom.progress import Progress, Work

NEEDED = ("numpy", "scipy", "numba", "mitsuba", "usd-core", "pillow", "reportlab")
EXAMPLE = {"sex": "female", "height_cm": 168, "weight_kg": 62}


def doctor_command(
    warm: Annotated[
        bool, typer.Option("--warm", help="also compile and cache what the first run needs")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Say what is installed, what is missing and how fast this machine is."""
    found: dict[str, Any] = {
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "packages": {name: _version(name) for name in NEEDED},
        "viewer": resources.files("fittingroom.show").joinpath("assets/report.js").is_file(),
        "node": shutil.which("node") is not None,
    }
    missing = [name for name, version in found["packages"].items() if version is None]
    if not missing:
        found["seconds"] = watch(_timings(warm=warm), start="measure")
    found["missing"] = missing + ([] if found["viewer"] else ["viewer (make web)"])
    if as_json:
        write_json(found)
    else:
        say(_sheet(found))
    if missing:
        raise typer.Exit(1)


def _timings(*, warm: bool) -> Work[dict[str, float]]:
    """Time the steps of a small try-on; with `warm` twice, so that the second is compiled."""
    seconds: dict[str, float] = {}
    for attempt in range(2 if warm else 1):
        label = "measure" if attempt or not warm else "compile and cache (once)"
        yield Progress(f"{label}: body", 0.1)
        seconds["body"], body = _timed(_body)
        yield Progress(f"{label}: drape", 0.5)
        seconds["drape"], _ = _timed(lambda made=body: _drape(made))
    return {step: round(spent, 2) for step, spent in seconds.items()}


def _timed(verb: Any) -> tuple[float, Any]:
    start = time.perf_counter()
    result = verb()
    return time.perf_counter() - start, result


def _body() -> Any:
    from fittingroom.body.making import make_body
    from fittingroom.person.reading import read_person

    return make_body(read_person(EXAMPLE))


def _drape(body: Any) -> Any:
    from fittingroom.drape.draping import drape
    from fittingroom.garment.catalogue import catalogue
    from fittingroom.garment.cutting import cut

    garment = catalogue["classic-tee"]
    return drape(body, cut(garment, "M"), garment.fabrics)


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _sheet(found: dict[str, Any]) -> Table:
    table = Table(title="fittingroom doctor", show_header=False)
    table.add_row("Python", f"{found['python']} on {found['machine']}, {found['cores']} cores")
    for name, version in found["packages"].items():
        table.add_row(name, version or "[red]missing[/]")
    table.add_row("3D viewer", "built" if found["viewer"] else "[red]missing: make web[/]")
    table.add_row("Node", "found" if found["node"] else "not found (needed to build the viewer)")
    for step, spent in found.get("seconds", {}).items():
        table.add_row(f"a {step} takes", f"{spent:.2f} s")
    return table
