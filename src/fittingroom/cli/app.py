"""`fittingroom`: its commands, and what it says when something is wrong."""

from __future__ import annotations

import json
import sys
from typing import cast

import typer
from rich.console import Console
from rich.markup import escape

from fittingroom.cli import (
    admin,
    batch,
    body,
    doctor,
    dress,
    drift,
    evaluate,
    evaluate_recommend,
    fairness,
    garment,
    keys,
    models,
    moving,
    outfit,
    purchases,
    recommend,
    retrain,
    review,
    serve,
    size,
    train,
    train_recommend,
)
from fittingroom.errors import FittingRoomError, InvalidInput

app = typer.Typer(
    name="fittingroom",
    help="Try clothes on, true in centimetres.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
app.command("body")(body.body_command)
app.command("try")(dress.try_command)
app.command("outfit")(outfit.outfit_command)
app.command("move")(moving.move_command)
app.command("drape-batch")(batch.batch_command)
app.command("size")(size.size_command)
app.add_typer(garment.app, name="garment")
app.command("purchases")(purchases.purchases_command)
app.command("recommend")(recommend.recommend_command)
train.app.command("recommend")(train_recommend.train_recommend_command)
app.add_typer(train.app, name="train")
evaluate.app.command("recommend")(evaluate_recommend.evaluate_recommend_command)
app.add_typer(evaluate.app, name="evaluate")
app.command("retrain")(retrain.retrain_command)
app.add_typer(models.app, name="models")
app.command("fairness")(fairness.fairness_command)
app.command("drift")(drift.drift_command)
app.command("review")(review.review_command)
app.command("serve")(serve.serve_command)
app.add_typer(keys.app, name="keys")
app.add_typer(admin.app, name="admin")
app.command("doctor")(doctor.doctor_command)

DONE, BAD_INPUT, STOPPED = 0, 2, 130  # 1, our fault, is Python's own for an uncaught exception
UsageError = cast(type[typer.BadParameter], typer.BadParameter.__bases__[0])  # not exported


def main() -> None:
    """Run the command line and exit: 0 done, 2 bad input, 1 our fault, 3 a check found much."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit status."""
    try:
        status = app(arguments, standalone_mode=False)
    except FittingRoomError as error:
        return _refuse(error, as_json="--json" in arguments)
    except UsageError as error:
        return _refuse(InvalidInput(error.format_message()), as_json="--json" in arguments)
    except (typer.Abort, KeyboardInterrupt):
        Console(stderr=True).print("stopped")
        return STOPPED
    except OSError as error:
        problem = InvalidInput(f"{error.strerror or error}: {error.filename}", field="file")
        return _refuse(problem, as_json="--json" in arguments)
    return status if isinstance(status, int) else DONE


def _refuse(error: FittingRoomError, *, as_json: bool) -> int:
    if str(error):  # the bare command has already shown its help
        console = Console(stderr=True, highlight=False)
        console.print(f"[bold red]Error:[/] {escape(str(error))}", soft_wrap=True)
    if as_json:
        sys.stdout.write(json.dumps(error.as_problem(), ensure_ascii=False) + "\n")
    return BAD_INPUT
