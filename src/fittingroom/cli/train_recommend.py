"""`fittingroom train recommend`: learn what people like these choose next."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fittingroom.cli.input import AsJson, OutFolder
from fittingroom.cli.output import say, watch, whole_folder, write_json
from fittingroom.cli.purchases import DataFile, DataKind, SpellingFile, read_data, tell_cleaning


def train_recommend_command(
    data: DataFile,
    valid: Annotated[
        Path, typer.Option("--valid", help="choices held out, to stop and to weigh rankers by")
    ],
    out: OutFolder,
    kind: DataKind = "auto",
    spelling: SpellingFile = None,
    refit: Annotated[
        bool,
        typer.Option("--refit", help="in the end train on --valid too: for use, not for figures"),
    ] = False,
    epochs: Annotated[
        int, typer.Option(help="rounds a tower is trained at most", min=1, max=1000)
    ] = 8,
    seed: Annotated[int, typer.Option(help="of everything random")] = 1,
    as_json: AsJson = False,
) -> None:
    """Train a recommender on who chose what: several rankers and the weights between them."""
    from fittingroom.recommend.interactions import interactions_of
    from fittingroom.recommend.keeping import save_recommender
    from fittingroom.recommend.training import TrainingOptions, train_recommend_steps
    from fittingroom.recommend.training_tower import TowerOptions

    reading, held_out = (read_data(path, kind=kind, spelling=spelling) for path in (data, valid))
    tell_cleaning(reading)
    options = TrainingOptions(tower=TowerOptions(epochs=epochs), refit=refit, seed=seed)
    tables = interactions_of(reading.purchases), interactions_of(held_out.purchases)
    made = watch(train_recommend_steps(*tables, options), start="read the choices")
    with whole_folder(out) as scratch:
        save_recommender(made, scratch)
    weights = dict(zip(made.rankers, made.weights.tolist(), strict=True))
    if as_json:
        write_json({**made.card, "weights": weights, "model": str(out)})
        return
    say(f"{made.card['rows']:,} choices of {made.card['users']:,} people, {made.card['items']:,} "
        f"items; [bold]{out}[/] holds the model.")  # fmt: skip
    say(", ".join(f"{name} {weight:.2f}" for name, weight in weights.items()))
