"""`Purchases`: a checked table of purchases, one row each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from fittingroom.arrays import Ints
from fittingroom.errors import InvalidInput, UnknownName
from fittingroom.purchases.schema import BY_NAME, COLUMNS, FITS, INPUTS

if TYPE_CHECKING:
    import pandas as pd

UNTOLD = -1  # the code of an outcome that isn't known


class Purchases:
    """Purchases in the schema's columns, the schema's order and the schema's types.

    Columns that a source doesn't have are absent; missing values stay missing (NaN or None).

    Args:
        frame: the rows, in columns of the schema; it isn't changed.

    Raises:
        UnknownName: a column that the schema doesn't know.
        InvalidInput: an outcome other than small, fit, large.
    """

    __slots__ = ("_frame",)

    def __init__(self, frame: pd.DataFrame) -> None:
        for name in frame.columns:
            if name not in BY_NAME:
                raise UnknownName("column of purchases", str(name), BY_NAME)
        order = [column.name for column in COLUMNS if column.name in frame]
        self._frame = _typed(frame[order].reset_index(drop=True))

    def __len__(self) -> int:
        return len(self._frame)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns there are."""
        return tuple(self._frame.columns)

    def frame(self) -> pd.DataFrame:
        """Return a copy of everything, outcomes too: for reports and splits, never for models."""
        return self._frame.copy()

    def inputs(self) -> pd.DataFrame:
        """Return a copy of what is known before the wearing: all that a model may see."""
        return self._frame[[name for name in INPUTS if name in self._frame]].copy()

    def outcomes(self) -> Ints:
        """Return the place in `FITS` of each row's outcome, `UNTOLD` where there's none."""
        if "fit" not in self._frame:
            return np.full(len(self), UNTOLD)
        codes = {fit: code for code, fit in enumerate(FITS)}
        said = self._frame["fit"]
        strange = set(said.dropna()) - set(FITS)
        if strange:
            raise InvalidInput(
                f"fit is {sorted(strange)[0]!r}; allowed are {', '.join(FITS)}",
                field="fit", value=sorted(strange)[0], allowed=", ".join(FITS),
            )  # fmt: skip
        return np.asarray(said.map(codes).fillna(UNTOLD), np.int64)

    def take(self, rows: Ints | Sequence[int]) -> Purchases:
        """Return some of the rows, in this order."""
        taken = object.__new__(Purchases)
        taken._frame = self._frame.iloc[np.asarray(rows)].reset_index(drop=True)
        return taken


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    typed = {}
    for name in frame.columns:
        kind, column = BY_NAME[name].kind, frame[name]
        if kind == "number":
            typed[name] = pd.to_numeric(column, errors="coerce").astype(np.float64)
        elif kind == "date":
            typed[name] = pd.to_datetime(column, errors="coerce")
        else:
            typed[name] = column.astype(object).where(column.notna(), None).map(_text)
    return pd.DataFrame(typed)


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
