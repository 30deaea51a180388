"""`fittingroom fairness`: whether a group of bodies is served much worse; it fails where one is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Column, Table

from fittingroom.cli.input import AsJson
from fittingroom.cli.output import say, write_json
from fittingroom.cli.purchases import DataFile, DataKind, SpellingFile, read_data

if TYPE_CHECKING:
    from fittingroom.learning.clustered import Estimate
    from fittingroom.learning.fairness import FairnessReport

FOUND = 3
"""Exit status of a check that found something: neither bad input nor our fault."""


def fairness_command(
    model: Annotated[Path, typer.Option(help="folder of a trained model")],
    data: DataFile,
    least: Annotated[int, typer.Option(help="rows a group needs to be judged", min=20)] = 200,
    kind: DataKind = "auto",
    spelling: SpellingFile = None,
    as_json: AsJson = False,
) -> int:
    """Judge a fit model by sex, height, body mass index and age, on rows it never saw.

    Ends with status 3 where a group is served much worse than the others.
    """
    from fittingroom.learning.fairness import FairnessOptions, judge_fairness
    from fittingroom.learning.keeping_adapted import load_any_fit

    loaded = load_any_fit(model)
    purchases = read_data(data, kind=kind, spelling=spelling).purchases
    report = judge_fairness(purchases, loaded.probabilities(purchases), FairnessOptions(rows=least))
    if as_json:
        write_json(report.as_json())
    else:
        _tell(report)
    return 0 if report.fair else FOUND


def _tell(report: FairnessReport) -> None:
    table = Table(Column("group", no_wrap=True), "rows", "log loss", "gap", "bias small",
                  "bias large")  # fmt: skip
    for name, figures in report.groups.items():
        table.add_row(
            escape(name), f"{figures.rows:,}", _figure(figures.log_loss), _figure(figures.gap),
            _figure(figures.bias[0]), _figure(figures.bias[2]),
        )  # fmt: skip
    say(table)
    for finding in report.findings:
        say(f"[bold red]found:[/] {escape(finding)}")
    if report.unjudged:
        say("too few rows to judge: " + escape(", ".join(report.unjudged)))
    if report.fair:
        say("no group is served much worse than the others")


def _figure(estimate: Estimate) -> str:
    if estimate.error == float("inf"):
        return f"{estimate.value:.3f}"
    return f"{estimate.value:.3f} ±{estimate.high - estimate.value:.3f}"
