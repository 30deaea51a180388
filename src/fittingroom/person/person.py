"""The nouns of this stage: `Measurement`, `Measurements`, `Preferences`, `Person`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

Sex = Literal["female", "male"]
Source = Literal["tape", "photo", "estimated"]
Ease = Literal["close", "regular", "loose"]


@dataclass(frozen=True, slots=True)
class Measurement:
    """One measurement of a body.

    Args:
        value: [m], or [kg] for `weight`.
        sd: standard deviation of `value`, same unit.
        source: where it comes from.
    """

    value: float
    sd: float
    source: Source = "tape"


class Measurements(Mapping[str, Measurement]):
    """Measurements by term (`bust_girth`, never with a unit), each with its uncertainty.

    Args:
        by_term: the measurements.
    """

    __slots__ = ("_by_term",)

    def __init__(self, by_term: Mapping[str, Measurement]) -> None:
        self._by_term = dict(by_term)

    def __getitem__(self, term: str) -> Measurement:
        return self._by_term[term]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_term)

    def __len__(self) -> int:
        return len(self._by_term)

    def __repr__(self) -> str:
        inside = ", ".join(f"{term}={m.value:.4g}±{m.sd:.2g}" for term, m in self.items())
        return f"Measurements({inside})"


@dataclass(frozen=True, slots=True)
class Preferences:
    """What the person likes.

    Args:
        ease: how close clothes should sit.
        colours: liked colours, first the most.
        styles: liked styles, first the most.
    """

    ease: Ease = "regular"
    colours: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """A shopper.

    Args:
        sex: which of the survey's two distributions and of the body model's two poles is meant.
        measurements: what was measured; `height` at least.
        age_years: age, where told.
        preferences: what the person likes.
    """

    sex: Sex
    measurements: Measurements
    age_years: float | None = None
    preferences: Preferences = field(default_factory=Preferences)
