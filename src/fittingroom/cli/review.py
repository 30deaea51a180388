"""`fittingroom review`: advice that a person should look at, with reasons."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from fittingroom.cli.input import AsJson
from fittingroom.cli.output import say, watch, write_json
from fittingroom.cli.purchases import DataFile, DataKind, SpellingFile, read_data


def review_command(
    data: DataFile,
    model: Annotated[
        str | None, typer.Option(help="folder of a fit model, or none; the shipped one if not told")
    ] = None,
    most: Annotated[int, typer.Option(help="rows looked at, the latest first")] = 500,
    kind: DataKind = "auto",
    spelling: SpellingFile = None,
    as_json: AsJson = False,
) -> None:
    """List purchases whose advice a person should look at: keys and reasons, no measurements."""
    from fittingroom.learning.choosing import choose_model
    from fittingroom.loop.reviewing import ReviewOptions, review_steps

    options = ReviewOptions(most=most)
    chosen = choose_model(model)
    purchases = read_data(data, kind=kind, spelling=spelling).purchases
    work = review_steps(purchases, model=chosen.model if chosen else None, options=options)
    queue = watch(work, start="read the purchases")
    if as_json:
        write_json(queue.as_json())
        return
    table = Table("row", "order", "item", "size", "why")
    for review in queue.reviews:
        why = "; ".join(f"{reason.why}: {reason.says}" for reason in review.reasons)
        keys = (review.order, review.item, review.size)
        table.add_row(str(review.row), *(escape(key or "–") for key in keys), escape(why))
    say(table if queue.reviews else "nothing to look at")
    say(f"{len(queue.reviews)} of {queue.looked_at:,} rows looked at, of {queue.rows:,}")
