"""How the simulated shop's clothes are worn: what physics would choose and what people say.

What people say is drawn from `wearing_odds`: three logits, of small, fit and large. Small grows
with the tightest zone that decides, large with the weighted mean of the deciding zones, both
counted from the border of the style's band, where being small (large) is as likely as fitting.
"""

from __future__ import annotations

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.fit.advice_odds import TASTE_SHIFT
from fittingroom.loop.simulated_items import Rack
from fittingroom.loop.simulated_options import WISHES

SHIFTS = np.array([TASTE_SHIFT[wish] for wish in WISHES])


def deviations(rack: Rack, bodies: Floats, added: Floats, taste: Floats) -> Floats:
    """Return how far each size is from what is wanted, -1 and 1 at the outer borders.

    Args:
        rack: the garment.
        bodies: in the terms of `BODY`, shape (person, term).
        added: what this item's girths have more than the catalogue's [m], shape (person,).
        taste: wanted place in the regular band, in its widths from the middle, shape (person,).

    Returns:
        Negative where too small, shape (person, size, zone).
    """
    low, tight, loose, high = np.array(rack.comparison.borders).T
    follows = np.array([band.follows_taste for band in rack.comparison.bands])
    middle = 0.5 * (tight + loose)
    wanted = middle + (loose - tight) * follows * taste[:, None]
    room = rack.cut[None] + added[:, None, None] * rack.girth - (bodies @ rack.factors)[:, None]
    off = room - wanted[:, None]
    return np.asarray(off / np.where(off < 0.0, middle - low, high - middle))


def physical_choice(rack: Rack, bodies: Floats, added: Floats, wish: Ints) -> Ints:
    """Return the size that loses least, as `fit.advice_odds` counts, shape (person,)."""
    return np.asarray(physical_loss(rack, bodies, added, wish).argmin(axis=1))


def physical_loss(rack: Rack, bodies: Floats, added: Floats, wish: Ints) -> Floats:
    """Return what each size loses, shape (person, size)."""
    weights = np.array([band.weight for band in rack.comparison.bands])
    return np.asarray(deviations(rack, bodies, added, SHIFTS[wish]) ** 2 @ weights)


def wearing_odds(rack: Rack, off: Floats, steepness: float) -> Floats:
    """Return P(small, fit, large) of each size, shape (person, size, 3).

    Args:
        rack: the garment.
        off: of `deviations`, from true bodies, true girths and true tastes.
        steepness: of the logits.
    """
    bands = rack.comparison.bands
    weights = np.array([band.weight * band.decides for band in bands])
    deciding = off[..., weights > 0.0]
    weights = weights[weights > 0.0]
    tight = (-deciding * np.sqrt(weights / weights.max())).max(axis=-1)
    large = deciding @ (weights / weights.sum())
    logits = np.stack(
        [steepness * (tight - 1.0), np.zeros_like(tight), steepness * (large - 1.0)], axis=-1
    )
    odds = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=-1, keepdims=True))
