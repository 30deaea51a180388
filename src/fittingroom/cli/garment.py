"""`fittingroom garment`: what the catalogue holds, and patterns to print."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fittingroom.cli.input import AsJson
from fittingroom.cli.output import say, write_json
from fittingroom.cli.tables import garment_list, garment_sheet

app = typer.Typer(help="The catalogue and its patterns.", no_args_is_help=True)


@app.command("list")
def list_command(as_json: AsJson = False) -> None:
    """List styles, fabrics and garments."""
    from fittingroom.garment.wire import catalogue_json

    answer = catalogue_json()
    if as_json:
        write_json(answer)
    else:
        say(garment_list(answer))


@app.command("show")
def show_command(ref: str, as_json: AsJson = False) -> None:
    """Show one garment: sizes, fabrics, finished measurements."""
    from fittingroom.garment.wire import garment_json

    answer = garment_json(ref)
    if as_json:
        write_json(answer)
    else:
        say(garment_sheet(answer))


@app.command("export")
def export_command(
    ref: str,
    size: Annotated[str, typer.Option(help="size name")],
    out: Annotated[Path, typer.Option(help="file to write")],
    format_: Annotated[str, typer.Option("--format", help="svg, pdf, dxf, gc-json")] = "pdf",
    as_json: AsJson = False,
) -> None:
    """Write one size's pattern, true to scale."""
    from fittingroom.garment.catalogue import catalogue
    from fittingroom.garment.exporting import export_pattern

    written = export_pattern(catalogue[ref], size, format_)
    out.parent.mkdir(parents=True, exist_ok=True)
    scratch = out.with_name(f".{out.name}.part")
    scratch.write_bytes(written)
    scratch.replace(out)
    if as_json:
        write_json({"file": str(out), "format": format_, "bytes": len(written)})
    else:
        say(f"[bold]{out}[/] ({len(written) / 1024:.0f} kB)")
