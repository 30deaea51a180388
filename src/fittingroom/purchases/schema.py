"""Every column a table of purchases may have, and whether it's known before the wearing.

A model reads a table through `Purchases.inputs` alone, which gives nothing that's known only after
the wearing: a rating, a review, a date of a review can't reach it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from fittingroom.errors import InvalidInput, UnknownName

Part = Literal["order", "wearer", "article", "outcome"]
Kind = Literal["key", "number", "category", "text", "file", "date"]
Known = Literal["before", "after"]
Fit = Literal["small", "fit", "large"]

FITS: tuple[Fit, ...] = ("small", "fit", "large")  # small: the article was too small


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Args:
        name: with its unit.
        part: whom it tells of: the order, U, C or Y.
        kind: keys, categories, texts, and files (by path) are strings; numbers float64 with NaN.
        says: what it holds, one line for the docs.
        low: the least a number may be.
        high: the most.
        known: when.
    """

    name: str
    part: Part
    kind: Kind
    says: str
    low: float | None = None
    high: float | None = None
    known: Known = "before"


def _after(name: str, kind: Kind, says: str, low: float = 0.0, high: float = 10.0) -> Column:
    if kind != "number":
        return Column(name, "outcome", kind, says, known="after")
    return Column(name, "outcome", kind, says, low, high, known="after")


COLUMNS: tuple[Column, ...] = (
    Column("order_id", "order", "key", "the order"),
    Column("ordered_at", "order", "date", "when it was ordered: splits and drift, never an input"),
    Column("occasion", "order", "category", "what for: wedding, work, everyday, …"),
    Column("user_id", "wearer", "key", "the wearer"),
    Column("sex", "wearer", "category", "female or male"),
    Column("age_years", "wearer", "number", "age", 14.0, 100.0),
    Column("height_cm", "wearer", "number", "height", 140.0, 230.0),
    Column("weight_kg", "wearer", "number", "weight", 30.0, 250.0),
    Column("bust_girth_cm", "wearer", "number", "bust or chest girth", 60.0, 180.0),
    Column("underbust_girth_cm", "wearer", "number", "girth under the bust", 50.0, 160.0),
    Column("waist_girth_cm", "wearer", "number", "natural waist", 45.0, 180.0),
    Column("hip_girth_cm", "wearer", "number", "hip girth", 60.0, 190.0),
    Column("bra_band_in", "wearer", "number", "band of the bra size, US inches", 26.0, 56.0),
    Column("bra_cup", "wearer", "category", "cup of the bra size, US letters"),
    Column("body_type", "wearer", "category", "body type in the wearer's words"),
    Column("ease", "wearer", "category", "how close clothes should sit: close, regular, loose"),
    Column("photo", "wearer", "file", "a picture of the wearer"),
    Column("pose", "wearer", "file", "body landmarks of the picture"),
    Column("depth", "wearer", "file", "a depth map of the wearer"),
    Column("item_id", "article", "key", "the item: a garment in a colour, all sizes"),
    Column("size", "article", "number", "the size's place on the item's scale", 0.0, 200.0),
    Column("size_label", "article", "category", "the size as sold: M, 38, 12P"),
    Column("category", "article", "category", "dress, gown, tee, …"),
    Column("style", "article", "category", "crew-neck-tee, shift-dress, …"),
    Column("material", "article", "category", "the cloth"),
    Column("brand", "article", "category", "the brand"),
    Column("article_bust_cm", "article", "number", "finished bust of that size", 50.0, 250.0),
    Column("article_waist_cm", "article", "number", "finished waist of that size", 40.0, 250.0),
    Column("article_hip_cm", "article", "number", "finished hip of that size", 50.0, 250.0),
    Column("title", "article", "text", "name and description"),
    Column("image", "article", "file", "a picture of the item"),
    Column("article_depth", "article", "file", "a depth map of the item"),
    _after("fit", "category", "small, fit or large"),
    _after("kept", "category", "kept or returned"),
    _after("return_reason", "category", "why it came back"),
    _after("rating", "number", "the wearer's rating"),
    _after("recommends", "category", "whether the wearer recommends it"),
    _after("length_said", "category", "how long it ran, as the wearer said"),
    _after("quality", "number", "how good the wearer found it"),
    _after("review", "text", "what the wearer wrote"),
    _after("reviewed_at", "date", "when the wearer wrote"),
)
BY_NAME = {column.name: column for column in COLUMNS}
INPUTS = tuple(
    column.name for column in COLUMNS if column.known == "before" and column.kind != "date"
)


def check_inputs(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names of columns that a model asks for, if it may see them.

    Raises:
        UnknownName: no such column.
        InvalidInput: a column that's known only after the wearing, or a date.
    """
    asked = tuple(names)
    for name in asked:
        if name not in BY_NAME:
            raise UnknownName("column of purchases", name, INPUTS)
        if name not in INPUTS:
            raise InvalidInput(
                f"{name} isn't known before the wearing: no model may see it",
                field=name, value=name, allowed=", ".join(INPUTS),
            )  # fmt: skip
    return asked
