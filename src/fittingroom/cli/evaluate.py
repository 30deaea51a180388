"""`fittingroom evaluate`: how good what was learned is, on rows it never saw."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fittingroom.cli.evaluation_tables import fit_report
from fittingroom.cli.input import AsJson
from fittingroom.cli.output import say, whole_folder, write_json
from fittingroom.cli.purchases import DataFile, DataKind, read_data

app = typer.Typer(help="Measure what was learned.", no_args_is_help=True)
PICTURE = "reliability.png"
REPORT = "evaluation.json"


@app.command("fit")
def evaluate_fit_command(
    model: Annotated[Path, typer.Option(help="folder of a trained model")],
    data: DataFile,
    out: Annotated[
        Path | None, typer.Option(help="folder for evaluation.json and reliability.png")
    ] = None,
    kind: DataKind = "auto",
    as_json: AsJson = False,
) -> None:
    """Measure a fit model: AUC, log-loss, calibration, confusion, and the same by body group."""
    from fittingroom.learning.evaluation import evaluate_fit
    from fittingroom.learning.keeping_adapted import load_any_fit

    loaded = load_any_fit(model)
    found = evaluate_fit(loaded, read_data(data, kind=kind).purchases)
    if out is not None:
        from fittingroom.cli.reliability_picture import draw_reliability

        with whole_folder(out) as scratch:
            (scratch / PICTURE).write_bytes(draw_reliability(found.reliability))
            _keep(scratch / REPORT, found.as_json())
    if as_json:
        write_json(found.as_json())
    else:
        say(fit_report(found))


def _keep(path: Path, value: dict[str, object]) -> None:
    import json

    path.write_text(json.dumps(value, indent=1) + "\n")
