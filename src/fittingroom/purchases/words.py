"""`Words`: cells of text read into the schema's columns, and what couldn't be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from fittingroom.purchases.report import Finding, examples_of
from fittingroom.purchases.schema import BY_NAME
from fittingroom.purchases.spoken import Parser, cup, date, fit, kept, number, sex
from fittingroom.purchases.typed import is_missing

Cells = Sequence[Any]
NOTHING = frozenset({"", "nan", "null", "none", "n/a", "na", "-"})


class Words:
    """Columns being read: each cell by its column's parser, equal cells once.

    Attributes:
        columns: what was read, by the schema's names.
        findings: what wasn't.
    """

    def __init__(self) -> None:
        self.columns: dict[str, Any] = {}
        self.findings: list[Finding] = []

    def read(self, name: str, cells: Cells, parser: Parser | None = None, *, said: str) -> None:
        """Read one column.

        Args:
            name: of the schema.
            cells: texts or numbers; None, "" and their like are missing.
            parser: of one text, None for the one that the column's kind has.
            said: the source's name of the column, for the report.
        """
        self.columns[name] = self.parsed(cells, parser or parser_of(name), said=said)

    def parsed(self, cells: Cells, parser: Parser, *, said: str) -> list[Any]:
        """Read cells; one that can't be read is missing and told."""
        texts = [cell if cell is None or type(cell) is str else _told(cell) for cell in cells]
        values: dict[str | None, Any] = {None: None}
        unread: set[str | None] = set()
        for text in {text for text in texts if text is not None}:
            bare = text.strip()
            values[text] = None if bare.lower() in NOTHING else parser(bare)
            if values[text] is None and bare.lower() not in NOTHING:
                unread.add(text)
        if unread:
            self._tell(said, [str(text) for text in texts if text in unread])
        return [values[text] for text in texts]

    def ignore(self, said: Sequence[str], why: str) -> None:
        """Tell of columns that the schema has no place for."""
        for name in said:
            self.findings.append(Finding("unknown column", name, 1, "ignored", why))

    def _tell(self, said: str, unread: list[str]) -> None:
        says, shown = "a value that isn't of its column's kind", examples_of(unread)
        self.findings.append(Finding("unreadable", said, len(unread), "made missing", says, shown))


def parser_of(name: str) -> Parser:
    """Return the reader of a column's cells."""
    own: dict[str, Parser] = {"fit": fit, "kept": kept, "bra_cup": cup, "sex": sex}
    if name in own:
        return own[name]
    kinds: dict[str, Parser] = {"number": number, "date": date, "category": _category}
    return kinds.get(BY_NAME[name].kind, _as_is)


def _told(cell: object) -> str | None:
    if is_missing(cell):
        return None
    if isinstance(cell, float | np.floating) and float(cell).is_integer():
        return str(int(cell))
    return str(cell)


def _category(text: str) -> str:
    return " ".join(text.split())


def _as_is(text: str) -> str:
    return text
