"""Clothes that someone owns, as evidence of body and taste: the draws are weighed anew by Bayes.

Each draw is one body with one taste. It would say of an owned garment that it's tight, fits or is
loose, with the probabilities of `saying`; the draw's weight is the product of the probabilities of
what was said. Weights of measures told and of clothes owned so work on the same unknowns, and what
is learned of the bust by a shirt tells of the waist as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.fit.advice_ease import at_zones, compare_sizes, terms_of
from fittingroom.fit.advice_odds import TASTE_SHIFT, TASTE_SPREAD, choices
from fittingroom.fit.advice_study import SEED, Study
from fittingroom.garment.garment import Garment
from fittingroom.learning.drawing import draw_more
from fittingroom.learning.joining import Joiner
from fittingroom.learning.owned import CHART_ZONES, How, Owned, Piece, owned_piece
from fittingroom.learning.saying import Saying, feelings

SLIP = 0.06  # share of what people say that is a slip or another's label, assumed
WISH_BAND = 1.0  # breadth of a regular fit in steps between two sizes: a T-shirt's is 7 cm


@dataclass(frozen=True, slots=True)
class OwnedEvidence:
    """What clothes tell of the draws.

    Args:
        weights: of each draw, sum to 1, shape (draw,).
        expected: how probable what was said was, before it was said, for each garment.
        effective: how many equal draws the weights are worth.
    """

    weights: Floats
    expected: tuple[float, ...]
    effective: float


def weigh_owned(study: Study, owned: Sequence[Owned], joiner: Joiner) -> OwnedEvidence | None:
    """Return what owned clothes tell, None where there are none.

    Args:
        study: the bodies and tastes drawn.
        owned: what was said.
        joiner: how people speak, and how far clothes are from their charts.

    Raises:
        UnknownName: a garment, brand, size or zone nobody knows.
    """
    if not owned:
        return None
    likely = [said_by_draws(study, one, joiner, number) for number, one in enumerate(owned)]
    together = np.sum(np.log(likely), axis=0)
    weights = np.exp(together - together.max())
    weights /= weights.sum()
    return OwnedEvidence(
        weights=weights,
        expected=tuple(float(one.mean()) for one in likely),
        effective=float(1.0 / np.square(weights).sum()),
    )


def said_by_draws(study: Study, owned: Owned, joiner: Joiner, number: int) -> Floats:
    """Return the probability that each draw says this of what is owned, shape (draw,).

    Args:
        study: the bodies and tastes drawn.
        owned: what was said.
        joiner: how people speak, and how far clothes are from their charts.
        number: the garment's among those told of: each runs in its own way.
    """
    piece, saying = owned_piece(owned.ref), joiner.saying
    runs = np.random.default_rng(SEED + 10 + number).standard_normal((len(study.tastes), 1))
    runs *= joiner.runs
    if piece.garment is not None:
        felt = _felt_in(study, piece.garment, owned, saying, runs)
    else:
        felt = _felt_by_chart(study, piece, owned, saying, runs)
    said = _word(felt, owned.how, saying)
    return np.asarray((1.0 - SLIP) * said + SLIP / 3.0)


def _word(felt: Floats, how: How, saying: Saying) -> Floats:
    if how == "tight":
        return saying.small(felt)
    if how == "loose":
        return saying.large(felt)
    return np.maximum(1.0 - saying.small(felt) - saying.large(felt), 0.0)


def _felt_in(study: Study, garment: Garment, owned: Owned, saying: Saying, runs: Floats) -> Floats:
    """Return what each draw feels in a garment that can be cut."""
    sizes = compare_sizes(garment)
    terms = terms_of(sizes.zones)
    bodies = at_zones(draw_more(study, terms), sizes.zones, terms)
    around = np.array([float(band.around > 0.0) for band in sizes.bands])
    off = choices(sizes, bodies - runs * around, study.tastes, study.ease).off
    size = sizes.sizes.index(owned.size)
    if owned.zone is None:
        return feelings(sizes, off, saying)[:, size]
    zone = [zone.name for zone in sizes.zones].index(owned.zone)
    return np.asarray((saying.whole + saying.tightest) * off[:, size, zone])


def _felt_by_chart(
    study: Study, piece: Piece, owned: Owned, saying: Saying, runs: Floats
) -> Floats:
    """Return what each draw feels in a size that a chart means for bodies of some girths."""
    names = list(piece.chart.sizes)
    row = piece.chart.sizes[owned.size]
    terms = [t for t in row if t in CHART_ZONES and owned.zone in (None, CHART_ZONES[t])]
    bodies = draw_more(study, terms) - runs
    middles = np.array([[sum(piece.chart.sizes[n][t]) / 2 for t in terms] for n in names])
    step = np.maximum(np.diff(middles, axis=0).mean(axis=0), 0.02)
    wish = WISH_BAND * (TASTE_SHIFT[study.ease] + TASTE_SPREAD * study.tastes)
    off = (middles[names.index(owned.size)] - bodies) / step - wish[:, None]
    return np.asarray(saying.whole * off.mean(axis=1) + saying.tightest * off.min(axis=1))
