"""`fittingroom serve`: the service, until it is told to end."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fittingroom.cli.needing import needing_server


def serve_command(
    host: Annotated[str | None, typer.Option(help="address to listen on [127.0.0.1]")] = None,
    port: Annotated[int | None, typer.Option(help="port to listen on [8000]")] = None,
    data: Annotated[
        Path | None,
        typer.Option(help="folder of database, files and keys [~/.local/share/fittingroom]"),
    ] = None,
    database_url: Annotated[
        str | None, typer.Option(help="postgresql://user@host/name instead of SQLite")
    ] = None,
    workers: Annotated[int | None, typer.Option(help="processes that drape [1]")] = None,
) -> None:
    """Serve the fitting room; every other setting is a FITTINGROOM_… variable."""
    with needing_server():
        from fittingroom.server.serving import serve
        from fittingroom.server.settings import read_settings

    serve(
        read_settings(host=host, port=port, data=data, database_url=database_url, workers=workers)
    )
