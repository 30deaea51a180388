"""`fittingroom admin`: for who runs the service."""

from __future__ import annotations

import sys

import typer

from fittingroom.cli.feedback import feedback_command
from fittingroom.cli.keys import DatabaseUrl, DataFolder
from fittingroom.cli.needing import needing_server

app = typer.Typer(help="For who runs the service.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """For who runs the service."""


app.command("feedback")(feedback_command)


@app.command("token")
def token_command(data: DataFolder = None, database_url: DatabaseUrl = None) -> None:
    """Make the admin's token and print it, this once; the one before ends."""
    with needing_server():
        from fittingroom.server.ground import open_ground
        from fittingroom.server.settings import read_settings
        from fittingroom.store.keys import make_admin_token
        from fittingroom.store.migrating import migrate

    with open_ground(read_settings(data=data, database_url=database_url)) as ground:
        migrate(ground.database)
        with ground.database.write() as session:
            token = make_admin_token(session, ground.keyring)
    sys.stdout.write(f"{token}\n")
