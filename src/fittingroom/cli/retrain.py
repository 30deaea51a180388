"""`fittingroom retrain`: from feedback to a better model, on command or on a schedule."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from fittingroom.cli.input import AsJson
from fittingroom.cli.keys import DatabaseUrl
from fittingroom.cli.models import MODELS, RegistryFolder, open_registry
from fittingroom.cli.needing import needing_server
from fittingroom.cli.output import say, warn, watch, write_json
from fittingroom.cli.purchases import DataKind, SpellingFile, read_data
from fittingroom.errors import FittingRoomError, InvalidInput

if TYPE_CHECKING:
    from fittingroom.loop.retraining import RetrainReport
    from fittingroom.purchases.purchases import Purchases

UNITS = {"s": 1.0, "m": 60.0, "h": 3_600.0, "d": 86_400.0}
EVERY = re.compile(r"(\d{1,6})([smhd])")
SOURCES = {"renttherunway": "renttherunway", "modcloth": "modcloth", "shop": "shop"}


def retrain_command(
    data: Annotated[
        Path | None, typer.Option("--data", help="purchases: parquet, JSON lines or CSV")
    ] = None,
    service: Annotated[
        Path | None, typer.Option(help="the service's data folder: learn from its feedback")
    ] = None,
    database_url: DatabaseUrl = None,
    registry: RegistryFolder = MODELS,
    trusted: Annotated[
        Path | None, typer.Option(help="purchases known to be right: none may get worse there")
    ] = None,
    every: Annotated[str | None, typer.Option(help="again and again: 30m, 12h, 7d")] = None,
    accept_drift: Annotated[
        bool, typer.Option("--accept-drift", help="decide even where outcomes have drifted")
    ] = False,
    minimum_gain: Annotated[
        float, typer.Option(help="log loss a challenger must save [nat]", min=0.0)
    ] = 0.002,
    trees: Annotated[bool, typer.Option(help="train boosted trees beside the network")] = True,
    kind: DataKind = "auto",
    spelling: SpellingFile = None,
    as_json: AsJson = False,
) -> None:
    """Train a challenger on feedback; it takes over only where it is better on the latest rows.

    The report says why it was kept out. Every challenger stays in the registry.
    """
    import numpy as np

    from fittingroom.learning.options import FitOptions
    from fittingroom.loop.accepting import AcceptOptions
    from fittingroom.loop.deciding import DecideOptions
    from fittingroom.loop.fit_learner import fit_learner
    from fittingroom.loop.retraining import RetrainOptions, retrain_steps

    if (data is None) == (service is None and database_url is None):
        raise InvalidInput(
            "say where the feedback is: --data FILE, or --service FOLDER or --database-url URL of"
            " the service",
            field="data",
        )
    pause = None if every is None else seconds_of(every)
    models, learner = open_registry(registry), fit_learner(FitOptions(trees=trees))
    decide = DecideOptions(gain=minimum_gain, accept_drift=accept_drift)

    def once() -> RetrainReport:
        rows, source = _rows(data, service, database_url, kind, spelling)
        sure = None if trusted is None else read_data(trusted, kind=kind).purchases
        today = AcceptOptions(now=np.datetime64("now") + np.timedelta64(1, "D"))  # any time zone
        options = RetrainOptions(source=source, decide=decide, accept=today)
        work = retrain_steps(rows, models, learner, trusted=sure, options=options)
        return watch(work, start="read the feedback")

    while True:
        try:
            _tell(once(), as_json=as_json)
        except FittingRoomError as error:
            if pause is None:
                raise
            warn([str(error)])  # next time there may be more feedback
        if pause is None:
            return
        time.sleep(pause)


def seconds_of(text: str) -> float:
    """Return how long "30m" is [s].

    Raises:
        InvalidInput: it can't be read, or is nothing.
    """
    match = EVERY.fullmatch(text.strip())
    seconds = 0.0 if match is None else int(match[1]) * UNITS[match[2]]
    if seconds <= 0.0:
        raise InvalidInput(
            f"--every is '{text}'; write it like 30m, 12h or 7d",
            field="every", value=text, allowed="a number and s, m, h or d",
        )  # fmt: skip
    return seconds


def _rows(
    data: Path | None, service: Path | None, database_url: str | None, kind: str,
    spelling: Path | None,
) -> tuple[Purchases, str]:  # fmt: skip
    if data is not None:
        reading = read_data(data, kind=kind, spelling=spelling)
        return reading.purchases, SOURCES.get(reading.kind, "shop")
    with needing_server():
        from fittingroom.server.feedback import load_feedback
        from fittingroom.server.ground import open_ground
        from fittingroom.server.settings import read_settings
        from fittingroom.store.migrating import migrate

    with open_ground(read_settings(data=service, database_url=database_url)) as ground:
        migrate(ground.database)
        return load_feedback(ground)[0], "shop"


def _tell(report: RetrainReport, *, as_json: bool) -> None:
    if as_json:
        write_json(report.as_json())
        return
    decision = report.decision
    what = "[bold green]promoted[/]" if decision.promoted else "[bold]kept out[/]"
    say(f"{what}: {report.challenger}")
    for reason in decision.reasons:
        say(f"  {escape(reason)}")
    refused = report.accepted.refused
    if refused:
        say("not counted: " + escape(", ".join(f"{n} {why}" for why, n in refused.items())))
    warn(f"drift: {watch.says()}" for watch in report.drift.alarms)
    say(f"in use: {report.champion or 'none'}")
