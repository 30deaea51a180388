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


def size_odds(sizes: Comparison, bodies: Floats, tastes: Floats, ease: Ease) -> Odds:
    """Let every draw choose among the sizes.

    Args:
        sizes: the garment.
        bodies: the body's measure at each zone [m], shape (draw, zone).
        tastes: how much looser than others of the same wish each draw likes it, normal with
            mean 0 and sd 1, shape (draw,).
        ease: the wish.
    """
    choice, room, loss = _choices(sizes, bodies, tastes, ease)
    low, _, _, high = np.array(sizes.borders).T
    decides = np.array([band.decides for band in sizes.bands])
    fits = (((room >= low) & (room <= high)) | ~decides).all(axis=2)
    suited = fits[np.arange(len(choice)), choice]
    count = len(sizes.sizes)
    return Odds(
        chosen=np.bincount(choice, minlength=count) / len(choice),
        suits=np.bincount(choice[suited], minlength=count) / len(choice),
        loss=loss.mean(axis=0),
    )


def best_size(sizes: Comparison, bodies: Floats, tastes: Floats, ease: Ease) -> int:
    """Return the size that most draws choose, as `size_odds(…).best` but in half the time."""
    choice, _, _ = _choices(sizes, bodies, tastes, ease)
    return int(np.argmax(np.bincount(choice, minlength=len(sizes.sizes))))


def _choices(
    sizes: Comparison, bodies: Floats, tastes: Floats, ease: Ease
) -> tuple[Ints, Floats, Floats]:
    """Return each draw's choice, shape (draw,), and the room and loss behind it,
    shape (draw, size, zone).
    """
    room = sizes.cut[None, :, :] - bodies[:, None, :]
    low, tight, loose, high = np.array(sizes.borders).T
    middle = 0.5 * (tight + loose)
    follows = np.array([band.follows_taste for band in sizes.bands])
    moved = (loose - tight) * follows
    wanted = middle + moved * (TASTE_SHIFT[ease] + TASTE_SPREAD * tastes[:, None])
    off = room - wanted[:, None, :]
    off /= np.where(off < 0.0, middle - low, high - middle)
    off *= off
    off *= np.array([band.weight for band in sizes.bands])
    return off.sum(axis=2).argmin(axis=1), room, off
