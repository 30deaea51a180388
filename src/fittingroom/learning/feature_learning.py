"""Learn what makes features, and encode the training rows by the other folds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from fittingroom.arrays import Floats, Ints
from fittingroom.learning.expecting import expect_sizes
from fittingroom.learning.features import (
    Columns,
    Features,
    Reading,
    Table,
    odds_of,
    true_size_columns,
)
from fittingroom.learning.grouping import group_keys, told
from fittingroom.learning.history import learn_history
from fittingroom.learning.keys import places_of
from fittingroom.learning.neighbours import learn_neighbours
from fittingroom.learning.network import EMBEDDED
from fittingroom.learning.ordinal import FIT
from fittingroom.learning.rows import Rows
from fittingroom.learning.size_choosing import learn_choosing
from fittingroom.learning.true_sizes import fit_true_sizes
from fittingroom.learning.wearers import NUMBERS, numbers_of
from fittingroom.learning.words import learn_vocabulary
from fittingroom.progress import Progress, Work
from fittingroom.purchases.purchases import UNTOLD


def learn_features(
    rows: Rows, outcomes: Ints, *, secret: bytes, folds: Ints
) -> Work[tuple[Features, Table]]:
    """Learn what makes features, and return it with the training rows' own, out of fold.

    Args:
        rows: the inputs.
        outcomes: places in `FITS`; rows without one (`UNTOLD`) tell what sizes people choose.
        secret: the key of the digests.
        folds: the fold of each row, 0 and up.
    """
    yield Progress("encode the history", 0.0)
    bare = bare_features(rows, outcomes, secret)
    read = bare.read(rows)
    places, known = read.seen.places, (outcomes != UNTOLD).astype(np.float64)
    history, past = learn_history(places, read.numbers, outcomes, folds)
    counts = {group: len(members.keys) for group, members in bare.members.items()}
    relative = read.numbers["relative"]

    def chosen(weight: Floats) -> Columns:
        return learn_choosing(places, counts, relative, weight).features(places, relative)

    past |= _fold_by_fold(folds, chosen, np.ones(rows.count))
    whole = fit_true_sizes(read.seen, outcomes, known, bare.members)

    def sized(weight: Floats) -> Columns:
        fitted = fit_true_sizes(read.seen, outcomes, weight, bare.members, start=whole)
        return true_size_columns(fitted, read.seen)

    parts: dict[str, Floats] = {}
    many = int(folds.max(initial=0)) + 1
    for fold in range(many):
        yield Progress("learn true sizes, fold by fold", fold / many)
        _put(parts, sized(known * (folds != fold)), folds == fold)
    features = replace(
        bare, history=history, true_sizes=whole,
        choosing=learn_choosing(places, counts, relative, np.ones(rows.count)),
    )  # fmt: skip
    yield Progress("compare wearers", 0.0)
    features = _with_neighbours(features, read, outcomes, folds)
    near = features.near(read, odds_of(parts), folds)
    if features.neighbours is not None:  # folds are of the training alone
        features = replace(features, neighbours=features.neighbours.without_folds())
    return features, features.table(read, past, parts, near)


def relearn_features(features: Features, rows: Rows, outcomes: Ints) -> Features:
    """Make the history anew of other rows; what columns mean stays as it is.

    Args:
        features: learned ones, whose words, scales and fixed weights are kept.
        rows: the inputs of all rows that are now known.
        outcomes: theirs.
    """
    keys = group_keys(rows, features.secret, features.members)
    members = {group: places_of(key) for group, key in keys.items()}
    trained = features.trained or {
        group: features.members[group] for group in EMBEDDED if group in features.members
    }
    bare = replace(features, members=members, trained=trained)
    read, none = bare.read(rows), np.zeros(rows.count, np.int64)
    places, relative = read.seen.places, read.numbers["relative"]
    known = (outcomes != UNTOLD).astype(np.float64)
    history, _ = learn_history(places, read.numbers, outcomes, none)
    counts = {group: len(found.keys) for group, found in members.items()}
    bare = replace(
        bare, history=replace(history, shares=features.history.shares),
        choosing=learn_choosing(places, counts, relative, np.ones(rows.count)),
        true_sizes=fit_true_sizes(
            read.seen, outcomes, known, members, start=features.true_sizes
        ),
    )  # fmt: skip
    found = _with_neighbours(bare, read, outcomes, none)
    if found.neighbours is None:
        return found
    return replace(found, neighbours=found.neighbours.without_folds())


def bare_features(rows: Rows, outcomes: Ints, secret: bytes) -> Features:
    """Return features that know the columns, and nothing of the past."""
    numbers, size = numbers_of(rows), rows.number("size")
    keys = group_keys(rows, secret)
    members = {group: places_of(key) for group, key in keys.items() if told(key)}
    given = tuple(name for name in NUMBERS if not np.isnan(numbers[name]).all())
    known = size[~np.isnan(size)]
    mean, spread = (float(known.mean()), float(known.std())) if len(known) else (0.0, 0.0)
    fitted = ((outcomes == FIT) | (outcomes == UNTOLD)).astype(np.float64)
    return Features(
        secret, members, (*given, "size"), (mean, spread or 1.0),
        expect_sizes(numbers, size, fitted), learn_vocabulary(rows),
    )  # fmt: skip


def _with_neighbours(features: Features, read: Reading, outcomes: Ints, folds: Ints) -> Features:
    items = read.seen.places.get("item")
    if items is None:
        return features
    count = len(features.members["item"].keys)
    found = learn_neighbours(items, count, read.standard, outcomes, folds)
    return replace(features, neighbours=found)


def _fold_by_fold(folds: Ints, made: Callable[[Floats], Columns], rows: Floats) -> Columns:
    found: dict[str, Floats] = {}
    for fold in range(int(folds.max(initial=0)) + 1):
        _put(found, made(rows * (folds != fold)), folds == fold)
    return found


def _put(found: dict[str, Floats], made: Columns, inside: Ints) -> None:
    for name, values in made.items():
        found.setdefault(name, values.copy())[inside] = values[inside]
