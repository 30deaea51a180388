"""`Spelling`: how a shop's file writes columns and values, where not as the schema does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fittingroom.errors import FileRefused, InvalidInput, UnknownName
from fittingroom.purchases.schema import BY_NAME
from fittingroom.purchases.spoken import Parser, times
from fittingroom.units import CENTIMETRE, split_unit

ALIASES = {
    "order": "order_id", "order_date": "ordered_at", "customer_id": "user_id",
    "customer": "user_id", "gender": "sex", "age": "age_years", "product_id": "item_id",
    "item": "item_id", "sku": "item_id", "size_name": "size_label", "reason": "return_reason",
    "chest_girth_cm": "bust_girth_cm", "review_text": "review", "review_date": "reviewed_at",
}  # fmt: skip
_KEYS = ("columns", "values", "delimiter", "decimal")


@dataclass(frozen=True, slots=True)
class Spelling:
    """A shop's spelling.

    Args:
        columns: the schema's column (also in another unit, `waist_girth_in`) by the shop's name.
        values: by the schema's column, the schema's value by the shop's.
        delimiter: between a CSV's cells, None to see from its first line.
        decimal: the sign before decimals.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    delimiter: str | None = None
    decimal: str = "."

    def __post_init__(self) -> None:
        for ours in self.columns.values():
            if column_of(ours) is None:
                raise UnknownName("column of purchases", ours, BY_NAME)
        for name in self.values:
            if name not in BY_NAME:
                raise UnknownName("column of purchases", name, BY_NAME)
        if self.decimal not in (".", ","):
            raise InvalidInput(
                f"decimal is {self.decimal!r}; allowed are . and ,",
                field="decimal", value=self.decimal, allowed=". or ,",
            )  # fmt: skip
        if self.delimiter is not None and (len(self.delimiter) != 1 or self.delimiter in '"\r\n'):
            raise InvalidInput(
                f"delimiter is {self.delimiter!r}; one character is allowed, as , ; | or a tab",
                field="delimiter", value=self.delimiter, allowed="one character",
            )  # fmt: skip

    @classmethod
    def of(cls, told: object, path: Path) -> Spelling:
        """Return the spelling that a JSON document tells.

        Raises:
            FileRefused: it isn't made of the four keys and texts.
            UnknownName: a column that the schema doesn't know.
        """
        if not isinstance(told, dict) or set(told) - set(_KEYS):
            raise FileRefused(
                f"{path} isn't a spelling: an object with {', '.join(_KEYS)}",
                field="file", value=str(path), allowed=", ".join(_KEYS),
            )  # fmt: skip
        columns, values = told.get("columns", {}), told.get("values", {})
        if not (_texts(columns) and isinstance(values, dict) and all(map(_texts, values.values()))):
            raise FileRefused(
                f'{path}: "columns" maps names to names, "values" maps a column to such a map',
                field="file", value=str(path),
            )  # fmt: skip
        return cls(columns, values, told.get("delimiter"), told.get("decimal", "."))


def column_of(name: str) -> tuple[str, Parser | None] | None:
    """Return the schema's column of a name and the reader where its unit is another: an alias
    (`sku`), another unit of length or mass (`waist_girth_in`, `weight_lb`), or None.
    """
    written = name.strip().lower().replace(" ", "_")
    written = ALIASES.get(written, written)
    if written in BY_NAME:
        return written, None
    split = split_unit(written.replace("chest_girth", "bust_girth"))
    if split is None:
        return None
    term, factor, _ = split
    for ending, unit in (("_cm", CENTIMETRE), ("_kg", 1.0)):
        if term + ending in BY_NAME and (ending == "_kg") == written.endswith(("_kg", "_lb")):
            return term + ending, times(factor / unit)
    return None


def _texts(told: Any) -> bool:
    return isinstance(told, dict) and all(isinstance(value, str) for value in told.values())
