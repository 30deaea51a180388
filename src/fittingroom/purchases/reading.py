"""`read_purchases`: a file of purchases, whichever kind it is, read, cleaned and reported.

reading = read_purchases("train.parquet")
reading.purchases      in the schema; impossible values are missing, no row is gone
reading.report         what was found, rule by rule
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from fittingroom.errors import FileRefused, UnknownName
from fittingroom.purchases._parquet import MAGIC, read_frame
from fittingroom.purchases.cleaning import clean
from fittingroom.purchases.limits import LIMITS, Limits, check_file
from fittingroom.purchases.purchases import Purchases
from fittingroom.purchases.reading_csv import read_csv
from fittingroom.purchases.reading_lines import GZIP, first_line, read_lines
from fittingroom.purchases.reading_modcloth import modcloth
from fittingroom.purchases.reading_renttherunway import renttherunway, renttherunway_lines
from fittingroom.purchases.reading_shop import shop_table
from fittingroom.purchases.report import CleaningReport, Finding
from fittingroom.purchases.spelling import Spelling

KINDS = ("auto", "renttherunway", "modcloth", "shop")
Form = Literal["parquet", "lines", "csv"]
_OF_RENTTHERUNWAY = {"rented for", "rented_for", "bust size", "bust_size_num", "height_in"}
_OF_MODCLOTH = {"cup size", "bra size", "shoe size", "hips", "user_name"}


@dataclass(frozen=True, slots=True)
class Reading:
    """A file that was read.

    Args:
        purchases: its rows in the schema, cleaned unless that wasn't wanted.
        report: what reading and cleaning found.
        kind: whose file it was taken for.
    """

    purchases: Purchases
    report: CleaningReport
    kind: str


def read_purchases(
    path: str | Path,
    *,
    kind: str = "auto",
    spelling: Spelling | None = None,
    cleaned: bool = True,
    limits: Limits = LIMITS,
) -> Reading:
    """Read a file of purchases: parquet, JSON lines (also gzipped) or CSV.

    Args:
        path: the file.
        kind: whose columns it has; "auto" looks at them. "shop" means the schema's own names.
        spelling: how a shop's file spells columns and values, where not as the schema does.
        cleaned: also clean; without it values are as read.
        limits: how much is read.

    Raises:
        FileRefused: too large, or nothing that can be read as a table of purchases.
        MissingDependency: a parquet file without the extra `learning`.
    """
    if kind not in KINDS:
        raise UnknownName("kind of file", kind, KINDS)
    file = Path(path)
    form, cells = _table(file, spelling or Spelling(), limits)
    found = _kind_of(cells) if kind == "auto" else kind
    purchases, findings = _in_the_schema(found, form, cells, spelling or Spelling())
    if not {"item_id", "size", "size_label", "user_id"} & set(purchases.columns):
        raise FileRefused(
            f"{path} has no column of purchases: item_id, size or size_label, and user_id are the "
            "least; name yours in a spelling file",
            field="file", value=", ".join(map(str, list(cells)[:8])),
        )  # fmt: skip
    if not cleaned:
        report = CleaningReport(len(purchases), len(purchases), ())
        return Reading(purchases, report.after(findings), found)
    tidy, report = clean(purchases)
    return Reading(tidy, report.after(findings), found)


def _table(path: Path, spelling: Spelling, limits: Limits) -> tuple[Form, Mapping[str, Any]]:
    check_file(path, limits)
    with path.open("rb") as file:
        start = file.read(4)
    if start == MAGIC:
        return "parquet", read_frame(path, limits)
    if start[:2] == GZIP or first_line(path, limits).lstrip(b"\xef\xbb\xbf \t")[:1] in (b"{", b"["):
        return "lines", read_lines(path, limits)
    return "csv", read_csv(path, delimiter=spelling.delimiter, limits=limits)


def _kind_of(columns: Mapping[str, Any]) -> str:
    names = {str(name) for name in columns}
    if names & _OF_MODCLOTH:
        return "modcloth"
    return "renttherunway" if len(names & _OF_RENTTHERUNWAY) > 1 else "shop"


def _in_the_schema(
    kind: str, form: Form, cells: Mapping[str, Any], spelling: Spelling
) -> tuple[Purchases, list[Finding]]:
    if kind == "renttherunway" and form == "parquet":
        return renttherunway(cells), []
    lists = {str(name): list(cells[name]) for name in cells}
    if kind == "renttherunway":
        return renttherunway_lines(lists)
    if kind == "modcloth":
        return modcloth(lists)
    return shop_table(lists, spelling)


def read_spelling(path: Path) -> Spelling:
    """Read a spelling file: JSON with "columns", "values", "delimiter", "decimal".

    Raises:
        FileRefused: not such a file.
    """
    check_file(path, Limits(file_bytes=1024**2))
    try:
        told = json.loads(path.read_text("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise FileRefused(f"{path} isn't JSON: {error}", field="file", value=str(path)) from error
    return Spelling.of(told, path)
