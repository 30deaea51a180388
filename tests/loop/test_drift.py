import numpy as np
import pytest

from fittingroom.loop.drift import DriftOptions, watch_drift
from fittingroom.loop.drift_tests import chi_square_p, ks_p, number_change, psi, word_change
from fittingroom.loop.simulated_options import ShopOptions
from fittingroom.loop.simulated_shop import SimulatedShop, open_shop, sell
from fittingroom.purchases.purchases import Purchases

OPTIONS = ShopOptions(people=4_000, brands=4, items=2)


@pytest.fixture(scope="module")
def shop():
    return open_shop(OPTIONS, np.random.default_rng(11))


def month(shop, seed, rows=1_500):
    return sell(shop, rows, np.random.default_rng(seed))


def changed(shop, **figures) -> SimulatedShop:
    """Return a shop of other people and customs that sells the same clothes."""
    options = ShopOptions(**{"people": 4_000, "brands": 4, "items": 2} | figures)
    other = open_shop(options, np.random.default_rng(12))
    return SimulatedShop(options, other.people, shop.items)


def test_equal_months_raise_at_most_one_false_alarm_in_forty(shop):
    """`alpha` is 1 %: of 40 watches 2 false alarms or more come in 6 % of runs at worst."""
    raised = 0
    for seed in range(40):
        before, after = month(shop, 2 * seed), month(shop, 2 * seed + 1)
        report = watch_drift(before.purchases, after.purchases, probabilities=after.truth)
        assert report.enough
        raised += bool(report.alarms)
    assert raised <= 1


def test_without_minimum_sizes_false_alarms_are_still_rare(shop):
    """The tests alone, with no change required to matter: 5 % asked, at most 6 of 40 seen."""
    options = DriftOptions(alpha=0.05, psi=0.0, rate=0.0, bias=0.0)
    raised = 0
    for seed in range(40):
        before, after = month(shop, 2 * seed), month(shop, 2 * seed + 1)
        report = watch_drift(
            before.purchases, after.purchases, probabilities=after.truth, options=options
        )
        raised += bool(report.alarms)
    assert raised <= 6


@pytest.mark.parametrize(
    ("figures", "name"),
    [
        ({"girths_told": 0.2}, "waist_girth_cm"),
        ({"female": 0.3}, "sex"),
        ({"wishes": {"close": 0.5, "regular": 0.4, "loose": 0.1}}, "ease"),
        ({"steepness": 1.5}, "fit"),
        ({"kept_fit": 0.8}, "kept"),
    ],
)
def test_drift_is_found_in_nine_of_ten_months(shop, figures, name):
    new = changed(shop, **figures)
    found = 0
    for seed in range(10):
        report = watch_drift(month(shop, seed).purchases, month(new, 100 + seed).purchases)
        found += name in {watch.name for watch in report.alarms}
    assert found >= 9


def test_people_who_grow_heavier_are_noticed(shop):
    before, after = month(shop, 1).purchases, month(shop, 2).purchases
    heavier = after.replaced({"weight_kg": after.inputs()["weight_kg"] + 6.0})
    alarms = watch_drift(before, heavier).alarms
    assert [watch.name for watch in alarms] == ["weight_kg"] and "weight_kg" in alarms[0].says()


def test_a_model_that_went_off_is_noticed(shop):
    """Clothes that run 4 cm smaller than they did: what the model says isn't so any more."""
    after = month(shop, 3)
    shifted = after.truth * np.array([0.4, 1.0, 1.0])
    shifted /= shifted.sum(axis=1, keepdims=True)
    report = watch_drift(month(shop, 4).purchases, after.purchases, probabilities=shifted)
    assert {w.name for w in report.alarms if w.what == "calibration"} >= {"small"}


def test_too_few_wearers_say_nothing(shop):
    few = month(shop, 5, rows=50).purchases
    report = watch_drift(month(shop, 6).purchases, few)
    assert not report.enough and not report.alarms


def test_one_wearer_who_buys_all_day_is_no_drift(shop):
    """A hundred purchases of one shopper beside a usual month: no alarm from inputs."""
    before, after = month(shop, 7).purchases, month(shop, 8).purchases
    rows = np.concatenate([np.arange(len(after)), np.full(400, 3)])
    report = watch_drift(before, after.take(rows))
    assert not [w for w in report.alarms if w.what == "input"]


def test_a_column_that_is_gone_is_noticed(shop):
    before, after = month(shop, 9).purchases, month(shop, 10).purchases
    assert "weight_kg" in {w.name for w in watch_drift(before, after.without(["weight_kg"])).alarms}


def test_psi_by_hand():
    """Shares 0.5/0.5 to 0.7/0.3: 0.2 ln 1.4 − 0.2 ln 0.6 = 0.1695."""
    assert psi(np.array([50.0, 50.0]), np.array([70.0, 30.0])) == pytest.approx(0.1695, abs=1e-4)


def test_p_values_as_scipy_has_them():
    from scipy import stats

    rng = np.random.default_rng(0)
    one, other = rng.standard_normal(500), 0.12 + rng.standard_normal(400)
    assert ks_p(one, other) == pytest.approx(
        stats.ks_2samp(one, other, method="asymp").pvalue, rel=0.1
    )
    counts = np.array([[30.0, 50.0, 20.0], [45.0, 40.0, 25.0]])
    assert chi_square_p(*counts) == pytest.approx(stats.chi2_contingency(counts).pvalue)


def test_p_values_are_even_without_drift():
    """Under no drift p < 0.1 comes in 10 % of cases: of 400, 20 to 62 (4 sd)."""
    rng = np.random.default_rng(1)
    numbers = sum(
        number_change(rng.standard_normal(300), rng.standard_normal(300)).p < 0.1
        for _ in range(400)
    )
    words = np.array(["a", "b", "c", None], object)
    said = sum(
        word_change(words[rng.integers(4, size=300)], words[rng.integers(4, size=300)]).p < 0.1
        for _ in range(400)
    )
    assert numbers <= 62 and 16 <= said <= 64


def test_columns_without_any_value_are_no_drift():
    empty = np.full(200, np.nan)
    assert number_change(empty, empty).p == 1.0
    assert number_change(empty, np.arange(200.0)).p < 1e-6
    assert (
        watch_drift(
            Purchases({"user_id": [str(n) for n in range(200)]}),
            Purchases({"user_id": [str(n) for n in range(200)]}),
        ).alarms
        == ()
    )
