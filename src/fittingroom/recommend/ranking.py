"""`Ranking`: what to try next, in which size, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

LeftOutWhy = Literal["owned", "out_of_stock", "no_size_fits", "not_for_the_occasion"]


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One garment to try.

    Args:
        ref: its name in the catalogue.
        size: the size to take, of those in stock.
        liking: how much the person should like it, 0 to 1.
        fit: the probability that one of the sizes in stock suits.
        because: sentences by language ("en", "zh"), the strongest first.
    """

    ref: str
    size: str
    liking: float
    fit: float
    because: Mapping[str, tuple[str, ...]]

    @property
    def score(self) -> float:
        """Liked and suiting: the product."""
        return self.liking * self.fit


@dataclass(frozen=True, slots=True)
class Ranking:
    """Garments to try, the first first.

    Args:
        items: what is recommended.
        left_out: garments that aren't, and why.
    """

    items: tuple[Recommendation, ...]
    left_out: Mapping[str, LeftOutWhy]

    def as_json(self) -> dict[str, Any]:
        """Return the ranking ready for JSON."""
        return {
            "items": [
                {
                    "garment": item.ref, "size": item.size, "score": round(item.score, 4),
                    "liking": round(item.liking, 4), "fit": round(item.fit, 4),
                    "because": {lang: list(said) for lang, said in item.because.items()},
                }
                for item in self.items
            ],
            "left_out": dict(self.left_out),
        }  # fmt: skip
