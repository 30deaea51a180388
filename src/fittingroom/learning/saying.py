"""What each drawn body would say of each size: too small, or too large.

A wearer feels the garment as a whole and its tightest place. With o the ease at a zone against the
wanted one (0 wanted, -1 where too tight begins, +1 where too loose does), she feels

    u = whole × mean of o by the zones' weights + tightest × least o of the zones that decide

and says small with probability σ(-u - small_from), large with σ(u - large_from). Every o falls with
the body at its zone and rises with the size, so u does, too: a larger body says small more often
and large more rarely, whatever the four constants, which aren't negative.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from fittingroom.arrays import Floats
from fittingroom.fit.advice_ease import Comparison
from fittingroom.fit.advice_odds import Choices, odds_of
from fittingroom.learning.view import View


@dataclass(frozen=True, slots=True)
class Saying:
    """How people speak of what they feel.

    Args:
        whole: weight of the whole garment.
        tightest: weight of its tightest place.
        small_from: how far below 0 the feeling begins to be called small, more often than not.
        large_from: how far above 0 it begins to be called large.
    """

    whole: float
    tightest: float
    small_from: float
    large_from: float

    def small(self, feeling: Floats) -> Floats:
        """Return the probability that a feeling is called small."""
        return np.asarray(expit(-feeling - self.small_from))

    def large(self, feeling: Floats) -> Floats:
        """Return the probability that a feeling is called large."""
        return np.asarray(expit(feeling - self.large_from))


def feelings(sizes: Comparison, off: Floats, saying: Saying) -> Floats:
    """Return what each draw feels in each size, shape (draw, size).

    Args:
        sizes: the garment.
        off: `Choices.off`, shape (draw, size, zone).
        saying: how it's weighed.
    """
    whole, tightest = parts(sizes, off)
    return saying.whole * whole + saying.tightest * tightest


def parts(sizes: Comparison, off: Floats) -> tuple[Floats, Floats]:
    """Return the whole garment's feeling and the tightest place's, each of shape (draw, size)."""
    weights = np.array([band.weight for band in sizes.bands])
    decides = np.array([band.decides for band in sizes.bands])
    return off @ (weights / weights.sum()), off[:, :, decides].min(axis=2)


def physical_view(
    sizes: Comparison, made: Choices, saying: Saying, *, weights: Floats | None = None
) -> View:
    """Return what the draws think of the sizes.

    Args:
        sizes: the garment.
        made: what every draw chose.
        saying: how people speak.
        weights: of the draws, all alike where None, shape (draw,).
    """
    felt = feelings(sizes, made.off, saying)
    odds = odds_of(made, len(sizes.sizes), weights=weights)
    chosen = odds.chosen
    beyond = np.maximum(1.0 - np.cumsum(chosen), 0.0)
    beyond[-1] = 0.0
    share = np.full(len(felt), 1.0) if weights is None else weights
    return View(
        small=np.average(saying.small(felt), axis=0, weights=share),
        large=np.average(saying.large(felt), axis=0, weights=share),
        beyond=beyond,
        holds=np.divide(odds.suits, chosen, out=np.ones_like(chosen), where=chosen > 0.0),
    )
