"""`train_recommend`: fit every ranker, then the weights between them, on choices held out."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field, replace

import numpy as np

from fittingroom.arrays import Ints
from fittingroom.errors import InvalidInput
from fittingroom.progress import Progress, Work, finish
from fittingroom.purchases.purchases import Purchases
from fittingroom.recommend.askers import Askers, askers_of
from fittingroom.recommend.blending import fit_blend
from fittingroom.recommend.content import fit_content
from fittingroom.recommend.interactions import Interactions, interactions_of, joined
from fittingroom.recommend.item_knn import KnnOptions, fit_item_knn
from fittingroom.recommend.known import NEW, codes_of, know
from fittingroom.recommend.leaving_out import last_of_each
from fittingroom.recommend.popularity import fit_popularity, fit_recent_popularity
from fittingroom.recommend.ranker import Ranker, Training, training_of
from fittingroom.recommend.recommender import Recommender
from fittingroom.recommend.training_tower import (
    WATCHED,
    TowerOptions,
    Watched,
    train_tower,
)

LEAST = 50  # validation choices by people with history: fewer weigh nothing reliably
SEQUENCE_SEED = 2


@dataclass(frozen=True, slots=True)
class TrainingOptions:
    """How a recommender is trained.

    Args:
        half_lives: after how many days a choice counts half, one ranker each [day].
        knn: of item-kNN.
        tower: of the two-tower model, and of the sequence model but for its reading.
        refit: fit the rankers again on data and validation together, weights and epochs kept;
            figures measured on the validation file then mean nothing.
        seed: of everything random.
    """

    half_lives: tuple[float, ...] = (30.0, 180.0)
    knn: KnnOptions = field(default_factory=KnnOptions)
    tower: TowerOptions = field(default_factory=TowerOptions)
    refit: bool = False
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Held:
    """Validation choices of people with history.

    Args:
        askers: knowing no day.
        clock: the same people, knowing the day of asking.
        item: what they chose, shape (asker,).
    """

    askers: Askers
    clock: Askers
    item: Ints


def train_recommend(
    data: Purchases, valid: Purchases, options: TrainingOptions | None = None
) -> Recommender:
    """Train a recommender.

    Args:
        data: who chose what, when; attributes of wearers and articles where there are any.
        valid: later or held-out choices of the same people: by them training is stopped and the
            rankers are weighed.
        options: how.

    Raises:
        InvalidInput: too few validation choices by people of whom `data` knows a choice.
        MissingDependency: the extra `learning` isn't installed.
    """
    table, held_out = interactions_of(data), interactions_of(valid)
    return finish(train_recommend_steps(table, held_out, options))


def train_recommend_steps(
    table: Interactions, valid: Interactions, options: TrainingOptions | None = None
) -> Work[Recommender]:
    """Train a recommender as `train_recommend` does, telling how far it is."""
    o = options or TrainingOptions()
    known = know(table)
    held = _held_out(table, valid)
    rankers, epochs = yield from _fit_rankers(training_of(table, known), o, held)
    yield Progress("weigh the rankers", 0.95)
    weights = fit_blend(rankers, held.askers, held.item).weights
    clock_weights = fit_blend(rankers, held.clock, held.item).weights
    if o.refit:
        table = joined(table, valid)
        known = know(table)
        rankers, _ = yield from _fit_rankers(training_of(table, known), o, None, epochs)
    card = {
        "rows": len(table), "users": len(known.users), "items": len(known.items),
        "validation_choices": len(held.item), "epochs": epochs, "refit": o.refit, "seed": o.seed,
    }  # fmt: skip
    return Recommender(known, rankers, weights, clock_weights, table, card)


def _held_out(table: Interactions, valid: Interactions) -> Held:
    known = know(table)
    targets, _ = last_of_each(valid)
    item = codes_of(targets.item, known.items)
    rows = np.flatnonzero((codes_of(targets.user, known.users) != NEW) & (item != NEW))
    if len(rows) < LEAST:
        raise InvalidInput(
            f"only {len(rows)} validation choices are by people and of items that the data knows; "
            "give a validation file with later choices of the same people",
            field="valid", value=len(rows), allowed=f"at least {LEAST}",
        )  # fmt: skip
    some = targets.take(rows)
    return Held(
        askers_of(some, table, known), askers_of(some, table, known, clock=True), item[rows]
    )


def _fit_rankers(
    training: Training, o: TrainingOptions, held: Held | None, epochs: dict[str, int] | None = None
) -> Generator[Progress, None, tuple[dict[str, Ranker], dict[str, int]]]:
    """Fit all rankers; without held-out choices the towers run the epochs that are given."""
    yield Progress("count choices", 0.0)
    rankers: dict[str, Ranker] = {"popularity": fit_popularity(training)}
    for days in o.half_lives:
        rankers[f"recent_{days:g}"] = fit_recent_popularity(training, half_life=days)
    rankers["content"] = fit_content(training)
    yield Progress("find items chosen together", 0.05)
    rankers["item_knn"] = fit_item_knn(training, o.knn)
    took: dict[str, int] = {}
    for name, sequence in (("two_tower", False), ("sequence", True)):
        tower = replace(o.tower, sequence=sequence, seed=o.seed + SEQUENCE_SEED * sequence)
        if epochs is not None:
            tower = replace(tower, epochs=max(epochs[name], 1))
        trained = yield from train_tower(training, _watched(held), tower)
        rankers[name], took[name] = trained.tower, trained.epochs
    return rankers, took


def _watched(held: Held | None) -> Watched | None:
    if held is None:
        return None
    rows = np.arange(min(len(held.item), WATCHED))
    return Watched(held.askers.take(rows), held.item[rows])
