"""Off-policy values on logs whose truth is known: bias, spread, what the intervals hold."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

from fittingroom.errors import FileRefused, InvalidInput
from fittingroom.recommend.exposure import Exposure, logged_of, read_exposures, write_exposures
from fittingroom.recommend.off_policy import Logged, Target, Value, examination, value_of
from fittingroom.recommend.policies import draw_list, position_chances
from fittingroom.recommend.simulated_log import SimulatedWorld, simulated_world

LOGS, LISTS = 200, 300


@pytest.fixture(scope="module")
def world() -> SimulatedWorld:
    return simulated_world(np.random.default_rng(1))


@pytest.fixture(scope="module")
def values(world: SimulatedWorld) -> dict[str, list[Value]]:
    """The same logs estimated by all three."""
    rng = np.random.default_rng(7)
    logs = [world.log(LISTS, rng) for _ in range(LOGS)]
    return {
        "ips": [value_of(*log, world.looked_at, by="ips") for log in logs],
        "snips": [value_of(*log, world.looked_at, by="snips") for log in logs],
        "dr": [value_of(*log, world.looked_at, by="dr") for log in logs],
    }


@pytest.mark.parametrize("by", ["ips", "snips", "dr"])
def test_the_estimate_has_no_bias(
    by: str, values: dict[str, list[Value]], world: SimulatedWorld
) -> None:
    """Within 3 standard errors; the log's own mean reward, the naive answer, is far outside."""
    told = np.array([value.value for value in values[by]])
    error = told.std() / LOGS**0.5
    assert abs(told.mean() - world.truth) < 3.0 * error
    assert abs(world.logging_truth - world.truth) > 20.0 * error


@pytest.mark.parametrize("by", ["ips", "snips", "dr"])
def test_the_interval_holds_the_truth(
    by: str, values: dict[str, list[Value]], world: SimulatedWorld
) -> None:
    """95 % of 200 logs, give or take 3 standard errors of that share: 90.4 to 99.6 %."""
    inside = np.mean([value.low <= world.truth <= value.high for value in values[by]])
    assert 0.904 <= inside <= 0.996


def test_a_reward_model_steadies(values: dict[str, list[Value]]) -> None:
    spread = {by: np.std([value.value for value in told]) for by, told in values.items()}
    assert spread["dr"] < spread["ips"]
    assert spread["snips"] < spread["ips"]


def test_doubly_robust_needs_only_one_right(world: SimulatedWorld) -> None:
    """With a reward model that says nothing it is still unbiased: then it is IPS."""
    logged, target = world.log(2000, np.random.default_rng(3))
    blank = Target(target.chances, np.zeros(2000), np.zeros_like(target.expected))
    dr, ips = (value_of(logged, blank, world.looked_at, by=by) for by in ("dr", "ips"))
    assert dr.value == pytest.approx(ips.value)


def test_judging_the_logs_own_policy_gives_its_mean(world: SimulatedWorld) -> None:
    logged, _ = world.log(500, np.random.default_rng(4))
    told = value_of(logged, Target(logged.chances), world.looked_at, by="ips")
    assert told.value == pytest.approx(logged.reward.sum(axis=1).mean())
    assert told.effective == pytest.approx(500.0)


def test_how_positions_are_looked_at_is_found(world: SimulatedWorld) -> None:
    """From a log whose policy puts liked items first, so that mere rewards by position mislead."""
    keen = replace(world, logging=6.0 * world.liked, chances=world.wanted)
    logged, _ = keen.log(60_000, np.random.default_rng(5))
    np.testing.assert_allclose(examination(logged), world.looked_at, atol=0.06)
    naive = logged.reward.mean(axis=0) / logged.reward.mean(axis=0)[0]
    assert np.abs(naive - world.looked_at).max() > 0.06


def test_chances_are_those_of_all_rankings() -> None:
    scores = np.array([0.3, -0.2, 1.1, 0.0])
    odds, expected = np.exp(scores), np.zeros((4, 3))
    for order in permutations(range(4), 3):
        left, chance = odds.sum(), 1.0
        for item in order:
            chance, left = chance * odds[item] / left, left - odds[item]
        for position, item in enumerate(order):
            expected[item, position] += chance
    rng = np.random.default_rng(1)
    np.testing.assert_allclose(position_chances(scores, 3, rng), expected, rtol=1e-12)
    drawn = np.array([draw_list(scores, 3, rng) for _ in range(8000)])
    shares = np.stack([np.bincount(drawn[:, k], minlength=4) / 8000 for k in range(3)], axis=1)
    np.testing.assert_allclose(shares, expected, atol=0.02)
    many = position_chances(np.linspace(0, 2, 12), 3, rng)
    np.testing.assert_allclose(many.sum(axis=0), 1.0)


def test_a_policy_the_log_can_not_tell_of_is_refused() -> None:
    chances = np.full((1, 1, 1), 1e-5)
    logged = Logged(np.zeros((1, 1), int), np.ones((1, 1)), chances)
    with pytest.raises(InvalidInput, match="times as often"):
        value_of(logged, Target(np.ones((1, 1, 1))), np.ones(1), by="ips")
    with pytest.raises(InvalidInput, match="reward model"):
        value_of(logged, Target(chances), np.ones(1), by="dr")
    with pytest.raises(InvalidInput, match="no chance"):
        Logged(np.zeros((1, 1), int), np.ones((1, 1)), np.zeros((1, 1, 1)))


def test_a_log_is_written_and_read(tmp_path: Path) -> None:
    path = tmp_path / "shown.jsonl"
    shown = [
        Exposure("a", "tee", 0, (0.6, 0.4), 1.0, "by chance"),
        Exposure("a", "skirt", 1, (0.4, 0.6)),
        Exposure("b", "skirt", 0, (0.4, 0.6)),
    ]
    write_exposures(path, shown[:2])
    write_exposures(path, shown[2:])
    assert list(read_exposures(path)) == shown
    assert shown[1].propensity == 0.6
    logged = logged_of(shown[:2])
    assert logged.item.tolist() == [[0, 1]]
    assert logged.reward.tolist() == [[1.0, 0.0]]
    with pytest.raises(InvalidInput, match="'b'"):
        logged_of(shown)
    for line in ('{"shown": "a"}', "[1]", "no json", '{"shown":"a","item":"b","position":3,'
                 '"chances":[1.0],"reward":0,"policy":""}'):  # fmt: skip
        path.write_text(line + "\n")
        with pytest.raises((FileRefused, InvalidInput)):
            list(read_exposures(path))


@pytest.mark.parametrize(
    ("position", "chances", "reward"),
    [(2, (0.5, 0.5), 0.0), (0, (0.0, 1.0), 0.0), (0, (1.5,), 0.0), (0, (1.0,), 2.0)],
)
def test_an_impossible_exposure_is_refused(
    position: int, chances: tuple[float, ...], reward: float
) -> None:
    with pytest.raises(InvalidInput):
        Exposure("a", "tee", position, chances, reward)
