"""One contract for every ranker, and each against popularity on choices it hasn't seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from fittingroom.progress import finish
from fittingroom.recommend.askers import Askers
from fittingroom.recommend.blending import Blend, fit_blend
from fittingroom.recommend.content import Content, fit_content
from fittingroom.recommend.factors import AlsOptions, BprOptions, Factors, fit_als, fit_bpr
from fittingroom.recommend.interactions import NO_DAY
from fittingroom.recommend.item_knn import fit_item_knn, item_knn_from
from fittingroom.recommend.known import NEW
from fittingroom.recommend.measuring import Ranks, rank_all
from fittingroom.recommend.popularity import (
    Popularity,
    RecentPopularity,
    fit_popularity,
    fit_recent_popularity,
)
from fittingroom.recommend.ranker import Ranker, Training
from fittingroom.recommend.tower import tower_from
from fittingroom.recommend.training_tower import TowerOptions, train_tower

Fitted = Callable[[Training], Ranker]
BPR = BprOptions(factors=8, regularization=0.1, rate=0.1, iterations=100)


def _tower(training: Training, *, sequence: bool) -> Ranker:
    options = TowerOptions(width=16, batch=128, epochs=10, sequence=sequence)
    return finish(train_tower(training, options=options)).tower


FITS: dict[str, Fitted] = {
    "popularity": fit_popularity,
    "recent": fit_recent_popularity,
    "content": fit_content,
    "item_knn": fit_item_knn,
    "als": lambda training: fit_als(training, AlsOptions(factors=8, regularization=1.0)),
    "bpr": lambda training: fit_bpr(training, BPR),
    "two_tower": lambda training: _tower(training, sequence=False),
    "sequence": lambda training: _tower(training, sequence=True),
}
AGAIN: dict[str, Callable[[Any], Ranker]] = {
    "popularity": lambda s: Popularity(**s),
    "recent": lambda s: RecentPopularity(**s),
    "content": lambda s: Content(**s),
    "item_knn": item_knn_from,
    "als": lambda s: Factors(**s),
    "bpr": lambda s: Factors(**s),
    "two_tower": tower_from,
    "sequence": tower_from,
}


@pytest.fixture(scope="module")
def rankers(made: Any) -> dict[str, Ranker]:
    return {name: fit(made.training) for name, fit in FITS.items()}


def _ranks(ranker: Ranker, made: Any) -> Ranks:
    return rank_all(ranker.scores, made.askers, made.item, made.training.counts())


@pytest.mark.parametrize("name", FITS)
def test_scores_are_finite_for_known_and_new_people(
    name: str, rankers: dict[str, Ranker], made: Any
) -> None:
    known = made.askers.take(np.arange(5))
    new = Askers(
        np.full(2, NEW), np.full_like(known.recent[:2], NEW), known.owned[:2] * 0.0,
        known.numbers[:2], known.words[:2], np.full(2, NO_DAY),
    )  # fmt: skip
    for askers in (known, new):
        scores = rankers[name].scores(askers)
        assert scores.shape == (len(askers), len(made.training.known.items))
        assert np.isfinite(scores).all()


@pytest.mark.parametrize("name", FITS)
def test_a_score_depends_on_its_asker_alone(
    name: str, rankers: dict[str, Ranker], made: Any
) -> None:
    together = rankers[name].scores(made.askers.take(np.arange(20)))
    turned = rankers[name].scores(made.askers.take(np.arange(20)[::-1]))[::-1]
    np.testing.assert_allclose(together, turned, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("name", FITS)
def test_a_ranker_is_made_again_from_its_arrays(
    name: str, rankers: dict[str, Ranker], made: Any
) -> None:
    some = made.askers.take(np.arange(10))
    again = AGAIN[name](rankers[name].state())
    np.testing.assert_array_equal(again.scores(some), rankers[name].scores(some))


@pytest.mark.parametrize("name", ["content", "item_knn", "als", "bpr", "two_tower", "sequence"])
def test_a_personal_ranker_beats_popularity(
    name: str, rankers: dict[str, Ranker], made: Any
) -> None:
    popular = _ranks(rankers["popularity"], made).gains().mean()
    assert _ranks(rankers[name], made).gains().mean() > 1.1 * popular


def test_recent_choices_count_more_than_all(rankers: dict[str, Ranker], made: Any) -> None:
    choices = made.training.counts()
    popular, recent = (
        rank_all(rankers[name].scores, made.clock, made.item, choices).gains().mean()
        for name in ("popularity", "recent")
    )
    assert recent > 1.2 * popular


def test_recent_popularity_never_looks_ahead(made: Any) -> None:
    """Choices of the day itself and later ones change nothing."""
    ranker = fit_recent_popularity(made.training)
    day = int(np.median(ranker.day))
    askers = made.askers.take(np.zeros(1, np.int64))
    at = Askers(askers.user, askers.recent, askers.owned, askers.numbers, askers.words,
                np.array([day]))  # fmt: skip
    past = ranker.day < day
    only_past = RecentPopularity(
        ranker.item[past], ranker.day[past], ranker.share, ranker.half_life
    )
    np.testing.assert_array_equal(ranker.scores(at), only_past.scores(at))
    shifted = RecentPopularity(
        ranker.item[::-1].copy(), np.sort(ranker.day), ranker.share, ranker.half_life
    )
    assert not np.array_equal(ranker.scores(at), shifted.scores(at))


def test_new_items_are_ranked_by_their_words(made: Any) -> None:
    content = fit_content(made.training)
    own = made.training.known.article[made.askers.recent[0, 0]]
    other = next(a for a in made.training.known.article if a[0] != own[0])
    both = content.new_scores(made.askers.take(np.zeros(1, np.int64)), np.stack([own, other]))
    assert both[0, 0] != both[0, 1]


def test_towers_compute_in_numpy_what_torch_trained(made: Any) -> None:
    import torch

    from fittingroom.recommend._torch import Towers
    from fittingroom.recommend.tower import Tower

    known, before = made.training.known, made.askers.take(np.arange(40))
    for sequence in (False, True):
        torch.manual_seed(3)
        towers = Towers(
            items=len(known.items), numbers=before.numbers.shape[1],
            words=[len(words) + 1 for words in known.words], article=known.article, width=8,
            dropout=0.1, sequence=sequence, recent=before.recent.shape[1],
        ).eval()  # fmt: skip
        with torch.no_grad():
            asked = towers.asker_vectors(
                torch.as_tensor(before.recent), torch.as_tensor(before.numbers),
                torch.as_tensor(before.words),
            )  # fmt: skip
            items = towers.item_vectors(torch.arange(len(known.items)))
        tower = Tower(towers.arrays(), known.article, np.ones(len(known.items)))
        np.testing.assert_allclose(tower.asker_vectors(before), asked.numpy(), atol=1e-5)
        np.testing.assert_allclose(tower.item_vectors(), items.numpy(), atol=1e-5)


def test_training_a_tower_twice_gives_the_same(made: Any) -> None:
    options = TowerOptions(width=8, epochs=1, batch=256)
    one, two = (finish(train_tower(made.training, options=options)).tower for _ in range(2))
    np.testing.assert_array_equal(one.weights["item"], two.weights["item"])


def test_a_blend_finds_the_ranker_that_knows(rankers: dict[str, Ranker], made: Any) -> None:
    """Between a good ranker and its opposite the weights tell which is which."""

    class Opposite:
        def scores(self, askers: Askers) -> Any:
            return -rankers["item_knn"].scores(askers)

        def state(self) -> Any:
            return {}

    mixed = {"popularity": rankers["popularity"], "opposite": Opposite()}
    blend = fit_blend(mixed, made.askers, made.item)
    assert blend.weights[1] < 0.0
    single = Blend({"als": rankers["als"]}, np.array([1.0]))
    np.testing.assert_array_equal(_ranks(single, made).rank, _ranks(rankers["als"], made).rank)
