"""Draw further measures of the bodies that were drawn for an advice."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fittingroom.arrays import Floats
from fittingroom.fit.advice_study import SEED, Study
from fittingroom.person.completion import JITTER


def draw_more(study: Study, terms: Sequence[str]) -> Floats:
    """Return more measures of the very bodies drawn [m] or [kg], shape (draw, term).

    What wasn't drawn yet is drawn given what was: logarithms are jointly normal. A measure that was
    told is what was told, give or take the tape.

    Args:
        study: the bodies.
        terms: which; those that the garment's zones compare come back as they were drawn.
    """
    known = list(study.terms)
    new = sorted(set(terms) - set(known))
    columns = {term: study.drawn[:, at] for at, term in enumerate(known)}
    if new:
        columns.update(zip(new, _given(study, new).T, strict=True))
    return np.column_stack([columns[term] for term in terms])


def _given(study: Study, new: list[str]) -> Floats:
    completion, told = study.completion, study.person.measurements
    place = completion.terms.index
    have, want = [place(term) for term in study.terms], [place(term) for term in new]
    among = completion.log_covariance[np.ix_(have, have)] + JITTER * np.eye(len(have))
    across = completion.log_covariance[np.ix_(want, have)]
    slopes = np.linalg.solve(among, across.T)
    rest = completion.log_covariance[np.ix_(want, want)] - across @ slopes
    off = np.log(study.drawn) - completion.log_mean[have]
    chance = np.random.default_rng(SEED + 1).standard_normal((len(off), len(new)))
    factor = np.linalg.cholesky(rest + 1e-8 * np.eye(len(new)))
    drawn = np.exp(completion.log_mean[want] + off @ slopes + chance @ factor.T)
    for column, term in enumerate(new):
        if term in told:
            drawn[:, column] = told[term].value + told[term].sd * chance[:, column]
    return np.asarray(drawn)
