"""The nouns of this stage: `ZoneFit`, `FitReport`, `SizeAdvice`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Verdict = Literal["too_tight", "tight", "regular", "loose", "too_loose"]
VERDICTS: tuple[Verdict, ...] = ("too_tight", "tight", "regular", "loose", "too_loose")


@dataclass(frozen=True, slots=True)
class ZoneFit:
    """How a garment sits at one zone. Zones about length have no strain or pressure: 0.

    Args:
        zone: "neck", "bust", "waist", "hip", "upper_arm", "shoulder", "length", "sleeve_length", …
        body: the body's measure there [m].
        garment: the garment's measure there as worn [m]; round a body it's never below `body`.
        cut: the garment's measure there as cut, unstretched [m].
        strain: stretch of the cloth round the zone, 0 at rest.
        pressure: mean contact pressure where the cloth touches [Pa].
        verdict: in a word.
    """

    zone: str
    body: float
    garment: float
    cut: float
    strain: float
    pressure: float
    verdict: Verdict

    @property
    def ease(self) -> float:
        """Garment minus body as worn [m]."""
        return self.garment - self.body

    @property
    def cut_ease(self) -> float:
        """Garment as cut minus body [m]: negative where the cloth must stretch."""
        return self.cut - self.body


@dataclass(frozen=True, slots=True)
class FitReport:
    """How one size sits on one person.

    Args:
        size: the size worn.
        zones: from the neck down.
        verdict: the garment as a whole: the worst of the zones that can rule a size out.
    """

    size: str
    zones: tuple[ZoneFit, ...]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class SizeAdvice:
    """Which size to buy.

    Args:
        recommended: size name.
        probability: of each size that it suits this person, sums to at most 1 (the rest is the
            probability that none does).
        because: sentences by language ("en", "zh"), the decisive one first.
    """

    recommended: str
    probability: Mapping[str, float]
    because: Mapping[str, tuple[str, ...]]
