"""How often the loop's checks cry wolf, and how often they miss one.

    python benchmarks/loop_checks.py [--times 200] [--seed 1]

Drift: months of 1,500 purchases of the simulated shop, unchanged and changed. Fairness: 3,000 rows
whose true probabilities are known, as they are and with one group's tilted. Promotion: a challenger
as good as the champion, and a better one, on 1,500 rows.
"""

from __future__ import annotations

import argparse
from dataclasses import replace

import numpy as np

from fittingroom.learning.fairness import judge_fairness
from fittingroom.learning.groups import body_groups
from fittingroom.loop.deciding import Trial, decide
from fittingroom.loop.drift import DriftReport, watch_drift
from fittingroom.loop.simulated_options import ShopOptions
from fittingroom.loop.simulated_shop import Sales, SimulatedShop, open_shop, sell

SHOP = ShopOptions(people=6_000, brands=4, items=2)
CHANGES = {
    "girths told by 40 % instead of 50 %": {"girths_told": 0.4},
    "girths told by 30 % instead of 50 %": {"girths_told": 0.3},
    "women 50 % instead of 60 %": {"female": 0.5},
    "women 40 % instead of 60 %": {"female": 0.4},
    "fit called less sharply (2.5 for 3.5)": {"steepness": 2.5},
    "fit called far less sharply (1.5 for 3.5)": {"steepness": 1.5},
    "kept 85 % of what fits, not 95 %": {"kept_fit": 0.85},
}


def main() -> None:
    """Print three tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    rng = np.random.default_rng(arguments.seed)
    shop = open_shop(SHOP, rng)
    _drift(shop, arguments.times, rng)
    _fairness(shop, arguments.times, rng)
    _promotion(shop, arguments.times, rng)


def _drift(shop: SimulatedShop, times: int, rng: np.random.Generator) -> None:
    print("| drift | alarms |\n|---|---|")
    raised = sum(_alarm(shop, shop, rng) for _ in range(times))
    print(f"| none | {_share(raised, times)} |", flush=True)
    for name, figures in CHANGES.items():
        options = replace(shop.options, **figures)
        new = replace(shop, options=options, people=open_shop(options, rng).people)
        tried = max(times // 4, 1)
        print(f"| {name} | {_share(sum(_alarm(shop, new, rng) for _ in range(tried)), tried)} |",
              flush=True)  # fmt: skip


def _alarm(old: SimulatedShop, new: SimulatedShop, rng: np.random.Generator) -> bool:
    before, after = sell(old, 1_500, rng), sell(new, 1_500, rng)
    return bool(watch_drift(before.purchases, after.purchases).alarms)


def _fairness(shop: SimulatedShop, times: int, rng: np.random.Generator) -> None:
    print("\n| fairness | found | the right group |\n|---|---|---|")
    for name, logit in (("fair", 0.0), ("tilted by 0.5", 0.5), ("tilted by 1", 1.0),
                        ("tilted by 1.5", 1.5)):  # fmt: skip
        found = right = 0
        for _ in range(times):
            sales = sell(shop, 3_000, rng)
            report = judge_fairness(sales.purchases, _tilted(sales, "bmi 25 to 30", logit))
            found += not report.fair
            right += any(finding.startswith("bmi 25 to 30 (") for finding in report.findings)
        shown = "" if logit == 0.0 else _share(right, times)
        print(f"| {name} | {_share(found, times)} | {shown} |", flush=True)


def _tilted(sales: Sales, group: str, logit: float) -> np.ndarray:
    """Return the true odds with one group's "small" made likelier."""
    odds = sales.truth.copy()
    odds[body_groups(sales.purchases)[group], 0] *= np.exp(logit)
    return odds / odds.sum(axis=1, keepdims=True)


def _promotion(shop: SimulatedShop, times: int, rng: np.random.Generator) -> None:
    print("\n| challenger against champion | promoted |\n|---|---|")
    calm = DriftReport((), enough=True)
    for name, champion, challenger in (
        ("equal (both blurred by 0.3)", 0.3, 0.3),
        ("worse (0.4 against 0.3)", 0.3, 0.4),
        ("a little better (0.2 against 0.3)", 0.3, 0.2),
        ("better (0.1 against 0.4)", 0.4, 0.1),
    ):
        promoted = 0
        for _ in range(times):
            sales = sell(shop, 1_500, rng)
            trial = Trial(
                sales.purchases, _blurred(sales, champion, rng), _blurred(sales, challenger, rng)
            )
            promoted += decide(trial, calm, rng).promoted
        print(f"| {name} | {_share(promoted, times)} |", flush=True)


def _blurred(sales: Sales, much: float, rng: np.random.Generator) -> np.ndarray:
    odds = sales.truth * np.exp(much * rng.standard_normal(sales.truth.shape))
    return odds / odds.sum(axis=1, keepdims=True)


def _share(count: int, times: int) -> str:
    return f"{100 * count / times:.1f} % of {times}"


if __name__ == "__main__":
    main()
