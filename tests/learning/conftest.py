"""A model trained once on a made shop."""

from __future__ import annotations

import pytest

from fittingroom.learning.learned import LearnedFit
from fittingroom.learning.options import FitOptions
from fittingroom.learning.training import train_fit
from fittingroom.purchases.purchases import Purchases

from .made import made_shop

QUICK = FitOptions(threads=1, folds=4, epochs=4, batch=256, rounds=60, width=24, embedding=4)


@pytest.fixture(scope="session")
def train() -> Purchases:
    return made_shop(3000, seed=1)


@pytest.fixture(scope="session")
def valid() -> Purchases:
    return made_shop(800, seed=2)


@pytest.fixture(scope="session")
def held() -> Purchases:
    return made_shop(2500, seed=3)


@pytest.fixture(scope="session")
def model(train: Purchases, valid: Purchases) -> LearnedFit:
    return train_fit(train, valid, QUICK)
