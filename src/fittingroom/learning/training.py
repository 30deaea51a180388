"""`train_fit`: features out of fold, network and trees, one calibrated answer."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from fittingroom.arrays import Ints
from fittingroom.errors import InvalidInput
from fittingroom.learning.boosted import Trees, train_trees
from fittingroom.learning.card import LICENCE, FitCard, code_version, data_digest
from fittingroom.learning.encoder_files import read_files
from fittingroom.learning.feature_learning import learn_features, relearn_features
from fittingroom.learning.features import Features, Table
from fittingroom.learning.keys import NOBODY, places_of
from fittingroom.learning.learned import Before, LearnedFit
from fittingroom.learning.logs import opened_log
from fittingroom.learning.measures import measure
from fittingroom.learning.network import Network
from fittingroom.learning.network_training import train_network
from fittingroom.learning.options import FitOptions
from fittingroom.learning.rows import read_rows
from fittingroom.learning.stacking import calibrate, plain
from fittingroom.progress import Progress, Work, finish
from fittingroom.purchases.purchases import UNTOLD, Purchases, concatenate

ROWS_LEAST = 60
DEFAULTS = FitOptions()
BLANK = FitCard("", 0, "", LICENCE)


def train_fit(data: Purchases, valid: Purchases, options: FitOptions = DEFAULTS) -> LearnedFit:
    """Train a fit model, see `train_fit_steps`."""
    return finish(train_fit_steps(data, valid, options))


def train_fit_steps(
    data: Purchases, valid: Purchases, options: FitOptions = DEFAULTS
) -> Work[LearnedFit]:
    """Train a fit model and calibrate it, step by step.

    Args:
        data: purchases to learn from; those without an outcome tell what sizes people choose.
        valid: purchases to stop by and to calibrate on, never learned from.
        options: how.

    Raises:
        InvalidInput: too few rows with outcomes, or only one kind of outcome.
    """
    with_outcomes(data, "data")
    valid = with_outcomes(valid, "valid")
    secret = np.random.default_rng(options.seed).bytes(16)
    first = yield from _members(data, valid, secret, options, ())
    yield Progress("calibrate", 0.95)
    bare = LearnedFit(*first.parts, plain(1), BLANK)
    members = list(bare.members(first.seen).values())
    stack = calibrate(members, valid.outcomes())
    metrics = measure(stack.probabilities(members), valid.outcomes()).figures()
    card = FitCard(
        data_digest(data), len(data), code_version(), LICENCE, metrics, _said(options)
    )  # fmt: skip
    model = replace(bare, stack=stack, card=card)
    named = np.flatnonzero(model.features.row_keys(read_rows(valid)) != NOBODY)
    if not options.absorb or len(named) == 0:
        return model
    told = valid.take(named)  # others couldn't be told from themselves
    again = yield from _members(
        concatenate([data, told]), valid, secret, _without_folders(options), first.lengths
    )
    before = Before(model, places_of(model.features.row_keys(read_rows(told))))
    return LearnedFit(*again.parts, stack, card, before)


@dataclass(frozen=True, slots=True)
class _Trained:
    """All partitions.

    Args:
        parts: features, their names, networks and trees.
        seen: the features of the validation rows.
        lengths: passes and rounds of each partition.
    """

    parts: tuple[Features, tuple[str, ...], tuple[Network, ...], tuple[Trees, ...]]
    seen: Table
    lengths: tuple[tuple[int, int], ...]


def _members(
    data: Purchases,
    valid: Purchases,
    secret: bytes,
    options: FitOptions,
    lengths: tuple[tuple[int, int], ...],
) -> Work[_Trained]:
    """Train networks and trees of every partition; as long as told, or by the validation rows."""
    random, told = np.random.default_rng(options.seed), valid.outcomes()
    networks, trees, found = [], [], []
    for which in range(options.partitions):
        folds, part = random.permutation(len(data)) % options.folds, partition(options, which)
        passes, rounds = lengths[which] if lengths else (None, None)
        features, table, seen = yield from _tables(data, valid, secret, folds, part)
        more, taught, outcomes = _parted(table, data.outcomes())
        given = taught, outcomes, seen, told, part
        if options.network:
            with opened_log(part) as log:
                trained = yield from train_network(*given, log, more, passes)
            networks.append(trained.network)
            passes = passes or trained.passes
        if options.trees:
            trees.append((yield from train_trees(*given, rounds)))
            rounds = trees[-1].rounds
        found.append((passes or 0, rounds or 0))
    parts = features, table.names, tuple(networks), tuple(trees)
    return _Trained(parts, seen, tuple(found))


def absorb(model: LearnedFit, data: Purchases, more: Purchases) -> LearnedFit:
    """Make the history of more rows, without training anew; they are themselves still answered by
    the model as it was.

    Args:
        model: trained on `data`.
        data: what it was trained on.
        more: rows with outcomes that it wasn't trained on.
    """
    keys = model.features.row_keys(read_rows(more))
    named = np.flatnonzero(keys != NOBODY)
    together = concatenate([data, more.take(named)])
    features = relearn_features(model.features, read_rows(together), together.outcomes())
    return replace(model, features=features, before=Before(model, places_of(keys)))


def partition(options: FitOptions, which: int) -> FitOptions:
    """Return the options of one partition: its own seed, and its own folder beside the first."""
    if which == 0:
        return options
    name = f"partition-{which + 1}"
    return replace(
        options, seed=options.seed + 100 * which,
        checkpoint=options.checkpoint / name if options.checkpoint else None,
        log_folder=options.log_folder / name if options.log_folder else None,
    )  # fmt: skip


def _tables(
    data: Purchases, valid: Purchases, secret: bytes, folds: Ints, options: FitOptions
) -> Work[tuple[Features, Table, Table]]:
    """Return what makes features, and the features of the training and the validation rows."""
    read = read_rows(data), read_rows(valid)
    learned = learn_features(read[0], data.outcomes(), secret=secret, folds=folds)
    features, table = yield from learned
    seen = features.of(read[1])
    if options.encoders:
        files = [read_files(rows, options.encoders, bert=options.bert) for rows in read]
        table, seen = replace(table, files=files[0]), replace(seen, files=files[1])
    return features, table, seen


def _parted(table: Table, outcomes: Ints) -> tuple[Table | None, Table, Ints]:
    """Return the rows without an outcome, those with one, and the outcomes."""
    told, untold = np.flatnonzero(outcomes != UNTOLD), np.flatnonzero(outcomes == UNTOLD)
    if len(untold) == 0:
        return None, table, outcomes
    return table.take(untold), table.take(told), outcomes[told]


def with_outcomes(purchases: Purchases, name: str) -> Purchases:
    """Return the rows whose outcome is known.

    Raises:
        InvalidInput: too few, or only one kind of outcome.
    """
    outcomes = purchases.outcomes()
    known = np.flatnonzero(outcomes != UNTOLD)
    kinds = len(set(outcomes[known].tolist()))
    if len(known) < ROWS_LEAST or kinds < 2:
        raise InvalidInput(
            f"{name} has {len(known)} rows with an outcome, of {kinds} kinds; "
            f"a model needs {ROWS_LEAST} rows or more, of two kinds or more",
            field=name, value=len(known), allowed=f"{ROWS_LEAST} rows or more",
        )  # fmt: skip
    return purchases if len(known) == len(purchases) else purchases.take(known)


def _without_folders(options: FitOptions) -> FitOptions:
    return replace(options, checkpoint=None, log_folder=None, wandb=None)


def _said(options: FitOptions) -> dict[str, Any]:
    silent = ("checkpoint", "log_folder", "wandb")
    said = {name: value for name, value in asdict(options).items() if name not in silent}
    return said | {"encoders": list(options.encoders)}
