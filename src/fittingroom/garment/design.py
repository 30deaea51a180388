"""`DesignParameter`: one typed choice of a style, with its range and meaning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Literal

from fittingroom.errors import PatternError, UnknownName

Unit = Literal["m", "rad", "1"]


@dataclass(frozen=True, slots=True)
class DesignParameter:
    """One choice a designer makes of a style.

    Args:
        name: its name in `Garment.design`.
        value: what the style takes unless told otherwise, in `unit`.
        low: smallest value the style can be cut with.
        high: largest.
        step: how finely a designer changes it.
        unit: "m", "rad" or "1" for a ratio.
        meaning: one sentence a pattern cutter understands.
    """

    name: str
    value: float
    low: float
    high: float
    step: float
    unit: Unit
    meaning: str

    @property
    def allowed(self) -> str:
        """The range in words, with its unit."""
        unit = "" if self.unit == "1" else f" {self.unit}"
        return f"{self.low:g} to {self.high:g}{unit}"


def resolve(
    parameters: Sequence[DesignParameter], overrides: Mapping[str, float]
) -> dict[str, float]:
    """Return every parameter's value: the style's own, or the override's.

    Raises:
        UnknownName: an override names no parameter of the style.
        PatternError: an override lies outside its parameter's range.
    """
    known = {parameter.name: parameter for parameter in parameters}
    for name, value in overrides.items():
        if name not in known:
            raise UnknownName("design parameter", name, known)
        _check(known[name], value)
    return {name: float(overrides.get(name, p.value)) for name, p in known.items()}


def _check(parameter: DesignParameter, value: object) -> None:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if number and isfinite(float(value)) and parameter.low <= float(value) <= parameter.high:  # type: ignore[arg-type]
        return
    raise PatternError(
        f"design parameter '{parameter.name}' is {value!r}: {parameter.meaning} "
        f"It can be {parameter.allowed}.",
        field=parameter.name,
        value=value,
        allowed=parameter.allowed,
    )
