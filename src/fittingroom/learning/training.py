"""`train_fit`: features out of fold, network and trees, one calibrated answer."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np

from fittingroom.arrays import Ints
from fittingroom.errors import InvalidInput
from fittingroom.learning.boosted import train_trees
from fittingroom.learning.card import LICENCE, FitCard, code_version, data_digest
from fittingroom.learning.feature_learning import learn_features
from fittingroom.learning.features import Table
from fittingroom.learning.learned import LearnedFit
from fittingroom.learning.logs import opened_log
from fittingroom.learning.measures import measure
from fittingroom.learning.network import Network
from fittingroom.learning.network_training import train_network
from fittingroom.learning.options import FitOptions
from fittingroom.learning.rows import read_rows
from fittingroom.learning.stacking import calibrate
from fittingroom.progress import Progress, Work, finish
from fittingroom.purchases.purchases import UNTOLD, Purchases

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
    known = np.flatnonzero(outcomes != UNTOLD)
    if len(known) < len(data):
        table, outcomes = table.take(known), outcomes[known]
    network, trees = None, None
    if options.network:
        network = yield from _network(table, outcomes, seen, told, options)
    if options.trees:
        trees = yield from train_trees(table, outcomes, seen, told, options)
    yield Progress("calibrate", 0.95)
    members = [seen.odds]
    members += [network.probabilities(seen.values, seen.places)] if network else []
    members += [trees.probabilities(seen.values)] if trees else []
    stack = calibrate(members, told)
    metrics = measure(stack.probabilities(members), told).figures()
    card = FitCard(
        data_digest(data), len(data), code_version(), LICENCE, metrics, _said(options)
    )  # fmt: skip
    return LearnedFit(features, table.names, network, trees, stack, card)


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
    table: Table, outcomes: Ints, valid: Table, told: Ints, options: FitOptions
) -> Work[Network]:
    with opened_log(options) as log:
        trained = yield from train_network(table, outcomes, valid, told, options, log)
    return trained.network


def _said(options: FitOptions) -> dict[str, Any]:
    silent = ("checkpoint", "log_folder", "wandb")
    return {name: value for name, value in asdict(options).items() if name not in silent}
