"""The made shop, split, and one trained recommender for all tests."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from fittingroom.arrays import Ints
from fittingroom.progress import finish
from fittingroom.recommend.askers import Askers, askers_of
from fittingroom.recommend.interactions import interactions_of
from fittingroom.recommend.known import codes_of, know
from fittingroom.recommend.leaving_out import LeftOut, leave_last_out
from fittingroom.recommend.ranker import Training, training_of
from fittingroom.recommend.recommender import Recommender
from fittingroom.recommend.training import TrainingOptions, train_recommend_steps
from fittingroom.recommend.training_tower import TowerOptions

from .shop import shop


@dataclass(frozen=True)
class Shop:
    parts: LeftOut
    training: Training
    askers: Askers
    clock: Askers
    item: Ints


@pytest.fixture(scope="session")
def made() -> Shop:
    """The made shop: what is learned from, and who asks at the last choices."""
    parts = leave_last_out(interactions_of(shop()))
    known = know(parts.train)
    askers = askers_of(parts.test, parts.train, known)
    clock = askers_of(parts.test, parts.train, known, clock=True)
    item = codes_of(parts.test.item, known.items)
    return Shop(parts, training_of(parts.train, known), askers, clock, item)


@pytest.fixture(scope="session")
def trained(made: Shop) -> Recommender:
    """A recommender of the made shop."""
    options = TrainingOptions(tower=TowerOptions(width=16, batch=128, epochs=12))
    return finish(train_recommend_steps(made.parts.train, made.parts.valid, options))
