"""`fittingroom models`: which models there are, which is in use, and one command back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.table import Column, Table

from fittingroom.cli.input import AsJson
from fittingroom.cli.output import say, warn, write_json
from fittingroom.errors import InvalidInput, NotFound

if TYPE_CHECKING:
    from fittingroom.loop.entry import Entry
    from fittingroom.loop.registry import ModelRegistry

RegistryFolder = Annotated[
    Path, typer.Option("--registry", envvar="FITTINGROOM_MODELS", help="folder of the models")
]
ModelKind = Annotated[str, typer.Option("--kind", help="fit or recommend")]
ModelName = Annotated[str, typer.Argument(help="its name, or 'champion'")]
Why = Annotated[str, typer.Option(help="why, for the record")]
MODELS = Path("models")

app = typer.Typer(help="Models: list, look at, put into use, take back.", no_args_is_help=True)


@app.command("list")
def list_command(
    registry: RegistryFolder = MODELS, kind: ModelKind = "fit", as_json: AsJson = False
) -> None:
    """List the models, the one in use, and those that are damaged."""
    models = open_registry(registry)
    champion, damaged = models.pointer(kind).champion, models.damaged(kind)
    entries = models.entries(kind)
    if as_json:
        write_json(
            {
                "kind": kind, "champion": champion, "damaged": damaged,
                "models": [_short(entry, champion) for entry in entries],
            }
        )  # fmt: skip
        return
    table = Table(Column("model", no_wrap=True), "made", "rows", "source", "log loss", "in use",
                  "decided")  # fmt: skip
    for entry in entries:
        loss = entry.card.metrics.get("log_loss")
        table.add_row(
            entry.name, entry.made_at[:16], f"{entry.card.rows:,}", escape(entry.card.source),
            "–" if loss is None else f"{loss:.4f}", "yes" if entry.name == champion else "",
            escape(entry.verdict.split(":")[0]),
        )  # fmt: skip
    say(table if entries else f"no {kind} models in {escape(str(registry))}")
    warn(damaged.values())


@app.command("show")
def show_command(
    name: ModelName = "champion",
    registry: RegistryFolder = MODELS,
    kind: ModelKind = "fit",
    as_json: AsJson = False,
) -> None:
    """Show a model's card, where its files are, and what was decided."""
    from fittingroom.loop.card import card_markdown

    models = open_registry(registry)
    entry = models.champion(kind) if name == "champion" else models.entry(kind, name)
    if entry is None:
        raise NotFound(f"{kind} model in use")
    if as_json:
        log = [line for line in models.pointer(kind).log if line["champion"] == entry.name]
        write_json({**entry.as_json(), "folder": str(entry.folder), "log": log})
        return
    say(escape(card_markdown(entry.card)))
    say(f"files: {escape(str(entry.folder))}")
    say(escape(entry.verdict))


@app.command("promote")
def promote_command(
    name: Annotated[str, typer.Argument(help="its name")],
    registry: RegistryFolder = MODELS,
    kind: ModelKind = "fit",
    why: Why = "promoted by hand",
    as_json: AsJson = False,
) -> None:
    """Put a model into use."""
    _in_use(open_registry(registry).promote(kind, name, why=why), as_json=as_json)


@app.command("roll-back")
def roll_back_command(
    registry: RegistryFolder = MODELS,
    kind: ModelKind = "fit",
    why: Why = "rolled back",
    as_json: AsJson = False,
) -> None:
    """Put the model that was in use before into use again."""
    _in_use(open_registry(registry).roll_back(kind, why=why), as_json=as_json)


def open_registry(folder: Path) -> ModelRegistry:
    """Open a folder of models.

    Raises:
        InvalidInput: it's a file.
    """
    from fittingroom.loop.registry import ModelRegistry

    if folder.exists() and not folder.is_dir():
        raise InvalidInput(
            f"--registry {folder} is a file; name a folder", field="registry", value=str(folder)
        )
    return ModelRegistry(folder)


def _in_use(entry: Entry, *, as_json: bool) -> None:
    if as_json:
        write_json({"champion": entry.name, "folder": str(entry.folder)})
    else:
        say(f"in use now: [bold]{entry.name}[/] ({escape(str(entry.folder))})")


def _short(entry: Entry, champion: str | None) -> dict[str, Any]:
    return {
        "name": entry.name, "made_at": entry.made_at, "rows": entry.card.rows,
        "source": entry.card.source, "metrics": dict(entry.card.metrics),
        "verdict": entry.verdict, "in_use": entry.name == champion,
    }  # fmt: skip
