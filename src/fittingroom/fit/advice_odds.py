"""How probable it is that each size is the one that suits.

Each draw is one body that fits what is known and one idea of how close clothes should sit. For it
the sizes lose points by how far their ease lies from the wanted one; the size that loses least is
the one it would choose, and it suits unless a zone that decides is too tight or too loose.

The loss is convex in the ease at every zone, and what is wanted only moves along it. So a larger
body, or a wish for looser clothes, never chooses a smaller size (Topkis 1998, *Supermodularity and
Complementarity*, theorem 2.8.1); tests/fit/test_advice.py holds that for random people.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fittingroom.arrays import Floats, Ints
from fittingroom.fit.advice_ease import Comparison
from fittingroom.person.person import Ease

# Where in the regular band the wish lies: its middle, or this share of its breadth to either side.
TASTE_SHIFT: dict[Ease, float] = {"close": -0.3, "regular": 0.0, "loose": 0.3}

# People who say "regular" don't mean the same. Assumed spread, as a share of the regular band: at
# a T-shirt's bust 2 cm, about half a size.
TASTE_SPREAD = 0.15


@dataclass(frozen=True, slots=True)
class Odds:
    """What came of all draws.

    Args:
        chosen: share of draws that choose each size, sums to 1, shape (size,).
        suits: share of draws that choose each size and that it suits, shape (size,).
        loss: mean loss of each size at each zone, shape (size, zone).
    """

    chosen: Floats
    suits: Floats
    loss: Floats

    @property
    def best(self) -> int:
        """The size most draws choose."""
        return int(np.argmax(self.chosen))

    @property
    def runner_up(self) -> int | None:
        """The size next most draws choose, None where there is but one or none chose another."""
        rest = np.where(np.arange(len(self.chosen)) == self.best, -1.0, self.chosen)
        second = int(np.argmax(rest))
        return second if rest[second] > 0.0 else None


@dataclass(frozen=True, slots=True)
class Choices:
    """What every draw chose, and why.

    Args:
        choice: the size chosen, shape (draw,).
        suited: whether no deciding zone of it is too tight or too loose, shape (draw,).
        off: how far each size's ease lies from the wanted one: 0 wanted, -1 where too tight
            begins, +1 where too loose begins, shape (draw, size, zone).
        loss: the same squared, times the zone's weight.
    """

    choice: Ints
    suited: npt.NDArray[np.bool_]
    off: Floats
    loss: Floats


def size_odds(
    sizes: Comparison,
    bodies: Floats,
    tastes: Floats,
    ease: Ease,
    *,
    weights: Floats | None = None,
) -> Odds:
    """Let every draw choose among the sizes.

    Args:
        sizes: the garment.
        bodies: the body's measure at each zone [m], shape (draw, zone).
        tastes: how much looser than others of the same wish each draw likes it, normal with
            mean 0 and sd 1, shape (draw,).
        ease: the wish.
        weights: how much each draw counts, all alike where None, shape (draw,).
    """
    return odds_of(choices(sizes, bodies, tastes, ease), len(sizes.sizes), weights=weights)


def odds_of(made: Choices, count: int, *, weights: Floats | None = None) -> Odds:
    """Return how often each of `count` sizes was chosen, and suits."""
    share = np.ones(len(made.choice)) if weights is None else weights
    whole = share.sum()
    chosen = np.bincount(made.choice, share, minlength=count) / whole
    suits = np.bincount(made.choice, share * made.suited, minlength=count) / whole
    if weights is None:
        return Odds(chosen.astype(np.float64), suits.astype(np.float64), made.loss.mean(axis=0))
    loss = np.einsum("d,dsz->sz", share / whole, made.loss)
    return Odds(chosen.astype(np.float64), suits.astype(np.float64), loss)


def best_size(sizes: Comparison, bodies: Floats, tastes: Floats, ease: Ease) -> int:
    """Return the size that most draws choose, as `size_odds(…).best` but in half the time."""
    _, off = _off(sizes, bodies, tastes, ease)
    choice = (off * off * _weights(sizes)).sum(axis=2).argmin(axis=1)
    return int(np.argmax(np.bincount(choice, minlength=len(sizes.sizes))))


def choices(sizes: Comparison, bodies: Floats, tastes: Floats, ease: Ease) -> Choices:
    """Return each draw's choice, and what it made of every size; arguments as `size_odds`."""
    room, off = _off(sizes, bodies, tastes, ease)
    loss = off * off * _weights(sizes)
    choice = loss.sum(axis=2).argmin(axis=1)
    low, _, _, high = np.array(sizes.borders).T
    decides = np.array([band.decides for band in sizes.bands])
    chosen = room[np.arange(len(choice)), choice]
    suited = (((chosen >= low) & (chosen <= high)) | ~decides).all(axis=1)
    return Choices(choice, suited, off, loss)


def _weights(sizes: Comparison) -> Floats:
    return np.array([band.weight for band in sizes.bands])


def _off(sizes: Comparison, bodies: Floats, tastes: Floats, ease: Ease) -> tuple[Floats, Floats]:
    """Return the room and how far it is from the wanted one, shape (draw, size, zone)."""
    room = sizes.cut[None, :, :] - bodies[:, None, :]
    low, tight, loose, high = np.array(sizes.borders).T
    middle = 0.5 * (tight + loose)
    follows = np.array([band.follows_taste for band in sizes.bands])
    moved = (loose - tight) * follows
    wanted = middle + moved * (TASTE_SHIFT[ease] + TASTE_SPREAD * tastes[:, None])
    off = room - wanted[:, None, :]
    off /= np.where(off < 0.0, middle - low, high - middle)
    return room, off
