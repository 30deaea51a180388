"""`fittingroom evaluate recommend`: how a recommender ranks choices it hasn't seen."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from fittingroom.cli.input import AsJson
from fittingroom.cli.output import say, warn, watch, write_json
from fittingroom.cli.purchases import DataFile, DataKind, SpellingFile, read_data

FIGURES = ("hr_10", "ndcg_10", "coverage", "novelty", "users")
MANY = 0.5  # of the choices were the model's own: it was trained with this file


def evaluate_recommend_command(
    model: Annotated[Path, typer.Option("--model", help="folder of a trained recommender")],
    data: DataFile,
    kind: DataKind = "auto",
    spelling: SpellingFile = None,
    as_json: AsJson = False,
) -> None:
    """Rank everybody's last choice among all items: HR@10, NDCG@10, coverage, novelty.

    The figures proper are of people with earlier choices, dates only ordering their rows.
    """
    from fittingroom.recommend.evaluation import evaluate_recommend_steps
    from fittingroom.recommend.keeping import load_recommender

    recommender = load_recommender(model)
    reading = read_data(data, kind=kind, spelling=spelling)
    work = evaluate_recommend_steps(recommender, reading.purchases)
    told = watch(work, start="rank all items").as_json()
    if told["already_chosen"] > MANY * told["users"]:
        warn(["the model was trained with most of these choices: the figures mean nothing"])
    if as_json:
        write_json(told)
    else:
        say(_table(told))


def _table(told: dict[str, Any]) -> Table:
    table = Table()
    for name in ("people", *FIGURES):
        table.add_column(name, justify="left" if name == "people" else "right")
    table.add_row("with earlier choices", *_cells(told))
    table.add_row("… and the day is known", *_cells(told["with_clock"]))
    if told["new_people"] is not None:
        table.add_row("new", *_cells(told["new_people"]))
    return table


def _cells(figures: dict[str, Any]) -> list[str]:
    shown = {"users": "{:,}", "novelty": "{:.2f}", "coverage": "{:.3f}"}
    return [shown.get(name, "{:.4f}").format(figures[name]) for name in FIGURES]
