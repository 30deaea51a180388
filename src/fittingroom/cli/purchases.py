"""`fittingroom purchases`: what is in a file of purchases, what was cleaned, and its parts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from fittingroom.cli.input import AsJson
from fittingroom.cli.output import say, warn, whole_folder, write_json
from fittingroom.errors import InvalidInput

if TYPE_CHECKING:
    from fittingroom.purchases.purchases import Purchases
    from fittingroom.purchases.reading import Reading

DataFile = Annotated[
    Path, typer.Option("--data", help="purchases: parquet, JSON lines (also .gz) or CSV")
]
DataKind = Annotated[
    str, typer.Option("--kind", help="auto, renttherunway, modcloth or shop: whose columns")
]
SpellingFile = Annotated[
    Path | None, typer.Option("--spelling", help="JSON: how a shop spells columns and values")
]


def purchases_command(
    data: DataFile,
    kind: DataKind = "auto",
    spelling: SpellingFile = None,
    split: Annotated[
        str | None, typer.Option("--split", help="write parts by row, user, item or time to --out")
    ] = None,
    seed: Annotated[int, typer.Option(help="of a split at random")] = 1,
    out: Annotated[Path | None, typer.Option("--out", help="folder the parts go to")] = None,
    as_json: AsJson = False,
) -> None:
    """Read and clean a file of purchases, tell what was found, and split it where wanted."""
    if (split is None) != (out is None):
        raise InvalidInput("--split and --out go together: how, and where to", field="split")
    reading = read_data(data, kind=kind, spelling=spelling)
    answer = _told(reading)
    if split is not None and out is not None:
        answer["parts"] = _write_parts(reading.purchases, split, seed, out)
    if as_json:
        write_json(answer)
        return
    say(report_table(reading))
    for name, rows in answer.get("parts", {}).items():
        say(f"{name}: {rows:,} rows")


def read_data(path: Path, *, kind: str = "auto", spelling: Path | None = None) -> Reading:
    """Read a file of purchases that a command was given; see `read_purchases`."""
    from fittingroom.purchases.reading import read_purchases, read_spelling

    spelt = read_spelling(spelling) if spelling is not None else None
    return read_purchases(path, kind=kind, spelling=spelt)


def tell_cleaning(reading: Reading) -> None:
    """Say on stderr what reading and cleaning changed."""
    changed = [f for f in reading.report.findings if f.action not in ("only told", "ignored")]
    warn(f"{f.rule}, {f.column}: {f.count:,} {f.action} ({f.says})" for f in changed)


def report_table(reading: Reading) -> Table:
    """Return the report as a table."""
    rows = len(reading.purchases)
    table = Table(
        title=f"{rows:,} rows of {reading.kind}, {len(reading.purchases.columns)} columns"
    )
    for name in ("rule", "column", "count", "what was done", "examples"):
        table.add_column(name, justify="right" if name == "count" else "left")
    for row in reading.report.as_rows():
        table.add_row(*map(escape, row))
    return table


def _told(reading: Reading) -> dict[str, Any]:
    import numpy as np

    from fittingroom.purchases.schema import FITS

    counts = np.bincount(reading.purchases.outcomes() + 1, minlength=len(FITS) + 1).tolist()
    return {
        "kind": reading.kind,
        "rows": len(reading.purchases),
        "columns": list(reading.purchases.columns),
        "outcomes": dict(zip(("untold", *FITS), counts, strict=True)),
        "cleaning": reading.report.as_json(),
    }


def _write_parts(purchases: Purchases, by: str, seed: int, out: Path) -> dict[str, int]:
    from fittingroom.purchases._parquet import write_frame
    from fittingroom.purchases.splitting import split

    parts = split(purchases, by, seed=seed)
    rows = {}
    with whole_folder(out) as folder:
        for name in ("train", "valid", "test"):
            part = getattr(parts, name)
            write_frame(part.frame(), folder / f"{name}.parquet")
            rows[name] = len(part)
    return rows
