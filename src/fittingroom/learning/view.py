"""`View`: what one source thinks of a garment's sizes for one person, and how two are pooled."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from fittingroom.arrays import Floats, frozen
from fittingroom.purchases.schema import FITS

LEAST = 1e-4  # no source is surer than this: 4,000 draws can't tell 0 from 1 in 4,000


@dataclass(frozen=True, slots=True)
class View:
    """What one source thinks, for each size, shape (size,).

    Args:
        small: probability that the wearer would call it too small.
        large: that the wearer would call it too large.
        beyond: that the right size is a larger one than this; falls, 0 for the last.
        holds: that this size suits if it is the right one, rather than none.
    """

    small: Floats
    large: Floats
    beyond: Floats
    holds: Floats

    def __post_init__(self) -> None:
        for name in ("small", "large", "beyond", "holds"):
            object.__setattr__(self, name, frozen(getattr(self, name)))

    @property
    def right(self) -> Floats:
        """Probability that each size is the right one; sums to 1."""
        return np.maximum(-np.diff(self.beyond, prepend=1.0), 0.0)

    @property
    def suits(self) -> Floats:
        """Probability that each size is the right one and suits; what's missing to 1: none."""
        return np.asarray(self.right * self.holds)

    @property
    def fits(self) -> Floats:
        """Probability that the wearer would say that a size fits."""
        return np.asarray(np.maximum(1.0 - self.small - self.large, 0.0))

    @property
    def median(self) -> int:
        """The size than which a larger one is right less often than not.

        Monotone: where `beyond` grows at every size it can't become smaller, which the most
        probable size could.
        """
        return int(np.argmax(self.beyond < 0.5))


def view_of_words(said: Floats, small: Floats, large: Floats, *, resolves: float) -> View:
    """Return the view of a source that knows only what would be said of each size.

    Let u(s) be how much too large size s is felt to be, the same for all sizes but for a shift, and
    "small" said below -t, "large" above t. The next size is righter where the middle of u(s) and
    u(s + 1) is below 0; with logistic u the logit of that is the mean of the logits of "small"
    said of s and of "not large" said of s + 1, whatever t is. What is said of one size is chancier
    than which size is right, so these log-odds are multiplied.

    Args:
        said: probabilities of small, fit and large of each size, shape (size, 3).
        small: probability that each size is called too small, made monotone: never rising.
        large: probability that each size is called too large, never falling.
        resolves: how much surer it is which size is right than what would be said of it.
    """
    middle = 0.5 * (logit(small[:-1]) + logit(1.0 - large[1:]))
    return View(
        small=said[:, FITS.index("small")],
        large=said[:, FITS.index("large")],
        beyond=np.append(expit(resolves * middle), 0.0),
        holds=expit(resolves * logit(np.clip(1.0 - small - large, 0.0, 1.0))),
    )


def pool(physical: View, learned: View, *, weight: float, sharpness: float) -> View:
    """Return the logarithmic opinion pool of two views.

    At every size the log-odds of what each source says are added with weights that aren't negative.
    So whatever moves both sources one way moves the pool that way, and the pool's probabilities
    keep the order of sizes that both have.

    Args:
        physical: by measures.
        learned: by what people said.
        weight: of the learned one, 0 to 1; with 0 the pool is the physical view.
        sharpness: by which the learned log-odds are multiplied.

    Source: Genest & Zidek 1986, *Combining probability distributions*, Statistical Science 1.
    """
    if weight == 0.0:
        return physical

    def both(a: Floats, b: Floats) -> Floats:
        return np.asarray(expit((1.0 - weight) * logit(a) + weight * sharpness * logit(b)))

    beyond = both(physical.beyond, learned.beyond)
    beyond[-1] = 0.0
    return View(
        small=both(physical.small, learned.small),
        large=1.0 - both(1.0 - physical.large, 1.0 - learned.large),
        beyond=beyond,
        holds=both(physical.holds, learned.holds),
    )


def logit(probability: Floats) -> Floats:
    """Return log-odds, none surer than `LEAST`."""
    p = np.clip(probability, LEAST, 1.0 - LEAST)
    return np.asarray(np.log(p / (1.0 - p)))
