from time import perf_counter

import numpy as np
import pytest

from fittingroom.errors import InvalidInput
from fittingroom.loop.simulated_items import draw_items
from fittingroom.loop.simulated_options import ShopOptions
from fittingroom.loop.simulated_people import BODY, draw_people
from fittingroom.loop.simulated_shop import open_shop, sell, simulate
from fittingroom.loop.simulated_wearing import SHIFTS, deviations, wearing_odds
from fittingroom.person.prior import shipped_prior
from fittingroom.purchases.purchases import Purchases


@pytest.fixture(scope="module")
def shop():
    return open_shop(ShopOptions(people=2_000), np.random.default_rng(1))


@pytest.fixture(scope="module")
def sales(shop):
    return sell(shop, 20_000, np.random.default_rng(2))


def test_equal_seeds_give_equal_shops_and_other_seeds_others():
    first, again, other = (
        simulate(300, np.random.default_rng(seed), ShopOptions(people=100)) for seed in (5, 5, 6)
    )
    for name in first.columns:
        assert (
            first.everything()[name].tolist()
            == pytest.approx(again.everything()[name].tolist(), nan_ok=True)
            if first.everything()[name].dtype == np.float64
            else (first.everything()[name].tolist() == again.everything()[name].tolist())
        )
    assert first.inputs()["height_cm"].tolist() != other.inputs()["height_cm"].tolist()


def test_fifty_thousand_purchases_take_less_than_a_minute():
    start = perf_counter()
    simulate(50_000, np.random.default_rng(0))
    assert perf_counter() - start < 60.0


def test_bodies_vary_as_the_survey_says():
    people = draw_people(ShopOptions(people=40_000, female=1.0), np.random.default_rng(3))
    prior = shipped_prior("female")
    at = prior.rows(("height", "waist_girth"))
    logs = np.log(people.body[:, [BODY.index("height"), BODY.index("waist_girth")]])
    body = prior.log_covariance - np.diag(prior.log_noise)
    assert logs.mean(axis=0) == pytest.approx(prior.log_mean[at], abs=0.002)
    assert np.cov(logs.T) == pytest.approx(body[np.ix_(at, at)], abs=1e-4)  # 4 sd


def test_what_is_said_comes_at_the_true_rate(sales):
    """Each class's rate equals its mean true probability: at 20,000 rows 4 sd are 0.014."""
    outcome = sales.purchases.outcomes()
    rates = np.bincount(outcome, minlength=3) / len(outcome)
    assert rates == pytest.approx(sales.truth.mean(axis=0), abs=0.014)
    assert sales.truth.sum(axis=1) == pytest.approx(1.0)
    sure = sales.truth[:, 1] > 0.9
    assert (outcome[sure] == 1).mean() == pytest.approx(sales.truth[sure, 1].mean(), abs=0.014)


def test_a_tighter_brand_is_said_to_be_small_more_often():
    """An item that runs 4 cm smaller than it says is small for more of its buyers."""
    options = ShopOptions(people=500, brands=1, items=1, brand_cm=0.0, item_cm=0.0)
    rng = np.random.default_rng(4)
    people, items = draw_people(options, rng), draw_items(options, rng)
    rack = items.racks[0]
    taste = SHIFTS[people.wish]
    as_said, smaller, larger = (
        wearing_odds(rack, deviations(rack, people.body, np.full(500, add), taste), 3.5)
        for add in (0.0, -0.04, 0.04)
    )
    assert (smaller[..., 0] >= as_said[..., 0]).all() and (larger[..., 2] >= as_said[..., 2]).all()
    assert smaller[:, 1, 0].mean() > as_said[:, 1, 0].mean() + 0.02


def test_a_larger_size_is_never_said_to_be_smaller(shop):
    rack = shop.items.racks[0]
    taste = SHIFTS[shop.people.wish]
    off = deviations(rack, shop.people.body, np.zeros(len(shop.people)), taste)
    odds = wearing_odds(rack, off, 3.5)
    small_to_large = odds[..., 0] / odds[..., 2]
    assert (np.diff(small_to_large, axis=1) <= 0.0).all()


def test_a_chooser_that_knows_the_truth_sells_what_fits_best(shop):
    """Advice given by a better chooser is bought by those who follow, and fits better."""
    chosen = []

    def smallest(offers: Purchases) -> np.ndarray:
        chosen.append(len(offers))
        return -offers.inputs()["size"]

    physics = sell(shop, 3_000, np.random.default_rng(7))
    worst = sell(shop, 3_000, np.random.default_rng(7), chooser=smallest)
    assert sum(chosen) > 3_000 * 5
    assert (worst.purchases.inputs()["size"][worst.advised] == 0).all()
    assert worst.truth[worst.advised, 1].mean() < physics.truth[physics.advised, 1].mean() - 0.1
    assert (physics.truth[:, 1] <= physics.possible + 1e-12).all()


def test_nobody_tells_what_only_the_shop_simulation_knows(sales):
    inputs = sales.purchases.inputs()
    assert not {"fit", "kept", "return_reason", "ordered_at"} & set(inputs)
    told = np.isfinite(inputs["waist_girth_cm"])
    assert told.mean() == pytest.approx(0.5, abs=0.05)
    assert np.isfinite(inputs["height_cm"]).all()


def test_men_buy_no_skirts(sales):
    inputs = sales.purchases.inputs()
    assert not ((inputs["sex"] == "male") & np.isin(inputs["category"], ["skirt", "dress"])).any()


@pytest.mark.parametrize(
    ("name", "value"), [("people", 0), ("female", 1.5), ("steepness", 0.0), ("brand_cm", -1.0)]
)
def test_a_shop_that_cannot_be_is_refused(name, value):
    with pytest.raises(InvalidInput, match=name) as caught:
        ShopOptions(**{name: value})
    assert caught.value.field == name and caught.value.value == value


def test_wishes_must_sum_to_one():
    with pytest.raises(InvalidInput, match="sum to 1"):
        ShopOptions(wishes={"close": 0.5, "regular": 0.6, "loose": 0.2})
