"""`train_fit`: features out of fold, network and trees, one calibrated answer."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import numpy as np

from fittingroom.arrays import Ints
from fittingroom.errors import InvalidInput
from fittingroom.learning.boosted import train_trees
from fittingroom.learning.card import LICENCE, FitCard, code_version, data_digest
from fittingroom.learning.encoder_files import read_files
from fittingroom.learning.feature_learning import learn_features, relearn_features
from fittingroom.learning.features import Table
from fittingroom.learning.keys import places_of
from fittingroom.learning.learned import Before, LearnedFit
from fittingroom.learning.logs import opened_log
from fittingroom.learning.measures import measure
from fittingroom.learning.network import Network
from fittingroom.learning.network_training import train_network
from fittingroom.learning.options import FitOptions
from fittingroom.learning.rows import read_rows
from fittingroom.learning.stacking import calibrate
from fittingroom.progress import Progress, Work, finish
from fittingroom.purchases.purchases import UNTOLD, Purchases, concatenate

ROWS_LEAST = 60
DEFAULTS = FitOptions()


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
    rows, outcomes, told = read_rows(data), data.outcomes(), valid.outcomes()
    random = np.random.default_rng(options.seed)
    secret, folds = random.bytes(16), random.permutation(len(data)) % options.folds
    features, table = yield from learn_features(rows, outcomes, secret=secret, folds=folds)
    seen = features.of(read_rows(valid))
    if options.encoders:
        files = [read_files(read, options.encoders, bert=options.bert)
                 for read in (rows, read_rows(valid))]  # fmt: skip
        table, seen = replace(table, files=files[0]), replace(seen, files=files[1])
    told_rows, more = np.flatnonzero(outcomes != UNTOLD), np.flatnonzero(outcomes == UNTOLD)
    untold = table.take(more) if len(more) else None
    if untold is not None:
        table, outcomes = table.take(told_rows), outcomes[told_rows]
    network, trees = None, None
    if options.network:
        network = yield from _network(table, outcomes, seen, told, options, untold)
    if options.trees:
        trees = yield from train_trees(table, outcomes, seen, told, options)
    yield Progress("calibrate", 0.95)
    members = [seen.odds]
    members += [network.probabilities(seen.values, seen.places, seen.files)] if network else []
    members += [trees.probabilities(seen.values)] if trees else []
    stack = calibrate(members, told)
    metrics = measure(stack.probabilities(members), told).figures()
    card = FitCard(
        data_digest(data), len(data), code_version(), LICENCE, metrics, _said(options)
    )  # fmt: skip
    model = LearnedFit(features, table.names, network, trees, stack, card)
    if not options.absorb:
        return model
    yield Progress("absorb the validation rows", 0.98)
    return absorb(model, data, valid)


def absorb(model: LearnedFit, data: Purchases, more: Purchases) -> LearnedFit:
    """Make the history of more rows; they are themselves still answered by the one before.

    Args:
        model: trained on `data`.
        data: what it was trained on.
        more: rows with outcomes that it wasn't trained on.
    """
    together = concatenate([data, more])
    rows, new = read_rows(together), read_rows(more)
    features = relearn_features(model.features, rows, together.outcomes())
    before = Before(model.features, places_of(model.features.row_keys(new)))
    return replace(model, features=features, before=before)


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


def _network(
    table: Table,
    outcomes: Ints,
    valid: Table,
    told: Ints,
    options: FitOptions,
    more: Table | None,
) -> Work[Network]:
    with opened_log(options) as log:
        trained = yield from train_network(table, outcomes, valid, told, options, log, more)
    return trained.network


def _said(options: FitOptions) -> dict[str, Any]:
    silent = ("checkpoint", "log_folder", "wandb")
    said = {name: value for name, value in asdict(options).items() if name not in silent}
    return said | {"encoders": list(options.encoders)}
