"""The nouns of the joined advice: `JointAdvice`, `Abstention`, `Findings`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from fittingroom.fit.advice_case import Case
from fittingroom.fit.advice_odds import Odds
from fittingroom.learning.doubt import Worth
from fittingroom.learning.owned import Owned
from fittingroom.learning.similar import Similar
from fittingroom.learning.view import View

Why = Literal[
    "measurements_contradict", "clothes_contradict", "no_size_suits", "outside_survey",
    "sources_disagree", "too_little_known", "not_in_stock",
]  # fmt: skip
Said = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class JointOdds(Odds):
    """Odds whose best size is the median of the right one, which is monotone.

    Args:
        median: its place.
    """

    median: int

    @property
    def best(self) -> int:
        """The advised size."""
        return self.median


@dataclass(frozen=True, slots=True)
class OneMore:
    """What one centimetre more where the fit is decided would change.

    Args:
        size: the size advised then.
        probability: that the size advised now is right and suits, then.
    """

    size: int
    probability: float


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found, from which sentences in any language are made.

    Args:
        case: person, sizes and the joined odds.
        view: joined.
        physical: of physics alone.
        learned: of the model alone, None where there is none.
        weight: how much the learned one counts.
        evidence: outcomes of this wearer and of this garment behind it.
        one_more: what one centimetre more would change.
        worths: what each further measurement would be worth, the most valuable first.
        owned: clothes that were told of.
        without_owned: the size without them and its probability.
        similar: what similar people said of the sizes.
        abstains: why no size is named, None where one is.
        stock: places of the sizes in stock, None where nobody asked.
        wanted: the size of all, in stock or not.
        odd_pair: two measurements that hardly go together.
    """

    case: Case
    view: View
    physical: View
    learned: View | None
    weight: float
    evidence: tuple[float, float]
    one_more: OneMore
    worths: tuple[Worth, ...]
    owned: tuple[Owned, ...]
    without_owned: tuple[int, float] | None
    similar: tuple[Similar, ...]
    abstains: Why | None
    stock: tuple[int, ...] | None
    wanted: int
    odd_pair: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Abstention:
    """Why no size is named.

    Args:
        why: in a word.
        said: in a sentence, by language.
        helps: what would help, by language.
    """

    why: Why
    said: Said
    helps: Said


@dataclass(frozen=True, slots=True)
class JointAdvice:
    """Which size to buy, by measures and by what people said.

    Args:
        recommended: the size, None where the advice abstains.
        nearest: the size that comes nearest, named or not.
        probability: of each size that it's the right one and suits; what's missing to 1 is the
            probability that none does.
        words: of each size the probabilities that this person would call it small, fit, large.
        because: sentences by language ("en", "zh"), the decisive one first.
        abstains: why no size is named, None where one is.
        model: what was learned from, None for physics alone.
        findings: what the sentences are made of.
    """

    recommended: str | None
    nearest: str
    probability: Mapping[str, float]
    words: Mapping[str, Mapping[str, float]]
    because: Said
    abstains: Abstention | None
    model: str | None
    findings: Findings
