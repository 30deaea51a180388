"""`fittingroom admin feedback`: what shoppers and the shop told, as purchases to learn from."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fittingroom.cli.input import AsJson
from fittingroom.cli.keys import DatabaseUrl, DataFolder
from fittingroom.cli.needing import needing_server
from fittingroom.cli.output import say, write_json

if TYPE_CHECKING:
    from fittingroom.purchases.purchases import Purchases


def feedback_command(
    out: Annotated[Path, typer.Option("--out", help="JSON lines, readable by you alone")],
    data: DataFolder = None,
    database_url: DatabaseUrl = None,
    as_json: AsJson = False,
) -> None:
    """Write all feedback as purchases, wearers under names that lead nowhere, to learn from."""
    with needing_server():
        from fittingroom.server.feedback import load_feedback
        from fittingroom.server.ground import open_ground
        from fittingroom.server.settings import read_settings
        from fittingroom.store.migrating import migrate

    with open_ground(read_settings(data=data, database_url=database_url)) as ground:
        migrate(ground.database)
        purchases, report = load_feedback(ground)
    _write(purchases, out)
    if as_json:
        write_json({"rows": len(purchases), "file": str(out), "cleaning": report.as_json()})
    else:
        say(f"{len(purchases):,} purchases in {out}")


def _write(purchases: Purchases, out: Path) -> None:
    """Write a file whole or not at all; it is personal data, so its owner's alone."""
    out.parent.mkdir(parents=True, exist_ok=True)
    handle, scratch = tempfile.mkstemp(prefix=".making-", dir=out.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in _rows(purchases))
        Path(scratch).replace(out)
    except BaseException:
        Path(scratch).unlink(missing_ok=True)
        raise


def _rows(purchases: Purchases) -> Iterator[dict[str, Any]]:
    columns = purchases.everything()
    for row in range(len(purchases)):
        values = {name: values[row] for name, values in columns.items()}
        yield {
            name: value if isinstance(value, str) else _plain(value)
            for name, value in values.items()
            if value is not None and value == value
        }


def _plain(value: Any) -> float | str:
    return float(value) if isinstance(value, float) else f"{value}Z"
