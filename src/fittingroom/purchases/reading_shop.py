"""A table in the schema's own names, or near them: a shop's CSV, JSON lines or parquet."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

import numpy as np

from fittingroom.errors import FileRefused
from fittingroom.purchases.outcome import fits_from_returns
from fittingroom.purchases.purchases import Purchases
from fittingroom.purchases.report import Finding, examples_of
from fittingroom.purchases.schema import BY_NAME
from fittingroom.purchases.sizes import places
from fittingroom.purchases.spelling import Spelling, column_of
from fittingroom.purchases.spoken import Parser, number
from fittingroom.purchases.words import NOTHING, Words, parser_of


def shop_table(
    cells: Mapping[str, list[Any]], spelling: Spelling
) -> tuple[Purchases, list[Finding]]:
    """Return the rows, not yet cleaned, and what wasn't readable or had no column.

    `size` that isn't all numbers is taken for `size_label`; the place of a label on its item's
    scale becomes `size` where none is told, and an outcome is told from kept and returned.

    Raises:
        FileRefused: two columns of the file for one of the schema.
    """
    words = Words()
    sources: dict[str, str] = {}
    for said, column in cells.items():
        found = column_of(spelling.columns.get(said, said))
        if found is None:
            words.ignore([said], _hint(said))
            continue
        ours, parser = found
        ours = "size_label" if ours == "size" and not _all_numbers(column) else ours
        if ours in sources:
            raise FileRefused(
                f"the columns {sources[ours]!r} and {said!r} both are {ours}; keep one",
                field=ours, value=said,
            )  # fmt: skip
        sources[ours] = said
        words.read(ours, column, _spelt(ours, parser, spelling), said=said)
    purchases = Purchases(words.columns)
    purchases, findings = _placed(purchases)
    purchases, filled = fits_from_returns(purchases)
    return purchases, [*words.findings, *findings, *filled]


def _spelt(ours: str, parser: Parser | None, spelling: Spelling) -> Parser:
    read = parser or parser_of(ours)
    values = spelling.values.get(ours, {})
    comma = spelling.decimal == "," and BY_NAME[ours].kind == "number"

    def spelt(text: str) -> object:
        text = values.get(text, text)
        return read(text.replace(".", "").replace(",", ".") if comma else text)

    return spelt if values or comma else read


def _all_numbers(cells: list[Any]) -> bool:
    texts = {str(cell).strip().lower() for cell in cells if cell is not None}
    return all(number(text) is not None for text in texts - NOTHING)


def _hint(said: str) -> str:
    near = get_close_matches(said, BY_NAME, n=1, cutoff=0.7)
    return f"no such column in the schema; did you mean {near[0]}?" if near else "no place for it"


def _placed(purchases: Purchases) -> tuple[Purchases, list[Finding]]:
    every = purchases.everything()
    if "size_label" not in every or "size" in every:
        return purchases, []
    labels = every["size_label"].tolist()
    items = every["item_id"].tolist() if "item_id" in every else [None] * len(labels)
    sizes, strays = places(items, labels)
    unknown = [row for row in np.flatnonzero(np.isnan(sizes)).tolist() if labels[row]]
    unknown = sorted(set(unknown) - set(strays.tolist()))
    scales = "a size on another scale than most of its item's: it can't be compared"
    neither = "neither a letter size nor a number: it has no place on a scale"
    findings = _told("sizes on several scales", [labels[row] for row in strays], scales)
    findings += _told("unknown size", [labels[row] for row in unknown], neither)
    return purchases.replaced({"size": sizes}), findings


def _told(rule: str, labels: list[str], says: str) -> list[Finding]:
    if not labels:
        return []
    return [Finding(rule, "size", len(labels), "made missing", says, examples_of(labels))]
