"""Clothes that someone owns, as evidence of body and taste: the draws are weighed anew by Bayes.

Each draw is one body with one taste. Who says that a garment fits means that it's her size of it:
the draw would choose it among the garment's sizes, with probabilities that fall with what each
size loses. Who says that it's tight or loose means what `saying` means. The draw's weight is the
product of the probabilities of what was said. Measures told and clothes owned so work on the same
unknowns, and what a shirt tells of the bust tells of the waist as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.fit.advice_ease import at_zones, compare_sizes, terms_of
from fittingroom.fit.advice_odds import TASTE_SHIFT, TASTE_SPREAD, choices
from fittingroom.fit.advice_study import SEED, Study
from fittingroom.garment.garment import Garment
from fittingroom.learning.drawing import draw_more
from fittingroom.learning.joining import Joiner
from fittingroom.learning.joint import RUNS_SEED, chance_of_running
from fittingroom.learning.owned import How, Owned, Piece, owned_piece
from fittingroom.learning.saying import Saying

SLIP = 0.06  # share of what people say that is a slip or another's label, assumed
CHOICE = 0.06  # a size that loses so much more than the best is called a fit e times less often
KEPT = 0.5  # who keeps clothes calls them tight or loose sooner than who sends them back
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


def weigh_owned(
    study: Study, owned: Sequence[Owned], joiner: Joiner, *, ref: str = ""
) -> OwnedEvidence | None:
    """Return what owned clothes tell, None where there are none.

    Args:
        study: the bodies and tastes drawn.
        owned: what was said.
        joiner: how people speak, and how far clothes are from their charts.
        ref: the garment that is asked of: told of itself, it runs as it runs.

    Raises:
        UnknownName: a garment, brand, size or zone nobody knows.
    """
    if not owned:
        return None
    likely = [said_by_draws(study, one, joiner, n, ref=ref) for n, one in enumerate(owned)]
    together = np.sum(np.log(likely), axis=0)
    weights = np.exp(together - together.max())
    weights /= weights.sum()
    return OwnedEvidence(
        weights=weights,
        expected=tuple(float(one.mean()) for one in likely),
        effective=float(1.0 / np.square(weights).sum()),
    )


def said_by_draws(
    study: Study, owned: Owned, joiner: Joiner, number: int, *, ref: str = ""
) -> Floats:
    """Return the probability that each draw says this of what is owned, shape (draw,).

    Args:
        study: the bodies and tastes drawn.
        owned: what was said.
        joiner: how people speak, and how far clothes are from their charts.
        number: the garment's among those told of: each runs in its own way.
        ref: the garment that is asked of.
    """
    piece = owned_piece(owned.ref)
    seed = RUNS_SEED if owned.ref == ref else SEED + 10 + number
    runs = joiner.runs * chance_of_running(len(study.tastes), seed)[:, None]
    if piece.garment is not None:
        off, shares = _off_in(study, piece.garment, runs)
        names = list(piece.garment.chart.sizes)
    else:
        off, shares = _off_by_chart(study, piece, runs)
        names = list(piece.chart.sizes)
    if owned.zone is not None:
        at = piece.zones.index(owned.zone)
        off, shares = off[:, :, [at]], np.ones(1)
    said = _word(off, shares, names.index(owned.size), owned.how, joiner.saying)
    return np.asarray((1.0 - SLIP) * said + SLIP / 3.0)


def _word(off: Floats, shares: Floats, size: int, how: How, saying: Saying) -> Floats:
    """Return how probable a word is of one size, shape (draw,).

    Args:
        off: how far from the wanted ease, shape (draw, size, zone).
        shares: how much each zone counts, shape (zone,); those of 0 don't decide.
        size: which.
        how: the word.
        saying: how people speak.
    """
    if how == "fits":
        loss = np.square(off) @ shares
        choice = np.exp(-(loss - loss.min(axis=1, keepdims=True)) / CHOICE)
        return np.asarray(choice[:, size] / choice.sum(axis=1))
    whole, tightest = off[:, size] @ shares, off[:, size][:, shares > 0.0].min(axis=1)
    felt = saying.whole * whole + saying.tightest * tightest
    kept = replace(saying, small_from=KEPT * saying.small_from, large_from=KEPT * saying.large_from)
    return kept.small(felt) if how == "tight" else kept.large(felt)


def _off_in(study: Study, garment: Garment, runs: Floats) -> tuple[Floats, Floats]:
    """Return how far each draw is from the wanted ease in a garment that can be cut."""
    sizes = compare_sizes(garment)
    terms = terms_of(sizes.zones)
    bodies = at_zones(draw_more(study, terms), sizes.zones, terms)
    around = np.array([float(band.around > 0.0) for band in sizes.bands])
    weights = np.array([band.weight for band in sizes.bands])
    off = choices(sizes, bodies - runs * around, study.tastes, study.ease).off
    return off, weights / weights.sum()


def _off_by_chart(study: Study, piece: Piece, runs: Floats) -> tuple[Floats, Floats]:
    """Return how far each draw is from the bodies that a chart's sizes are meant for."""
    terms = [f"{zone}_girth" for zone in piece.zones]
    bodies = draw_more(study, terms) - runs
    rows = piece.chart.sizes.values()
    middles = np.array([[sum(row[term]) / 2 for term in terms] for row in rows])
    step = np.maximum(np.diff(middles, axis=0).mean(axis=0), 0.02)
    wish = WISH_BAND * (TASTE_SHIFT[study.ease] + TASTE_SPREAD * study.tastes)
    off = (middles[None] - bodies[:, None]) / step - wish[:, None, None]
    return off, np.full(len(terms), 1.0 / len(terms))
