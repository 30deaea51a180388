"""`Purchases`: a checked table of purchases, one row each, in numpy arrays and without pandas.

purchases = Purchases({"user_id": ["7", "7"], "size": [8, 12], "fit": ["fit", "large"]})
purchases.inputs()["size"]       float64, NaN where missing; all that a model may see
purchases.inputs()["user_id"]    object: str, None where missing
purchases.outcomes()             places in FITS, to learn from
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fittingroom.arrays import Ints
from fittingroom.errors import InvalidInput, MissingDependency, UnknownName
from fittingroom.purchases.schema import BY_NAME, COLUMNS, FITS, INPUTS
from fittingroom.purchases.typed import typed

if TYPE_CHECKING:
    import pandas as pd

Columns = Mapping[str, NDArray[Any]]
UNTOLD = -1  # the code of an outcome that isn't known
_FIT_CODES: Mapping[str | None, int] = {
    None: UNTOLD,
    **{fit: code for code, fit in enumerate(FITS)},
}
_KEPT_CODES: Mapping[str | None, int] = {"returned": 0, "kept": 1, None: UNTOLD}


class Inputs(dict[str, NDArray[Any]]):
    """Columns known before the wearing; asking for another says why there's none."""

    def __missing__(self, name: str) -> NDArray[Any]:
        if name in BY_NAME and name not in INPUTS:
            raise KeyError(f"{name} isn't known before the wearing: no model may see it")
        raise KeyError(f"there is no column {name} in this table")


class Purchases:
    """Purchases in the schema's columns, the schema's order and the schema's types.

    Columns that a source doesn't have are absent; missing values stay missing (NaN or None).
    The arrays are read-only: numbers float64, dates datetime64[s], everything else objects (str).

    Args:
        columns: arrays or lists by the name of a schema's column, all of one length; a pandas
            frame does as well.

    Raises:
        UnknownName: a column that the schema doesn't know.
        InvalidInput: columns of several lengths, a number that is none, an unknown outcome.
    """

    __slots__ = ("_columns", "_rows")

    def __init__(self, columns: Mapping[str, ArrayLike] | pd.DataFrame) -> None:
        for name in columns:
            if name not in BY_NAME:
                raise UnknownName("column of purchases", str(name), BY_NAME)
        names = [column.name for column in COLUMNS if column.name in columns]
        self._columns = {name: typed(BY_NAME[name], columns[name]) for name in names}
        self._rows = len(self._columns[names[0]]) if names else 0
        for name, values in self._columns.items():
            if len(values) != self._rows:
                raise InvalidInput(
                    f"column {name} has {len(values)} values and {names[0]} {self._rows}: "
                    "give every column as many",
                    field=name, value=len(values), allowed=str(self._rows),
                )  # fmt: skip
        _checked(self._columns, "fit", _FIT_CODES)
        _checked(self._columns, "kept", _KEPT_CODES)

    def __len__(self) -> int:
        return self._rows

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns there are."""
        return tuple(self._columns)

    def inputs(self) -> Inputs:
        """Return what is known before the wearing, by column: all that a model may see.

        It's a mapping of read-only arrays, not a frame: float64 with NaN for numbers, objects
        (str or None) for all else. `pandas.DataFrame(purchases.inputs())` makes a frame.
        """
        return Inputs({name: self._columns[name] for name in INPUTS if name in self._columns})

    def everything(self) -> Columns:
        """Return all columns, outcomes too: for reports, cleaning and splits, never for models."""
        return dict(self._columns)

    def frame(self) -> pd.DataFrame:
        """Return `everything` as a pandas frame: for reports and splits, never for models.

        Raises:
            MissingDependency: pandas isn't installed.
        """
        try:
            import pandas as pd
        except ImportError as error:
            raise MissingDependency("pandas", extra="learning", purpose="a frame") from error
        # pandas would take a list of str and None for a column of its own strings
        return pd.DataFrame(
            {
                name: pd.Series(values, dtype=object) if values.dtype == object else values.copy()
                for name, values in self._columns.items()
            }
        )

    def outcomes(self) -> Ints:
        """Return the place in `FITS` of each row's outcome, `UNTOLD` where there's none."""
        return self._coded("fit", _FIT_CODES)

    def kept(self) -> Ints:
        """Return 1 for each row that was kept, 0 for a returned one, `UNTOLD` for neither."""
        return self._coded("kept", _KEPT_CODES)

    def take(self, rows: Ints | Sequence[int] | NDArray[np.bool_]) -> Purchases:
        """Return some of the rows, in this order, or those that a mask marks."""
        chosen = np.asarray(rows)
        if chosen.size == 0:
            chosen = np.zeros(0, np.int64)
        return _made({name: _locked(values[chosen]) for name, values in self._columns.items()})

    def replaced(self, columns: Mapping[str, ArrayLike]) -> Purchases:
        """Return the same rows with some columns added or given other values."""
        return Purchases(self._columns | dict(columns))

    def without(self, names: Sequence[str]) -> Purchases:
        """Return the same rows without some columns."""
        return _made({name: v for name, v in self._columns.items() if name not in names})

    def _coded(self, name: str, codes: Mapping[str | None, int]) -> Ints:
        if name not in self._columns:
            return np.full(self._rows, UNTOLD)
        return np.array([codes[value] for value in self._columns[name].tolist()], np.int64)


def concatenate(tables: Sequence[Purchases]) -> Purchases:
    """Return the rows of several tables, one under the other; a column that one lacks is missing
    in its rows.
    """
    names = {name for table in tables for name in table.columns}
    return Purchases(
        {
            name: np.concatenate(
                [table.everything().get(name, _missing(name, len(table))) for table in tables]
            )
            for name in names
        }
    )


def _missing(name: str, rows: int) -> NDArray[Any]:
    return typed(BY_NAME[name], np.full(rows, None))


def _made(columns: dict[str, NDArray[Any]]) -> Purchases:
    made = object.__new__(Purchases)
    made._columns = columns
    made._rows = len(next(iter(columns.values()))) if columns else 0
    return made


def _locked(values: NDArray[Any]) -> NDArray[Any]:
    values.setflags(write=False)
    return values


def _checked(columns: Columns, name: str, codes: Mapping[str | None, int]) -> None:
    strange = set(columns[name].tolist()) - set(codes) if name in columns else ()
    if strange:
        allowed = ", ".join(code for code in codes if code is not None)
        first = sorted(strange)[0]
        raise InvalidInput(
            f"{name} is {first!r}; allowed are {allowed}", field=name, value=first, allowed=allowed
        )
