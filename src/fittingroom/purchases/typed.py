"""The values of one column in the schema's type: numbers, dates, or text with None for missing."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fittingroom.errors import InvalidInput
from fittingroom.purchases.schema import Column


def typed(column: Column, values: ArrayLike) -> NDArray[Any]:
    """Return values as a read-only array of a column's type.

    Raises:
        InvalidInput: a value that can't be one of this column.
    """
    if column.kind == "number":
        array = _numbers(column, values)
    elif column.kind == "date":
        array = _dates(column, values)
    else:
        array = _texts(values)
    array.setflags(write=False)
    return array


def _numbers(column: Column, values: ArrayLike) -> NDArray[Any]:
    try:
        array = np.array(_without_na(values), np.float64)
    except (TypeError, ValueError) as error:
        raise _refused(column, _first_without_number(values), "numbers") from error
    if array.ndim != 1:
        raise _refused(column, _first_without_number(values), "numbers")
    if np.isinf(array).any():
        raise _refused(column, array[np.isinf(array)][0], "finite numbers")
    return array


def _without_na(values: Any) -> Any:
    kind = getattr(values, "dtype", None)
    if kind is None or isinstance(kind, np.dtype):
        return values
    return [None if is_missing(value) else value for value in values]  # pandas' nullable types


def _first_without_number(values: Any) -> object:
    for value in values:
        try:
            float(math.nan if is_missing(value) else value)
        except (TypeError, ValueError):
            return value
    return values


def _dates(column: Column, values: ArrayLike) -> NDArray[Any]:
    array = np.asarray(values)
    if array.dtype.kind == "M":
        return array.astype("datetime64[s]")
    try:
        return np.array([_date(value) for value in array.tolist()], "datetime64[s]")
    except (TypeError, ValueError) as error:
        raise _refused(column, error, "dates as 2026-11-25 or 2026-11-25T10:30:00Z") from error


def _date(value: object) -> object:
    if is_missing(value) or value == "":
        return np.datetime64("NaT")
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    if isinstance(moment, datetime) and moment.tzinfo is not None:
        return moment.astimezone(UTC).replace(tzinfo=None)
    return moment


def _texts(values: Any) -> NDArray[Any]:
    # cells that are lists themselves mustn't become a second dimension
    held = hasattr(values, "dtype")
    array = np.asarray(values) if held else np.array([*values, None], object)[:-1]
    texts = np.empty(len(array), object)
    if array.dtype.kind in "iub":
        texts[:] = list(map(str, array.tolist()))
    else:
        texts[:] = [value if type(value) is str else _text(value) for value in array.tolist()]
    return texts


def _text(value: object) -> str | None:
    if is_missing(value):
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def is_missing(value: object) -> bool:
    """Say whether a value of a list or a frame stands for none."""
    if value is None or isinstance(value, float | np.floating):
        return value is None or bool(value != value)
    # pandas' own, which mustn't be compared and needn't be installed
    return type(value).__name__ in ("NAType", "NaTType")


def _refused(column: Column, value: object, allowed: str) -> InvalidInput:
    return InvalidInput(
        f"column {column.name} holds {value!r}; it takes {allowed}, and nothing where it's missing",
        field=column.name, value=value, allowed=allowed,
    )  # fmt: skip
