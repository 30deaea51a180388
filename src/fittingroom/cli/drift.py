"""`fittingroom drift`: whether recent purchases are still like those before."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from fittingroom.cli.fairness import FOUND
from fittingroom.cli.input import AsJson
from fittingroom.cli.output import say, write_json
from fittingroom.cli.purchases import DataKind, SpellingFile, read_data


def drift_command(
    before: Annotated[Path, typer.Option(help="purchases of before")],
    after: Annotated[Path, typer.Option(help="recent purchases")],
    model: Annotated[
        Path | None, typer.Option(help="folder of the fit model in use: is it still right?")
    ] = None,
    kind: DataKind = "auto",
    spelling: SpellingFile = None,
    as_json: AsJson = False,
) -> int:
    """Compare recent purchases with those before; ends with status 3 on an alarm."""
    from fittingroom.learning.keeping_adapted import load_any_fit
    from fittingroom.loop.drift import watch_drift

    old, new = (read_data(p, kind=kind, spelling=spelling).purchases for p in (before, after))
    odds = None if model is None else load_any_fit(model).probabilities(new)
    report = watch_drift(old, new, probabilities=odds)
    if as_json:
        write_json(report.as_json())
        return FOUND if report.alarms else 0
    if not report.enough:
        say("too few wearers on one side to tell")
    table = Table("what", "name", "size of the change", "p", "alarm")
    for watch in report.watches:
        alarm = "[bold red]yes[/]" if watch.alarm else ""
        table.add_row(watch.what, escape(watch.name), f"{watch.size:.3f}", f"{watch.p:.2g}", alarm)
    say(table)
    for watch in report.alarms:
        say(f"[bold red]alarm:[/] {escape(watch.says())}")
    return FOUND if report.alarms else 0
