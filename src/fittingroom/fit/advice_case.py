"""`Case`: the facts of one advice, from which sentences in any language are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.fit.advice_ease import Comparison
from fittingroom.fit.advice_odds import Odds
from fittingroom.fit.bands import verdict
from fittingroom.fit.report import Verdict
from fittingroom.person.person import Ease, Person
from fittingroom.units import CENTIMETRE

NONE_SUITS = 0.5  # below this probability that any size suits, the advice says so
UNSURE_SD = 0.02  # a completed measure that may be off by more is worth measuring [m]
GUESS = 0.5  # a best size less probable than this is a guess, and is called one
WORTH_SAYING = 0.005  # probabilities below half a per cent aren't mentioned
SURE = 0.9  # from this probability on nothing needs to be made surer


def per_cent(probability: float) -> int:
    """Return a probability in per cent, never claiming certainty."""
    return min(max(round(100 * float(probability)), 1), 99)


@dataclass(frozen=True, slots=True)
class Turn:
    """A change of one body measure that would change the advice.

    Args:
        shift: how much larger the body would be [m].
        size: the size then.
    """

    shift: float
    size: int


@dataclass(frozen=True, slots=True)
class Case:
    """What was found for one person and one garment.

    Args:
        person: who.
        sizes: the garment's sizes.
        odds: how often each is right.
        body: the body at each zone, as told, else as completed [m], shape (zone,).
        body_sd: how unsure that is [m], shape (zone,).
        decisive: the zone that decides.
        turns: what would change the advice.
        wishes: the size for every wish how close clothes should sit.
    """

    person: Person
    sizes: Comparison
    odds: Odds
    body: Floats
    body_sd: Floats
    decisive: int
    turns: tuple[Turn, ...]
    wishes: Mapping[Ease, int]

    @property
    def best(self) -> int:
        """The recommended size."""
        return self.odds.best

    @property
    def suits(self) -> bool:
        """Whether any size is likely to suit."""
        return bool(self.odds.suits.sum() >= NONE_SUITS)

    @property
    def guess(self) -> bool:
        """Whether the best size is less likely than not to be the right one."""
        return bool(self.odds.suits[self.best] < GUESS)

    @property
    def neighbours(self) -> tuple[int, ...]:
        """The next smaller and the next larger size, where there are any."""
        return tuple(n for n in (self.best - 1, self.best + 1) if 0 <= n < len(self.sizes.sizes))

    def name(self, size: int) -> str:
        """Return the name of a size."""
        return self.sizes.sizes[size]

    def ease_cm(self, size: int, zone: int) -> int:
        """Return garment as cut minus body, to the centimetre a tape is good for."""
        return round(float(self.sizes.cut[size, zone] - self.body[zone]) / CENTIMETRE)

    def per_cent(self, probability: float) -> int:
        """Return a probability as a person is told it."""
        return per_cent(probability)

    def verdict(self, size: int, zone: int) -> Verdict:
        """Return how a size sits at a zone, judged by the cut."""
        cut = float(self.sizes.cut[size, zone])
        ease = cut - float(self.body[zone])
        # lengths don't stretch: only cloth that goes round the body can be smaller than it
        around = self.sizes.bands[zone].around > 0.0
        strain = max(0.0, -ease) / cut if around else 0.0
        fabric = self.sizes.fabrics[zone]
        return verdict(self.sizes.zones[zone].name, self.sizes.style, ease, strain, fabric)

    def remarkable(self) -> list[int]:
        """Return the other zones at which the recommended size isn't regular, worst first."""
        others = [z for z in range(len(self.sizes.zones)) if z != self.decisive]
        found = [z for z in others if self.verdict(self.best, z) != "regular"]
        return sorted(found, key=lambda z: -float(self.odds.loss[self.best, z]))

    def other_wishes(self) -> dict[int, list[Ease]]:
        """Return the other sizes that a different wish would lead to, each with those wishes."""
        sizes: dict[int, list[Ease]] = {}
        for wish, size in self.wishes.items():
            if size != self.best:
                sizes.setdefault(size, []).append(wish)
        return sizes

    def as_asked(self, word: Verdict) -> bool:
        """Whether being close or roomy is what the person wants."""
        return (word, self.person.preferences.ease) in {("tight", "close"), ("loose", "loose")}

    def worth_measuring(self) -> int | None:
        """Return the deciding zone whose measure was estimated and may be well off."""
        told = self.person.measurements
        unsure = [
            zone
            for zone, band in enumerate(self.sizes.bands)
            if band.decides
            and self.sizes.zones[zone].term not in told
            and self.body_sd[zone] > UNSURE_SD
        ]
        if not unsure or self.odds.suits[self.best] >= SURE:
            return None
        weight = [self.sizes.bands[zone].weight * self.body_sd[zone] for zone in unsure]
        return unsure[int(np.argmax(weight))]
