"""Every kind of model is put through the contracts of `leaking`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from fittingroom.garment.catalogue import catalogue
from fittingroom.learning.advising import advise_jointly
from fittingroom.learning.learned import LearnedFit
from fittingroom.learning.options import FitOptions
from fittingroom.learning.training import train_fit
from fittingroom.person.reading import read_person
from fittingroom.purchases.purchases import Purchases
from fittingroom.recommend.askers import askers_of
from fittingroom.recommend.interactions import interactions_of
from fittingroom.recommend.recommender import Recommender
from fittingroom.recommend.training import TrainingOptions, train_recommend
from fittingroom.recommend.training_tower import TowerOptions

from .leaking import NO_INPUT, OUTCOMES, Predict, check_learning, check_predicting, with_noise
from .made import made_purchases

LEARN, STOP, ASK = (made_purchases(rows, seed=seed) for rows, seed in ((600, 1), (300, 2), (80, 5)))
QUICK = {"epochs": 2, "rounds": 12, "folds": 3, "threads": 1, "width": 16, "patience": 1}
KINDS: dict[str, dict[str, Any]] = {"fit": {}, "boosted peer": {"network": False}}
PERSON = read_person({"sex": "female", "height_cm": 168, "bust_girth_cm": 92})


def trained(kind: str) -> Callable[[Purchases], LearnedFit]:
    return lambda data: train_fit(data, STOP, FitOptions(**QUICK, **KINDS[kind]))


@pytest.fixture(scope="module", params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def model(kind: str) -> LearnedFit:
    return trained(kind)(LEARN)


def test_fit_models_predict_from_inputs_alone(model: LearnedFit) -> None:
    assert np.ptp(model.probabilities(ASK), axis=0).max() > 0.05  # it says something
    check_predicting(model.probabilities, ASK)
    check_predicting(model.evidence, ASK)


def test_fit_models_learn_from_outcomes_alone(kind: str) -> None:
    check_learning(lambda data: trained(kind)(data).probabilities, LEARN, ASK)


def test_the_joint_advice_hangs_on_outcomes_alone(model: LearnedFit) -> None:
    private = tuple(name for name in NO_INPUT if name not in OUTCOMES)

    def say(known: Purchases) -> str:
        return repr(advise_jointly(PERSON, catalogue["classic-tee"], model=model, known=known))

    assert say(LEARN) == say(LEARN.without(private)) == say(with_noise(LEARN, private, seed=7))


def recommender(data: Purchases) -> Recommender:
    options = TrainingOptions(tower=TowerOptions(width=8, epochs=1, batch=64))
    return train_recommend(data, STOP, options)


def ranks(model: Recommender) -> Predict:
    def scores(asked: Purchases) -> NDArray[Any]:
        return model.scores(askers_of(interactions_of(asked), model.history, model.known))

    return scores


def each_wearer_once(purchases: Purchases) -> Purchases:
    return purchases.take(
        np.unique(purchases.inputs()["user_id"].astype(str), return_index=True)[1]
    )


def test_recommenders_rank_by_inputs_alone() -> None:
    check_predicting(ranks(recommender(LEARN)), each_wearer_once(ASK))


def test_recommenders_learn_from_choices_alone() -> None:
    check_learning(lambda data: ranks(recommender(data)), LEARN, each_wearer_once(ASK))
