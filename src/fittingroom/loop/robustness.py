"""`try_mistakes`: what becomes of the advice when people tell their measurements wrongly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from fittingroom.errors import MeasurementError
from fittingroom.garment.garment import Garment
from fittingroom.learning.advising import advise_jointly
from fittingroom.learning.joint_advice import JointAdvice
from fittingroom.learning.model import FitModel
from fittingroom.loop.mistakes import Mistake, Told
from fittingroom.person.person import Person
from fittingroom.person.reading import read_person
from fittingroom.progress import Progress, Work


@dataclass(frozen=True, slots=True)
class Robustness:
    """What a mistake does, in shares of all cases.

    Args:
        cases: people times garments.
        refused: the person was refused, with what doesn't go together.
        abstained: no size was named.
        same: the size was named that would have been without the mistake.
        next: the size next to it was named.
        further: a size further off was named.
    """

    cases: int
    refused: float
    abstained: float
    same: float
    next: float
    further: float

    def as_json(self) -> dict[str, Any]:
        """Return the shares as JSON holds them."""
        names = ("refused", "abstained", "same", "next", "further")
        return {"cases": self.cases, **{name: round(getattr(self, name), 3) for name in names}}


def try_mistakes(
    people: Sequence[Told],
    garments: Sequence[Garment],
    mistakes: Mapping[str, Mistake],
    rng: np.random.Generator,
    *,
    model: FitModel | None = None,
) -> Work[dict[str, Robustness]]:
    """Advise people as they are, and as they tell of themselves with each mistake.

    Args:
        people: what they'd tell without a mistake.
        garments: what they ask for.
        mistakes: by name.
        rng: source of chance.
        model: of what people said, where there is one.

    Returns:
        What each mistake does. Cases in which no size would have been named anyway don't count.
    """
    found: dict[str, list[str]] = {name: [] for name in mistakes}
    for number, told in enumerate(people):
        yield Progress("advise with mistakes", number / len(people))
        person = read_person(told)
        right = [advise_jointly(person, garment, model=model) for garment in garments]
        for name, mistake in mistakes.items():
            wrong = _read(mistake(told, rng))
            for garment, advice in zip(garments, right, strict=True):
                if advice.recommended is not None:
                    found[name].append(_outcome(wrong, garment, advice, model))
    return {name: _shares(outcomes) for name, outcomes in found.items()}


def _read(told: Told) -> Person | None:
    try:
        return read_person(told)
    except MeasurementError:
        return None


def _outcome(
    person: Person | None, garment: Garment, right: JointAdvice, model: FitModel | None
) -> str:
    if person is None:
        return "refused"
    wrong = advise_jointly(person, garment, model=model)
    if wrong.recommended is None:
        return "abstained"
    sizes = list(garment.chart.sizes)
    away = abs(sizes.index(wrong.recommended) - sizes.index(right.nearest))
    return ("same", "next")[away] if away < 2 else "further"


def _shares(outcomes: list[str]) -> Robustness:
    count = len(outcomes)
    names = ("refused", "abstained", "same", "next", "further")
    return Robustness(count, *(outcomes.count(name) / max(count, 1) for name in names))
