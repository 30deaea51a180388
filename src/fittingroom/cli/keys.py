"""`fittingroom keys`: the keys that personal data is sealed with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fittingroom.cli.needing import needing_server
from fittingroom.cli.output import say
from fittingroom.errors import InvalidInput

if TYPE_CHECKING:
    from fittingroom.server.ground import Ground

DataFolder = Annotated[Path | None, typer.Option("--data", help="the service's data folder")]
DatabaseUrl = Annotated[str | None, typer.Option(help="the service's database, where not SQLite")]

app = typer.Typer(help="Change the keys that personal data is sealed with.", no_args_is_help=True)


@app.command("rotate")
def rotate_command(data: DataFolder = None, database_url: DatabaseUrl = None) -> None:
    """Add a key and seal everything anew with it; the service may be running."""
    with needing_server():
        from fittingroom.store.rotating import rotate

    with _ground(data, database_url) as (ground, path):
        done = rotate(path, ground.database, ground.keyring, ground.files)
    say("sealed anew: " + ", ".join(f"{count} {name}" for name, count in done.items()))
    say("once a minute has passed: fittingroom keys drop")


@app.command("drop")
def drop_command(data: DataFolder = None, database_url: DatabaseUrl = None) -> None:
    """Forget the old keys, once nothing is sealed with them."""
    with needing_server():
        from fittingroom.store.rotating import drop

    with _ground(data, database_url) as (ground, path):
        say(f"keys dropped: {drop(path, ground.database, ground.keyring, ground.files)}")


@contextmanager
def _ground(data: Path | None, database_url: str | None) -> Iterator[tuple[Ground, Path]]:
    with needing_server():
        from fittingroom.server.ground import KEY_FILE, open_ground
        from fittingroom.server.settings import read_settings

    settings = read_settings(data=data, database_url=database_url)
    path = settings.folder / KEY_FILE
    if settings.keys is not None or not path.is_file():
        where = "FITTINGROOM_KEYS" if settings.keys is not None else f"no key file at {path}"
        raise InvalidInput(
            f"only a key file can be rotated, and the keys here are {where}: give --data",
            field="keys",
        )
    with open_ground(settings) as ground:
        yield ground, path
